/** What a diff cannot support, in words, and which capture or command would close each gap. */
import type { AuditEntry, GapFacts } from "../../blame/verdict/audit.ts";
import { chooseColumnUnit, formatValue } from "../../measurement/delta.ts";
import { sayIn, type WordsFor } from "../words.ts";

const WORDS: WordsFor<GapFacts> = {
  blocked: () =>
    "Capture twice from one process, some minutes apart, each with curl -o heap-N.out 'http://HOST/debug/pprof/heap?gc=1', and give the older one first.",
  "alloc-counters": ({ type }) =>
    `${type} counts what was allocated, freed or not: compare inuse_space for what stays.`,
  objects: () =>
    "A sampled profile estimates numbers of small objects roughly: one recorded object stands for thousands.",
  "two-captures": () =>
    "Two captures show a difference, not a trend: capture at least three more at equal intervals under the same load.",
  "short-interval": ({ seconds }) =>
    `Only ${seconds} s lie between the captures: warm-up and backlog may look the same. Wait five minutes or more.`,
  "other-process": () => "Age and load of two processes differ: capture twice from one, without a restart between.",
  "allocator-only": () => "Stacks show who allocated. Who holds it, only the code that stores it or a heap dump shows.",
  "no-own-frame": ({ share, hasGoroutines }) => {
    const fact = `No own function is on the stacks of ${Math.round(share * 100)}% of the growth: the holder is not in these profiles.`;
    const capture = hasGoroutines ? "Count" : "Capture /debug/pprof/goroutine at both ends and count";
    return `${fact} ${capture} the live objects at their source; a profile of an instance that does not grow would be a reference.`;
  },
  "no-samples": () =>
    "The samples behind the values cannot be counted, so noise cannot be told from growth. Capture straight from /debug/pprof/heap.",
  "few-samples": ({ samples }) =>
    `All of the current profile rests on ${samples} samples. A lower runtime.MemProfileRate at start gives more.`,
  "detection-limit": ({ limit, unit }) =>
    `Growth of a single stack by less than ${formatValue(limit, chooseColumnUnit([limit], unit))} could not have been told from noise.`,
  churn: () =>
    "Much was freed and allocated anew between the captures, which hides small growth: only more captures help.",
  "gc-unknown": () =>
    "A profile does not say whether it was captured with gc=1; without it, it is as old as the last garbage collection.",
  "heap-only": () =>
    "Stacks, fragmentation and memory outside Go are not in it: capture heap?debug=1 for MemStats, and the container's working set.",
};

export function auditText(entry: AuditEntry): string {
  return sayIn(WORDS, entry);
}
