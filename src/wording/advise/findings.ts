/** What settings and measurements of a process's memory say, in words. */
import type { SettingFacts } from "../../blame/memory/settings.ts";
import { formatGoMemoryLimit, formatQuantity } from "../../measurement/quantity.ts";
import type { AdviceFinding } from "../../report/advise/advise.ts";
import type { MeasuredFacts } from "../../report/advise/findings.ts";
import { PROVENANCE_WORDS } from "../provenance.ts";
import { sayIn, type WordsFor } from "../words.ts";

const SETTINGS: WordsFor<SettingFacts> = {
  "limit-absent": () =>
    "no container limit is given: nothing bounds the process but its node, and no time until it is killed can be told",
  "limit-tiny": ({ text, bytes }) => {
    const meant = /^(\d+)m$/.test(text) ? ` (m is a thousandth; ${text.slice(0, -1)}Mi was meant?)` : "";
    return `the limit ${text} is ${bytes} bytes${meant}`;
  },
  "memlimit-absent": () => "GOMEMLIMIT is not set: the runtime does not know of the container's limit",
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
    "no MemStats (capture /debug/pprof/heap?debug=1 for them): all but the live heap counts as 0 here",
  "gc-pressure": ({ gogc }) =>
    `under this GOMEMLIMIT GOGC is down to ${Math.round(gogc)} already: the collector would take much of the CPU; raise the limit or mend the growth first`,
  "live-estimated": () =>
    "the live heap is what the profile's samples add up to; what is allocated beyond it may be garbage or sampling error, and is live at worst",
  "gc-cpu": ({ fraction }) => `collections took ${Math.round(100 * fraction)}% of the CPU since the start`,
  "control-total": () =>
    "sampling does not explain the difference between what HeapAlloc and the profiles grew by: garbage that is not collected yet (capture with gc=1), profiles of another moment, or objects too small to be sampled",
};

const WORDS = { ...SETTINGS, ...MEASURED, ...PROVENANCE_WORDS };

export function adviceFindingText(finding: AdviceFinding): string {
  return sayIn(WORDS, finding);
}
