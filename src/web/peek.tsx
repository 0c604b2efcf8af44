/** The selected function with its direct callers and callees, as pprof's peek has them, with both ends. */
import { type AnswerOf, askedOf } from "./desk/answers.ts";
import type { Neighbour, Neighbours } from "./desk/neighbours.ts";
import { useAnswer } from "./desk/use-answer.ts";
import { changeClass, type Numbers, numbersIn, percent } from "./numbers.ts";
import { Name, NotYet } from "./parts.tsx";
import type { ViewProps } from "./props.ts";

export function Peek(props: ViewProps) {
  const { desk, state } = props;
  const answer = useAnswer(desk, "peek", { ...askedOf(state), selected: state.selected, find: state.find });
  return (
    <section class="view" aria-label="Peek">
      {answer === undefined && <NotYet />}
      {answer !== undefined && <SubjectsNote {...answer.subjects} state={state} />}
      {answer?.subjects.names.map((name, at) => (
        <Around key={name} {...props} name={name} found={answer.found[at]} />
      ))}
    </section>
  );
}

/** Why these functions, where none was selected. */
export function SubjectsNote(props: AnswerOf<"peek">["subjects"] & Pick<ViewProps, "state">) {
  const { names, left, fault, state } = props;
  if (fault !== "") return <p class="note">{fault}</p>;
  if (state.selected !== "") return undefined;
  if (state.find !== "") {
    const found = names.length + left;
    if (found === 0) return <p class="note">No function with a value here is found by {state.find}.</p>;
    return (
      <p class="note">
        {found} {found === 1 ? "function" : "functions"} found by {state.find}
        {left > 0 && `, the first ${names.length} of them here`}.
      </p>
    );
  }
  return (
    <p class="note">
      {names.length === 0
        ? "No stack has a function."
        : "Nothing is selected: this is where the answer begins. Select another in the table or a graph."}
    </p>
  );
}

function Around({
  desk,
  state,
  change,
  name,
  found,
}: ViewProps & { readonly name: string; readonly found: Neighbours | undefined }) {
  const head = (
    <h2>
      <Name name={name} />
    </h2>
  );
  if (found === undefined) {
    return (
      <div>
        {head}
        <p class="note">No stack has this function here.</p>
      </div>
    );
  }
  const list = {
    numbers: numbersIn([found.cum.base, found.cum.current], desk.facts.typeOf(state).type.unit),
    isDiff: desk.facts.isDiff,
    whole: found.cum,
    onPick: (selected: string) => change({ selected }, true),
  };
  return (
    <div>
      {head}
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
    </div>
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
          {isDiff && (
            <th scope="col" class="base">
              base
            </th>
          )}
          <th scope="col">{isDiff ? "current" : "value"}</th>
          <th scope="col">part</th>
          <th scope="col">name</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name}>
            {isDiff && <td class={changeClass(row.current - row.base)}>{numbers.delta(row.current - row.base)}</td>}
            {isDiff && <td class="base">{numbers.value(row.base)}</td>}
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
