/**
 * Goroutines out of the three forms in which /debug/pprof/goroutine gives them: the binary profile, the counted stacks of debug=1 with the names
 * in its comments (which pprof throws away), and the dump of debug=2, one block a goroutine:
 *
 *     goroutine 34 [chan receive, 12 minutes]:
 *     main.(*Worker).run(0xc000012345, {0x0, 0x0})
 *     	/src/worker.go:31 +0x6b
 *     created by main.start in goroutine 1
 *     	/src/main.go:12 +0x45
 *
 * Only the dump says in which state a goroutine is, for how long, and who created it.
 */
import { largestOf } from "../../measurement/extremes.ts";
import { checkBytes, checkProfile } from "../argument.ts";
import { labelSetAt } from "../labels.ts";
import { decodeText } from "../string-table.ts";
import { NONE, type Profile } from "../tables.ts";

/** Goroutines that stand at the same place, in the same state. */
export interface GoroutineGroup {
  readonly count: number;
  /** Function names, leaf first, without runtime.goexit and runtime.main. */
  readonly frames: readonly string[];
  /** `chan receive`, `IO wait`; undefined where the form does not say. */
  readonly state: string | undefined;
  /** The longest wait among them, in whole minutes; undefined below a minute or where the form does not say. */
  readonly waitMinutes: number | undefined;
  /** The function with the `go` statement; undefined for the main goroutine or where the form does not say. */
  readonly createdBy: string | undefined;
  /** What the program labelled them with (pprof.Do); absent where there is nothing, or where the form does not say. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** Undefined if these bytes are neither a debug=1 nor a debug=2 goroutine text. */
export function parseGoroutineText(bytes: Uint8Array): GoroutineGroup[] | undefined {
  const text = decodeText(checkBytes(bytes))
    .replace(/^\ufeff/, "")
    .replaceAll("\r\n", "\n");
  if (/^goroutine profile: total \d+\n/.test(text)) return parseCounted(text);
  return DUMP_START.test(text) ? parseDump(text) : undefined;
}

/** One group a sample. The first sample type is the count, as in Go's goroutine profiles. */
export function goroutinesOf(profile: Profile): GoroutineGroup[] {
  const { samples, locations, functions, strings } = checkProfile(profile);
  const groups: GoroutineGroup[] = [];
  const counts = samples.values[0];
  for (let sample = 0; sample < samples.length; sample++) {
    const frames: string[] = [];
    for (let at = samples.start[sample] as number; at < (samples.start[sample + 1] as number); at++) {
      const location = samples.locations[at] as number;
      const [from, to] = [locations.start[location] as number, locations.start[location + 1] as number];
      if (from === to) frames.push(`0x${(locations.address[location] as bigint).toString(16)}`);
      for (let line = from; line < to; line++) {
        frames.push(strings.at(functions.name[locations.lineFunction[line] as number] as number));
      }
    }
    const group = groupOf(Number(counts?.[sample] ?? 0), frames);
    const labels = labelsOf(profile, samples.labelSet[sample] as number);
    groups.push(labels === undefined ? group : { ...group, labels });
  }
  return groups;
}

function labelsOf(profile: Profile, set: number): Record<string, string> | undefined {
  if (set === NONE) return undefined;
  const { text } = labelSetAt(profile, set);
  return text.size === 0 ? undefined : Object.fromEntries([...text].map(([key, values]) => [key, values.join(",")]));
}

function groupOf(count: number, frames: readonly string[]): GoroutineGroup {
  const own = frames.filter((name) => name !== "runtime.goexit");
  // The dump leaves it out.
  if (own.length > 1 && own.at(-1) === "runtime.main") own.pop();
  return { count, frames: own, state: undefined, waitMinutes: undefined, createdBy: undefined };
}

const countedRow = /^(\d+) @(?: 0x[0-9a-f]+)*$/;
const countedFrame = /^#\t0x[0-9a-f]+\t+(.+)\+0x[0-9a-f]+\t/;

function parseCounted(text: string): GoroutineGroup[] {
  const rows: { count: number; frames: string[]; addresses: string[] }[] = [];
  for (const line of text.split("\n")) {
    const [, count] = countedRow.exec(line) ?? [];
    if (count !== undefined) rows.push({ count: Number(count), frames: [], addresses: line.split(" ").slice(2) });
    const [, name] = countedFrame.exec(line) ?? [];
    if (name !== undefined) rows.at(-1)?.frames.push(name);
  }
  return rows.map(({ count, frames, addresses }) => groupOf(count, frames.length > 0 ? frames : addresses));
}

const DUMP_START = /^(?:\s*\n)?goroutine \d+ (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[[^\]\n]*\]:\n/;
const header = /^goroutine \d+ (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[([^\]]*)\]:$/;
const creator = /^created by (.+?)(?: in goroutine \d+)?$/;

function parseDump(text: string): GoroutineGroup[] {
  const groups = new Map<string, GoroutineGroup>();
  for (const block of text.trim().split(/\n\s*\n/)) {
    const one = parseBlock(block.split("\n"));
    if (one === undefined) continue;
    const key = [one.state, one.createdBy, ...one.frames].join("\n");
    const known = groups.get(key);
    groups.set(key, known === undefined ? one : joined(known, one));
  }
  return [...groups.values()];
}

function parseBlock([first = "", ...lines]: readonly string[]): GoroutineGroup | undefined {
  const [, status] = header.exec(first) ?? [];
  if (status === undefined) return undefined;
  const words = status.split(", ");
  const minutes = words.map((word) => /^(\d+) minutes$/.exec(word)?.[1]).find((word) => word !== undefined);
  const frames: string[] = [];
  let createdBy: string | undefined;
  for (const line of lines) {
    if (line.startsWith("\t") || line.startsWith("...")) continue;
    const [, name] = creator.exec(line) ?? [];
    if (name !== undefined) createdBy = name;
    else frames.push(withoutArguments(line));
  }
  const state = words[0] ?? "";
  return { ...groupOf(1, frames), state, waitMinutes: minutes === undefined ? undefined : Number(minutes), createdBy };
}

/** `main.(*T).run(0xc0, {0x1, 0x2})` and `main.f(...)` to the function's name: the last opening bracket at depth 0 begins the arguments. */
function withoutArguments(line: string): string {
  if (!line.endsWith(")")) return line;
  let depth = 0;
  for (let at = line.length - 1; at >= 0; at--) {
    if (line[at] === ")") depth++;
    if (line[at] === "(" && --depth === 0) return line.slice(0, at);
  }
  return line;
}

function joined(a: GoroutineGroup, b: GoroutineGroup): GoroutineGroup {
  const waits = [a.waitMinutes, b.waitMinutes].filter((wait) => wait !== undefined);
  return { ...a, count: a.count + b.count, waitMinutes: waits.length === 0 ? undefined : largestOf(waits) };
}
