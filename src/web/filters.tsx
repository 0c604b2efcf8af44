/** The top line: which value is shown, and which stacks and frames. */

import { FILTERS, type FilterKey, listFilters } from "../profile/filter/options.ts";
import { Crumbs } from "./crumbs.tsx";
import { Check, Choice, TextField } from "./parts.tsx";
import type { ViewProps } from "./props.ts";

const FILTER_FIELDS: readonly FilterKey[] = ["focus", "ignore", "hide", "show", "showFrom"];

export function Filters({ desk: { facts }, state, change }: ViewProps) {
  const names = facts.sampleTypes.map(({ type }) => type);
  const set = listFilters(state.filters);
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
      <Crumbs {...{ facts, state, change }} />
    </header>
  );
}
