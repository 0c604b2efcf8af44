/** What was focused, hidden, folded and left out of what is seen: one piece each, and each is taken back by itself. */
import { shortenFunctionName } from "../graph/short-name.ts";
import { listFilters } from "../profile/filter/options.ts";
import { namesOf, onlyName } from "../profile/filter/pattern.ts";
import type { Facts } from "./desk/facts.ts";
import type { PageState } from "./page-state.ts";
import { Button } from "./parts.tsx";
import type { ViewProps } from "./props.ts";
import { shortCaptures } from "./time/capture-names.ts";

interface Crumb {
  /** Before the text of a stranger. */
  readonly what: string;
  readonly text: string;
  /** In its place where that is long. */
  readonly shown?: string;
  readonly title: string;
  readonly without: Partial<PageState>;
}

interface CrumbsProps extends Pick<ViewProps, "state" | "change"> {
  readonly facts: Facts;
}

export function Crumbs({ facts, state, change }: CrumbsProps) {
  const chosen = [...filterCrumbs(state), ...otherCrumbs(facts, state)];
  return (
    <>
      {[...chosen, ...missingCrumbs(facts, state)].map(({ what, text, shown = text, title, without }) => (
        <button type="button" class="chip" key={`${what} ${text}`} title={title} onClick={() => change(without, true)}>
          {what}
          {text !== "" && <bdi title={text}>{shown}</bdi>} ×
        </button>
      ))}
      {chosen.length > 1 && (
        <Button
          label="Reset"
          title="without any of these"
          onClick={() => change({ filters: {}, noInlines: false, dropNegative: false, from: -1, to: -1 }, true)}
        />
      )}
    </>
  );
}

/** A name each, where the filter is of names that were chosen. */
function filterCrumbs({ filters }: PageState): readonly Crumb[] {
  return listFilters(filters).flatMap(({ key, name, value }) => {
    const names = namesOf(value);
    const without = (rest: string): Partial<PageState> => ({ filters: { ...filters, [key]: rest } });
    const title = "take this filter away";
    if (names === undefined) return [{ what: `${name}=`, text: value, title, without: without("") }];
    return names.map((text) => ({
      ...{ what: `${name} `, text, shown: shortenFunctionName(text), title },
      without: without(
        names
          .filter((other) => other !== text)
          .map(onlyName)
          .join("|"),
      ),
    }));
  });
}

function otherCrumbs(facts: Facts, state: PageState): readonly Crumb[] {
  const { noInlines, dropNegative, from, to } = state;
  const names = shortCaptures(facts.data.sources);
  const [first, last] = facts.ends(state);
  const isPart = (from >= 0 || to >= 0) && facts.data.headers.length > 2;
  const known: readonly (readonly [isSo: boolean, crumb: Crumb])[] = [
    [
      isPart,
      {
        ...{ what: "captures ", text: `${names[first] ?? ""} → ${names[last] ?? ""}` },
        ...{ title: "compare the first with the last again", without: { from: -1, to: -1 } },
      },
    ],
    [
      noInlines,
      { what: "no inlined frames", text: "", title: "show inlined frames again", without: { noInlines: false } },
    ],
    [
      dropNegative,
      { what: "without what shrank", text: "", title: "show what shrank again", without: { dropNegative: false } },
    ],
  ];
  return known.filter(([isSo]) => isSo).map(([, crumb]) => crumb);
}

/** What the address asks for and the view does not heed. */
function missingCrumbs(facts: Facts, { left, type, view, drawing }: PageState): readonly Crumb[] {
  const least = drawing["nf"] ?? "";
  const asked: readonly (readonly [isSo: boolean, text: string, without: Partial<PageState>])[] = [
    [left !== "", left, { left: "" }],
    [type !== "" && !facts.hasType({ type }), `si=${type}`, { type: "" }],
    [view === "table" && least !== "", `nf=${least}`, { drawing: { ...drawing, nf: "" } }],
  ];
  return asked
    .filter(([isSo]) => isSo)
    .map(([, text, without]) => ({ what: "not here: ", text, title: "the address asks for it", without }));
}
