/** What a report command makes of the options: its own defaults, and where it will not be trimmed. */
import type { Granularity } from "../../graph/granularity.ts";

interface TrimOptions {
  /** Most nodes; 0 for all, -1 for what is usual for the command. */
  readonly nodecount: number;
  readonly nodefraction: number;
  readonly edgefraction: number;
  /** False overrides the other three. */
  readonly trim: boolean;
  /** "" for what is usual. */
  readonly granularity: Granularity | "";
  readonly noinlines: boolean;
}

/** Commands on text that name functions or lines of their own choice, and those that keep all there is. */
const UNTRIMMED: readonly string[] = ["peek", "list", "weblist", "disasm", "proto", "raw", "callgrind", "kcachegrind"];

const BY_ADDRESS: readonly string[] = ["weblist", "disasm", "proto", "raw", "callgrind", "kcachegrind"];

const UNLIMITED: readonly string[] = ["text", "top", "topproto"];

const USUAL_NODES = 80;

export function applyCommandOverrides<T extends TrimOptions>(command: string, options: T): T {
  const usual = UNLIMITED.includes(command) ? 0 : USUAL_NODES;
  const isTrimmed = options.trim && !UNTRIMMED.includes(command);
  return {
    ...options,
    nodecount: !isTrimmed ? 0 : options.nodecount === -1 ? usual : options.nodecount,
    nodefraction: isTrimmed ? options.nodefraction : 0,
    edgefraction: isTrimmed ? options.edgefraction : 0,
    granularity: granularityFor(command, options.granularity),
    noinlines: command === "disasm" || (options.noinlines && command !== "weblist"),
  };
}

function granularityFor(command: string, wanted: Granularity | ""): Granularity | "" {
  if (BY_ADDRESS.includes(command)) return "addresses";
  return command === "list" ? "lines" : wanted;
}
