/** What settings and measurements of a process's memory say, in words. */

import type { SettingFacts } from "../../blame/memory/settings.ts";
import { formatGoMemoryLimit, formatQuantity } from "../../measurement/quantity.ts";
import type { MeasuredFacts } from "../../report/advice/findings.ts";
import type { AdviceFinding } from "../../report/advice/report.ts";
import { BESIDE_HEAP_WORDS, sizeText } from "../beside-heap.ts";
import { formatWhole } from "../phrases.ts";
import { PROVENANCE_WORDS } from "../provenance.ts";
import { sayIn, type WordsFor } from "../words.ts";
import { SEGMENT_NAMES } from "./waterfall.ts";

const SETTINGS: WordsFor<SettingFacts> = {
  "limit-absent": ({ isSeen }) =>
    isSeen
      ? "the container has no memory limit: nothing bounds the process but its node"
      : "no limit was given (--limit): no time until the process is killed can be told",
  "limit-tiny": ({ text, bytes }) => {
    const meant = /^(\d+)m$/.test(text) ? ` (m is a thousandth; ${text.slice(0, -1)}Mi was meant?)` : "";
    return `the limit ${text} is ${bytes} bytes${meant}`;
  },
  "memlimit-absent": () => "GOMEMLIMIT is not set in the container: the runtime does not know of its limit",
  "memlimit-unknown": () => "whether GOMEMLIMIT is set was not seen: give --gomemlimit if it is",
  "memlimit-malformed": ({ text, meant }) => {
    const guess = meant === null ? "" : `; ${formatGoMemoryLimit(meant)} was meant?`;
    return `GOMEMLIMIT=${text} is malformed: the program exits at its start (Go takes B, KiB, MiB, GiB and TiB only${guess})`;
  },
  "memlimit-tiny": ({ text, bytes }) =>
    `GOMEMLIMIT=${text} is ${bytes} bytes: a number without a unit counts bytes, and the collector would never rest`,
  "memlimit-off": () => "GOMEMLIMIT=off is the default: no limit",
  "memlimit-equals-limit": ({ text, bytes, limit }) =>
    `GOMEMLIMIT=${text} is ${Math.round((100 * bytes) / limit)}% of the container's limit of ${formatQuantity(limit)}: no room for what the runtime does not count ` +
    "(a resourceFieldRef to limits.memory gives 100%; there is no way to make it 90%)",
  "memlimit-above-limit": ({ text, limit }) =>
    `GOMEMLIMIT=${text} is more than the container's limit of ${formatQuantity(limit)}: the kernel kills the process before the runtime sees a need to collect`,
  "gogc-off": () => "GOGC=off collects at GOMEMLIMIT only: without one the heap grows until the process is killed",
};

const MEASURED: WordsFor<MeasuredFacts> = {
  "no-mem-stats": () =>
    "no MemStats (capture /debug/pprof/heap?debug=1 for them): what there is beside the live heap is not known, so limits are reached sooner than told here",
  "gc-pressure": ({ gogc }) =>
    `under this GOMEMLIMIT GOGC is down to ${Math.round(gogc)} already: the collector would take much of the CPU; raise the limit or mend the growth first`,
  "live-estimated": () =>
    "the live heap is what the profile's samples add up to; what is allocated beyond it may be garbage or sampling error, and is live at worst",
  "gc-cpu": ({ fraction }) => `collections took ${Math.round(100 * fraction)}% of the CPU since the start`,
  "control-total": () =>
    "sampling does not explain the difference between what HeapAlloc and the profiles grew by: garbage that is not collected yet (capture with gc=1), profiles of another moment, or objects too small to be sampled",
  "most-memory": ({ segment, bytes, total, resident, measure }) =>
    `${resident === null ? `of ${sizeText(total)} that Go holds` : `of ${sizeText(total)}${measure === "peak" ? " at most" : ""}`}, ${sizeText(bytes)} is ${SEGMENT_NAMES[segment]} (${formatWhole(bytes / total)})` +
    (segment === "nonGo"
      ? `${measure === "peak" ? ", at least" : ""}: cgo, mmap, threads or the program's own file; no heap profile shows it, and GOMEMLIMIT does not help`
      : resident === null
        ? "; resident memory was not measured"
        : ""),
  "over-limit": ({ what, bytes, limit }) =>
    what === "live"
      ? `already over the limit: ${sizeText(bytes)} is live, and the process survives with ${sizeText(limit)}`
      : `already over the limit: ${what === "go" ? "Go holds" : "resident are"} ${sizeText(bytes)} of ${formatQuantity(limit)}`,
  "memory-limit": ({ collectable, total }) =>
    `GOMEMLIMIT or a lower GOGC would help: ${sizeText(collectable)} of ${sizeText(total)} is garbage, or idle heap that is kept`,
  "outside-unknown": () =>
    "memory outside Go is not known (--rss): what there is of it brings the limit nearer than told here",
};

const WORDS = { ...BESIDE_HEAP_WORDS, ...SETTINGS, ...MEASURED, ...PROVENANCE_WORDS };

export function adviceFindingText(finding: AdviceFinding): string {
  return sayIn(WORDS, finding);
}
