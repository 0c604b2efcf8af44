/** Who holds, joined both ways: of a variable the stacks that filled it, of a selected function the variables that keep what it allocated. */
import { canonicalFunction } from "../../graph/go/symbol.ts";
import type { HolderRow } from "../../report/held/rows.ts";
import { changeClass, count, numbersIn, percent } from "../numbers.ts";
import { Name } from "../parts.tsx";
import type { ViewProps } from "../props.ts";

const MOST_ROWS = 25;

export function Holders({ state, change, holders: all }: ViewProps & { readonly holders: readonly HolderRow[] }) {
  if (all.length === 0) return undefined;
  const kept = keeping(all, state.selected);
  const rows = (kept.length > 0 ? kept : all).slice(0, MOST_ROWS);
  const hasBase = rows.some(({ deltaBytes }) => deltaBytes !== null);
  const numbers = numbersIn(
    rows.flatMap(({ bytes, deltaBytes }) => [bytes, deltaBytes ?? 0]),
    "bytes",
  );
  return (
    <div class="holders">
      <h2>Held by</h2>
      {state.selected !== "" && (
        <p class="note">
          {kept.length > 0
            ? "Those that keep what this allocated: "
            : "No holder is known to keep what this allocated: "}
          <Name name={state.selected} />
        </p>
      )}
      <table class="plain">
        <thead>
          <tr>
            {hasBase && <th scope="col">change</th>}
            <th scope="col">bytes</th>
            <th scope="col">share</th>
            <th scope="col">objects</th>
            <th scope="col">holder, and the stacks that filled it</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.path}>
              {hasBase && (
                <td class={changeClass(row.deltaBytes ?? 0)}>
                  {row.deltaBytes === null ? "" : numbers.delta(row.deltaBytes)}
                </td>
              )}
              <td>{numbers.value(row.bytes)}</td>
              <td>{percent(row.share, 1)}</td>
              <td>{count(row.objects, false)}</td>
              <td>
                <code>{row.path}</code> <span class="note">{row.type}</span>
                <Allocators row={row} selected={state.selected} onPick={(selected) => change({ selected }, true)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {(kept.length > 0 ? kept : all).length > MOST_ROWS && (
        <p class="note">{(kept.length > 0 ? kept : all).length - MOST_ROWS} more</p>
      )}
    </div>
  );
}

function Allocators(props: {
  readonly row: HolderRow;
  readonly selected: string;
  readonly onPick: (name: string) => void;
}) {
  const { row, selected, onPick } = props;
  const functions = row.samples?.functions ?? [];
  if (functions.length === 0) return undefined;
  return (
    <ul class="places">
      {functions.map(({ function: name, samples }) => (
        <li key={name}>
          {count(samples, false)} of {count(row.samples?.count ?? 0, false)}{" "}
          {row.samples?.count === 1 ? "sample" : "samples"} by{" "}
          <button type="button" class="link" aria-pressed={name === selected} onClick={() => onPick(name)}>
            <Name name={name} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Holders with samples whose stacks have the function. */
function keeping(rows: readonly HolderRow[], selected: string): readonly HolderRow[] {
  if (selected === "") return [];
  const wanted = canonicalFunction(selected);
  return rows.filter(({ samples }) =>
    samples?.stacks.some(({ frames }) => frames.some((frame) => canonicalFunction(frame) === wanted)),
  );
}
