/** The selected function, and what can be done with its stacks. On a narrow page it lies over the lower end: what was chosen stays where it was. */
import type { FilterKey } from "../profile/filter/options.ts";
import { onlyName } from "../profile/filter/pattern.ts";
import { Button, Name } from "./parts.tsx";
import type { ViewProps } from "./props.ts";

const ACTIONS: readonly (readonly [key: FilterKey, label: string, title: string])[] = [
  ["focus", "Focus", "only stacks with the selected function"],
  ["hide", "Hide", "take the selected function out of the stacks"],
  ["ignore", "Ignore", "drop stacks with the selected function"],
  ["showFrom", "Show from", "drop the callers of the selected function"],
];

export function Selection({ state, change }: ViewProps) {
  if (state.selected === "") return undefined;
  return (
    <section class="selection" aria-label="Selected function">
      <Name name={state.selected} />
      {ACTIONS.map(([key, label, title]) => (
        <Button key={key} label={label} title={title} onClick={() => addFilter(key, { state, change })} />
      ))}
      <Button label="×" title="Esc: select nothing" onClick={() => change({ selected: "" }, true)} />
    </section>
  );
}

/** As in pprof: another focus comes instead, more is hidden or ignored besides. */
function addFilter(key: FilterKey, { state, change }: Pick<ViewProps, "state" | "change">): void {
  const name = onlyName(state.selected);
  const known = key === "hide" || key === "ignore" ? (state.filters[key] ?? "") : "";
  change({ filters: { ...state.filters, [key]: known === "" ? name : `${known}|${name}` }, zoom: [] }, true);
}
