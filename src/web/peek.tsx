/** The selected function with its direct callers and callees, as pprof's peek has them, with both ends. */
import { askedOf } from "./desk/answers.ts";
import type { Neighbour } from "./desk/neighbours.ts";
import { useAnswer } from "./desk/use-answer.ts";
import { type Numbers, numbersIn, percent } from "./numbers.ts";
import { Name } from "./parts.tsx";
import type { ViewProps } from "./props.ts";

export function Peek({ desk, state, change }: ViewProps) {
  const answer = useAnswer(desk, "peek", { ...askedOf(state), selected: state.selected, find: state.find });
  if (answer === undefined) return <section class="view" aria-label="Peek" />;
  const { selected, found } = answer;
  if (found === undefined) {
    const text =
      selected === "" ? "Select a function in the table or the flame graph." : "No stack has this function here.";
    return (
      <section class="view" aria-label="Peek">
        <p class="note">{text}</p>
      </section>
    );
  }
  const numbers = numbersIn([found.cum.base, found.cum.current], desk.facts.typeOf(state).type.unit);
  const list = {
    numbers,
    isDiff: desk.facts.isDiff,
    whole: found.cum,
    onPick: (selected: string) => change({ selected }, true),
  };
  return (
    <section class="view" aria-label="Peek">
      <h2>
        <Name name={selected} />
      </h2>
      <NeighbourTable {...list} title="Callers" rows={found.callers} />
      <NeighbourTable
        {...list}
        title="Itself"
        rows={[
          { ...found.flat, name: "flat" },
          { ...found.cum, name: "cum" },
        ]}
        isFixed
      />
      <NeighbourTable {...list} title="Callees" rows={found.callees} />
    </section>
  );
}

function NeighbourTable(props: {
  title: string;
  rows: readonly Neighbour[];
  numbers: Numbers;
  isDiff: boolean;
  whole: Neighbour;
  isFixed?: boolean;
  onPick: (name: string) => void;
}) {
  const { title, rows, numbers, isDiff, whole, isFixed = false, onPick } = props;
  if (rows.length === 0) return <p class="note">{title}: none.</p>;
  return (
    <table class="plain">
      <caption>{title}</caption>
      <thead>
        <tr>
          {isDiff && <th scope="col">change</th>}
          {isDiff && <th scope="col">base</th>}
          <th scope="col">{isDiff ? "current" : "value"}</th>
          <th scope="col">part</th>
          <th scope="col">name</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name}>
            {isDiff && (
              <td class={row.current >= row.base ? "grew" : "shrank"}>{numbers.delta(row.current - row.base)}</td>
            )}
            {isDiff && <td>{numbers.value(row.base)}</td>}
            <td>{numbers.value(row.current)}</td>
            <td>{percent(row.current, whole.current)}</td>
            <td>
              {isFixed ? (
                row.name
              ) : (
                <button type="button" class="link" onClick={() => onPick(row.name)}>
                  <Name name={row.name} />
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
