/** The source of the selected function, with the values of both ends beside each line, as `list` has them. */
import { visibleText } from "../visible.ts";
import { askedOf, type SourceAnswer } from "./desk/answers.ts";
import { useAnswer } from "./desk/use-answer.ts";
import { type Numbers, numbersIn } from "./numbers.ts";
import { Name, NotYet } from "./parts.tsx";
import { SubjectsNote } from "./peek.tsx";
import type { ViewProps } from "./props.ts";

/** Lines that are shown around those with values. */
const CONTEXT = 6;

export function Source(props: ViewProps) {
  const { desk, state } = props;
  const answer = useAnswer(desk, "source", { ...askedOf(state), selected: state.selected, find: state.find });
  return (
    <section class="view" aria-label="Source" tabIndex={0}>
      {answer === undefined && <NotYet />}
      {answer !== undefined && <SubjectsNote {...answer.subjects} state={state} />}
      {answer?.subjects.names.map((name, at) => (
        <Listing key={name} {...props} name={name} files={answer.files[at] ?? []} />
      ))}
    </section>
  );
}

type Files = SourceAnswer["files"][number];

function Listing({ name, files, ...props }: ViewProps & { readonly name: string; readonly files: Files }) {
  return (
    <div>
      <h2>
        <Name name={name} />
      </h2>
      {files.length === 0 && <p class="note">No stack has this function here.</p>}
      {files.map((file) => (
        <File key={file.file} {...props} {...file} />
      ))}
    </div>
  );
}

function File(props: ViewProps & Files[number]) {
  const { state, file, lines, text } = props;
  const { facts } = props.desk;
  const all = [...lines.values()];
  const numbers = numbersIn(
    all.flatMap(({ cumBase, cumCurrent }) => [cumBase, cumCurrent]),
    facts.typeOf(state).type.unit,
  );
  const source = text?.split("\n");
  const shown =
    source === undefined ? [...lines.keys()].sort((a, b) => a - b) : around([...lines.keys()], source.length);
  const heads = facts.isDiff ? ["flat", "cum", ...SIDES] : ["flat", "cum"];
  return (
    <div>
      <p class="note">
        {file}
        {source === undefined && ": the file is not in this page; only lines with values are shown"}
      </p>
      <table class="listing">
        <thead>
          <tr>
            {heads.map((head) => (
              <th scope="col" key={head} class={SIDES.includes(head) ? "side" : undefined}>
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
              {cellsOf(lines.get(number), numbers, facts.isDiff).map((cell, column) => (
                <td key={heads[column]} class={classOf(cell, heads[column])}>
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

const SIDES: readonly string[] = ["cum base", "cum current"];

function classOf(cell: string, head = ""): string {
  if (SIDES.includes(head)) return "side";
  return cell.startsWith("+") ? "grew" : cell.startsWith("-") ? "shrank" : cell === "0" ? "faint" : "";
}

function cellsOf(
  line: ReturnType<Files[number]["lines"]["get"]>,
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
