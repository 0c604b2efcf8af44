/** The evidence of a growth report over two profiles: by bytes that are live, with the defaults of the command line. */
import { type CompareOptions, compare } from "../../../src/blame/provenance/comparison.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { type Evidence, gatherEvidence } from "../../../src/report/growth/evidence.ts";
import { type Bucket, type HeapOptions, heapProfile } from "../../blame/heap-buckets.ts";

export const SPACE = 3;

export function evidenceOf(base: Profile, current: Profile, options: CompareOptions = {}, noInlines = false): Evidence {
  return gatherEvidence(compare(base, current, options), SPACE, noInlines);
}

/** `main.main;main.put 1024 5 9`: stack, size, live and allocated recorded objects; below them some more counters, which tell that both are of one process. */
export function heapOf(text: string, options: HeapOptions = {}): Profile {
  const rows = text.split("\n").filter((line) => line.trim() !== "");
  const buckets = rows.map((line): Bucket => {
    const [stack = "", size, inuse, alloc] = line.trim().split(" ");
    return { stack, size: Number(size), inuse: Number(inuse), alloc: Number(alloc ?? inuse) };
  });
  const counters = Array.from({ length: 6 }, (_, at) => ({
    stack: `runtime.main;runtime.c${at}`,
    size: 64,
    inuse: 0,
    alloc: 9,
  }));
  return heapProfile([...buckets, ...counters], options);
}
