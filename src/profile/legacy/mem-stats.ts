/** The `# runtime.MemStats` block at the end of Go's debug=1 heap text: what the runtime knew of its memory when the profile was taken. */

/** Fields as in Go's runtime.MemStats, bytes unless named otherwise; undefined where this Go version did not write one. */
export interface MemStats {
  readonly alloc: number | undefined;
  readonly totalAlloc: number | undefined;
  readonly sys: number | undefined;
  /** Objects. */
  readonly mallocs: number | undefined;
  /** Objects. */
  readonly frees: number | undefined;
  readonly heapAlloc: number | undefined;
  readonly heapSys: number | undefined;
  readonly heapIdle: number | undefined;
  readonly heapInuse: number | undefined;
  readonly heapReleased: number | undefined;
  /** Objects. */
  readonly heapObjects: number | undefined;
  readonly stackInuse: number | undefined;
  readonly stackSys: number | undefined;
  readonly mspanInuse: number | undefined;
  readonly mspanSys: number | undefined;
  readonly mcacheInuse: number | undefined;
  readonly mcacheSys: number | undefined;
  readonly buckHashSys: number | undefined;
  readonly gcSys: number | undefined;
  readonly otherSys: number | undefined;
  readonly nextGC: number | undefined;
  /** Since the Unix epoch. */
  readonly lastGCNanos: bigint | undefined;
  /** Collections. */
  readonly numGC: number | undefined;
  readonly numForcedGC: number | undefined;
  /** Part of the CPU time since the start that collections took, 0 to 1. */
  readonly gcCpuFraction: number | undefined;
  /** Largest resident set of the process so far. */
  readonly maxRss: number | undefined;
}

/** From the block's `name = value` pairs. */
export function memStatsFrom(pairs: ReadonlyMap<string, string>): MemStats {
  const number = (name: string, part = 0): number | undefined => {
    const word = pairs.get(name)?.split(" / ")[part];
    return word !== undefined && /^[0-9.eE+-]+$/.test(word) ? Number(word) : undefined;
  };
  const lastGC = pairs.get("LastGC");
  return {
    alloc: number("Alloc"),
    totalAlloc: number("TotalAlloc"),
    sys: number("Sys"),
    mallocs: number("Mallocs"),
    frees: number("Frees"),
    heapAlloc: number("HeapAlloc"),
    heapSys: number("HeapSys"),
    heapIdle: number("HeapIdle"),
    heapInuse: number("HeapInuse"),
    heapReleased: number("HeapReleased"),
    heapObjects: number("HeapObjects"),
    stackInuse: number("Stack"),
    stackSys: number("Stack", 1),
    mspanInuse: number("MSpan"),
    mspanSys: number("MSpan", 1),
    mcacheInuse: number("MCache"),
    mcacheSys: number("MCache", 1),
    buckHashSys: number("BuckHashSys"),
    gcSys: number("GCSys"),
    otherSys: number("OtherSys"),
    nextGC: number("NextGC"),
    lastGCNanos: lastGC !== undefined && /^\d+$/.test(lastGC) ? BigInt(lastGC) : undefined,
    numGC: number("NumGC"),
    numForcedGC: number("NumForcedGC"),
    gcCpuFraction: number("GCCPUFraction"),
    maxRss: number("MaxRSS"),
  };
}
