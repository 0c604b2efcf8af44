/** The source of the selected function, with the values of both ends beside each line, as `list` has them. */
import { useMemo } from "preact/hooks";
import { visibleText } from "../visible.ts";
import { linesOf } from "./lines.ts";
import { type Numbers, numbersIn } from "./numbers.ts";
import { Name } from "./parts.tsx";
import { namePattern } from "./pattern.ts";
import type { ViewProps } from "./props.ts";

/** Lines that are shown around those with values. */
const CONTEXT = 6;

export function Source(props: ViewProps) {
  const { session, state } = props;
  const selected = useMemo(
    () =>
      state.selected ||
      (state.find === "" ? "" : (session.stacks(state).names.find(namePattern(state.find).matches) ?? "")),
    [session, state.selected, state.find],
  );
  const found = useMemo(
    () => (selected === "" ? [] : linesOf(session.comparison(state).diff.profile, session.values(state), selected)),
    [session, selected, state.filters, state.type, state.from, state.to],
  );
  return (
    <section class="view" aria-label="Source" tabIndex={0}>
      {selected === "" && <p class="note">Select a function in the table or the flame graph.</p>}
      {selected !== "" && found.length === 0 && <p class="note">No stack has this function here.</p>}
      {found.map(({ file, lines }) => (
        <File key={file} {...props} name={selected} file={file} lines={lines} />
      ))}
    </section>
  );
}

function File(props: ViewProps & ReturnType<typeof linesOf>[number] & { readonly name: string }) {
  const { session, state, name, file, lines } = props;
  const text = session.sourceOf(file);
  const all = [...lines.values()];
  const numbers = numbersIn(
    all.flatMap(({ cumBase, cumCurrent }) => [cumBase, cumCurrent]),
    session.typeOf(state).type.unit,
  );
  const source = text?.split("\n");
  const shown =
    source === undefined ? [...lines.keys()].sort((a, b) => a - b) : around([...lines.keys()], source.length);
  const heads = session.isDiff ? ["flat", "cum", "cum base", "cum current"] : ["flat", "cum"];
  return (
    <div>
      <h2>
        <Name name={name} />
      </h2>
      <p class="note">
        {file}
        {source === undefined && ": the file is not in this page; only lines with values are shown"}
      </p>
      <table class="listing">
        <thead>
          <tr>
            {heads.map((head) => (
              <th scope="col" key={head}>
                {head}
              </th>
            ))}
            <th scope="col">line</th>
            <th scope="col">source</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((number, at) => (
            <tr key={number} class={at > 0 && number > (shown[at - 1] as number) + 1 ? "gap" : undefined}>
              {cellsOf(lines.get(number), numbers, session.isDiff).map((cell, column) => (
                <td key={heads[column]} class={cell.startsWith("+") ? "grew" : cell.startsWith("-") ? "shrank" : ""}>
                  {cell}
                </td>
              ))}
              <td class="note">{number}</td>
              <td>
                <code>{visibleText((source?.[number - 1] ?? "").replaceAll("\t", "    ").replace(/\r$/, ""))}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cellsOf(
  line: ReturnType<ReturnType<typeof linesOf>[number]["lines"]["get"]>,
  { value, delta }: Numbers,
  isDiff: boolean,
): readonly string[] {
  if (line === undefined) return isDiff ? ["", "", "", ""] : ["", ""];
  const { flatBase, flatCurrent, cumBase, cumCurrent } = line;
  if (!isDiff) return [flatCurrent === 0 ? "" : value(flatCurrent), value(cumCurrent)];
  const flat = flatCurrent - flatBase;
  return [flat === 0 ? "" : delta(flat), delta(cumCurrent - cumBase), value(cumBase), value(cumCurrent)];
}

/** Numbers of lines, in order. */
function around(wanted: readonly number[], length: number): number[] {
  const kept = new Set<number>();
  for (const line of wanted) {
    for (let near = line - CONTEXT; near <= line + CONTEXT; near++) if (near >= 1 && near <= length) kept.add(near);
  }
  return [...kept].sort((a, b) => a - b);
}
