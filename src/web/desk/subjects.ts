/** Which functions peek and the source are of: the selected one, all that are looked for, or where the answer begins. */
import { onlyName } from "../../profile/filter/pattern.ts";
import type { PageState } from "../page-state.ts";
import { namePattern, patternOf } from "../pattern.ts";
import { arrangeRows } from "../table/rows.ts";
import type { Session } from "./session.ts";
import type { StackSource } from "./stacks.ts";

type Asked = Pick<PageState, "type" | "noInlines" | "filters" | "from" | "to">;

/** Which functions peek and the source are of. */
export interface Subjects {
  readonly names: readonly string[];
  /** How many more are found. */
  readonly left: number;
  /** What finds them on a command line; "" where none of them is in any report. */
  readonly pattern: string;
  /** What is wrong with what is looked for; "" for nothing. */
  readonly fault: string;
}

/** The selected function, or all that are looked for, or the one that the verdict is about. */
export function subjectsOf(
  session: Session,
  { selected, find, ...asked }: Asked & Pick<PageState, "selected" | "find">,
): Subjects {
  const one = selected !== "" || find !== "" ? selected : leadingName(session, asked);
  const stacks = session.stacks(asked);
  const hasValue = nodesWithValue(stacks);
  if (find === "" || selected !== "") {
    const isThere = stacks.names.some((name, node) => name === one && hasValue[node] === 1);
    return { names: one === "" ? [] : [one], left: 0, pattern: isThere ? onlyName(one) : "", fault: "" };
  }
  const { matches, fault } = namePattern(find);
  const names = stacks.names.filter((name, node) => hasValue[node] === 1 && matches(name));
  return {
    names: names.slice(0, MOST_SUBJECTS),
    left: Math.max(0, names.length - MOST_SUBJECTS),
    pattern: names.length === 0 ? "" : patternOf(find),
    fault,
  };
}

/** What has none in these values is in no report of them. */
function nodesWithValue({ paths: { start, nodes, count }, values: { current, base }, names }: StackSource): Uint8Array {
  const marks = new Uint8Array(names.length);
  for (let stack = 0; stack < count; stack++) {
    if (current[stack] === 0 && base[stack] === 0) continue;
    for (let at = start[stack] as number; at < (start[stack + 1] as number); at++) marks[nodes[at] as number] = 1;
  }
  return marks;
}

/** More are a page that nobody reads. */
const MOST_SUBJECTS = 20;

/** "" where there are no functions. */
function leadingName(session: Session, asked: Asked): string {
  const state = { ...asked, level: "functions" } as const;
  const { allocated = null } = session.words(state) ?? session.heap(state)?.words ?? {};
  const [place] = allocated?.places ?? [];
  if (place !== undefined) return place.name;
  const rows = session.rows(state);
  const [first] = arrangeRows(rows, {
    sort: "delta",
    own: false,
    sure: false,
    dropNegative: false,
    matches: () => true,
  });
  return first === undefined ? "" : (rows[first]?.name ?? "");
}
