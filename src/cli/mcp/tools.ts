/**
 * What a client of `heapblame mcp` can ask: a row for each tool, with its arguments and the command line that answers it. None of them runs a command of
 * the client's.
 */

import { literalPattern } from "../../profile/filter/pattern.ts";

export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly needs: readonly Argument[];
  readonly takes?: readonly Argument[];
  /** Words of the command line that answers. */
  readonly words: (given: Given) => readonly string[];
  /** What to call where that could not be done. */
  readonly instead: string;
}

export type Argument = keyof typeof ARGUMENTS;

export type Given = Readonly<Partial<Record<Argument, string>>>;

/** All are texts: numbers and times are read as the command line reads them. */
export const ARGUMENTS = {
  folder: "a folder of this machine; default: where the server was started",
  before: "heap profile before: a file, URL, HOST:PORT or k8s://NAMESPACE/deploy/NAME",
  after: "heap profile after, of the same program; left out if before is a folder made by capture",
  profiles: "three or more heap profiles, separated by blanks, or one folder made by capture",
  profile: "a heap profile",
  frame: "a function's name or part of it, or the fingerprint GS-... of a suspect in an answer of diff",
  focus: "regular expression: keep only stacks with a frame that matches",
  source: "HOST:PORT, http://HOST:PORT or k8s://NAMESPACE/deploy/NAME",
  every: "time between snapshots, as 5s; default 5s",
  count: "how many snapshots; default 3",
  output: "folder to keep the snapshots in",
  dump: "heap dump of runtime/debug.WriteHeapDump, goref's profile, or a folder made by capture",
  binary: "the program that wrote the dump, unstripped",
  held: "heap dump taken with the profile after: the answer says who holds the growth",
  goroutine_base: "goroutine profile taken with the profile before",
  goroutine_current: "goroutine profile taken with the profile after: the answer says what piles up or waits",
  stack: "regular expression: only what was allocated on stacks that match",
  handle: "as an answer named it",
  offset: "as an answer named it",
} as const;

const FILES = 'call files {"folder":"."} to see which profiles there are';

const option = (name: string, value: string | undefined): string[] => (value === undefined ? [] : [`--${name}`, value]);

export const TOOLS: readonly Tool[] = [
  {
    name: "capture",
    description: "Take heap profiles of a running process, some seconds apart, and say who grew.",
    needs: ["source", "output"],
    takes: ["every", "count"],
    words: ({ source = "", output = "", every = "5s", count = "3" }) => {
      return ["capture", "-o", output, "--every", every, "--count", count, "--", source];
    },
    instead: "call capture again with a source that serves /debug/pprof, as localhost:6060",
  },
  {
    name: "diff",
    description: "Who grew between two heap profiles: a verdict with intervals, suspects with fingerprints, a table.",
    needs: ["before"],
    takes: ["after", "focus", "goroutine_base", "goroutine_current", "held", "binary"],
    words: ({ before = "", after, focus, goroutine_base, goroutine_current, held, binary }) => [
      ...["diff", "--nodecount", "12", ...option("focus", focus)],
      ...[...option("goroutine-base", goroutine_base), ...option("goroutine-current", goroutine_current)],
      ...[...option("held", held), ...option("binary", binary), "--", ...[before, after ?? []].flat()],
    ],
    instead: FILES,
  },
  {
    name: "trend",
    description: "Is it a leak: the shape of growth over three or more heap profiles (line, step, warm-up, none).",
    needs: ["profiles"],
    words: ({ profiles = "" }) => ["trend", "--nodecount", "8", "--", ...profiles.split(/\s+/).filter(Boolean)],
    instead: FILES,
  },
  {
    name: "held",
    description:
      "Who holds the live heap, from a heap dump: variables, goroutines, containers. A diff says only who allocated.",
    needs: ["dump"],
    takes: ["after", "binary", "stack"],
    words: ({ dump = "", after, binary, stack }) => [
      ...["held", ...option("binary", binary), ...option("stack", stack), "--", ...[dump, after ?? []].flat()],
    ],
    instead: "call next to learn how to take a heap dump",
  },
  {
    name: "sandwich",
    description:
      "Callers and callees of a frame, with what each accounts for; of the growth if there is a profile before.",
    needs: ["frame", "profile"],
    takes: ["before"],
    words: ({ frame = "", profile = "", before }) => {
      return ["peek", ...option("base", before), "--", literalPattern(frame), profile];
    },
    instead: 'call diff {"before":"...","after":"..."} for frames and fingerprints',
  },
  {
    name: "list",
    description: "Source of a function with the bytes each line accounts for; the source must be on this machine.",
    needs: ["frame", "profile"],
    takes: ["before"],
    words: ({ frame = "", profile = "", before }) => {
      return ["list", ...option("base", before), "--", literalPattern(frame), profile];
    },
    instead: "call sandwich with the same arguments: it needs no source",
  },
  {
    name: "next",
    description: "Which measurement would settle what these two profiles leave open, as commands.",
    needs: ["before"],
    takes: ["after"],
    words: ({ before = "", after }) => [
      "diff",
      "-f",
      "json",
      "--nodecount",
      "1",
      "--",
      ...[before, after ?? []].flat(),
    ],
    instead: FILES,
  },
];
