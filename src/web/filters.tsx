/** The top line: which value is shown, and which stacks and frames. */

import { FILTERS, type FilterKey } from "../profile/filter/options.ts";
import type { Facts } from "./desk/facts.ts";
import type { PageState } from "./page-state.ts";
import { Check, Choice, TextField } from "./parts.tsx";
import type { ViewProps } from "./props.ts";

const FILTER_FIELDS: readonly FilterKey[] = ["focus", "ignore", "hide", "show", "showFrom"];

export function Filters({ desk: { facts }, state, change }: ViewProps) {
  const names = facts.sampleTypes.map(({ type }) => type);
  const set = Object.entries(state.filters).filter(([, value]) => value);
  return (
    <header class="top">
      <strong>heapblame</strong>
      {facts.data.served?.others && <a href={facts.data.served.others}>Other profiles</a>}
      <Choice
        label="value"
        value={facts.typeOf(state).type.type}
        choices={names}
        onChoose={(type) => change({ type }, true)}
      />
      <details class="filters">
        <summary>{set.length === 0 ? "Filters" : `Filters (${set.length})`}</summary>
        <div class="tools">
          {FILTER_FIELDS.map((key) => (
            <TextField
              key={key}
              id={`filter-${key}`}
              label={FILTERS[key].name}
              value={state.filters[key] ?? ""}
              isPatient
              onInput={(value) => change({ filters: { ...state.filters, [key]: value }, zoom: [] })}
            />
          ))}
          <Check
            label="no inlined frames"
            checked={state.noInlines}
            onChange={(noInlines) => change({ noInlines }, true)}
          />
        </div>
      </details>
      {set.map(([key, value]) => (
        <button
          type="button"
          class="chip"
          key={key}
          title="take this filter away"
          onClick={() => change({ filters: { ...state.filters, [key]: "" } }, true)}
        >
          {FILTERS[key as FilterKey].name}=<bdi>{value}</bdi> ×
        </button>
      ))}
      {state.dropNegative && (
        <button
          type="button"
          class="chip"
          title="show what shrank again"
          onClick={() => change({ dropNegative: false }, true)}
        >
          without what shrank ×
        </button>
      )}
      {notHere({ facts, state }).map(([what, without]) => (
        <button type="button" class="chip" key={what} title="the address asks for it" onClick={() => change(without)}>
          not here: <bdi>{what}</bdi> ×
        </button>
      ))}
    </header>
  );
}

/** What the address asks for and the view does not heed, with what takes it back. */
function notHere({
  facts,
  state: { left, type, view, drawing },
}: { readonly facts: Facts } & Pick<ViewProps, "state">): (readonly [what: string, without: Partial<PageState>])[] {
  const least = drawing["nf"] ?? "";
  const asked: readonly (readonly [isSo: boolean, what: string, without: Partial<PageState>])[] = [
    [left !== "", left, { left: "" }],
    [type !== "" && !facts.hasType({ type }), `si=${type}`, { type: "" }],
    [view === "table" && least !== "", `nf=${least}`, { drawing: { ...drawing, nf: "" } }],
  ];
  return asked.filter(([isSo]) => isSo).map(([, what, without]) => [what, without]);
}
