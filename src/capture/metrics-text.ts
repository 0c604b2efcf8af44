/** The few numbers of Go's own that matter here, out of a page of metrics in Prometheus's text form. */

export interface ProcessMetrics {
  /** Seconds since the Unix epoch. */
  readonly startSeconds: number | undefined;
  readonly residentBytes: number | undefined;
  /** Allocated heap, garbage included. */
  readonly heapBytes: number | undefined;
  /** `go1.26.0`. */
  readonly goVersion: string | undefined;
}

export function parseMetrics(text: string): ProcessMetrics {
  return {
    startSeconds: gauge(text, "process_start_time_seconds"),
    residentBytes: bytes(text, "process_resident_memory_bytes"),
    heapBytes: bytes(text, "go_memstats_heap_alloc_bytes"),
    goVersion: /^go_info\{[^}\n]*\bversion="([\w.+: -]+)"/m.exec(text)?.[1],
  };
}

function gauge(text: string, name: string): number | undefined {
  const word = new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)`, "m").exec(text)?.[1];
  const value = Number(word);
  // What no int64 holds is no size and no time.
  return word === undefined || !(Math.abs(value) <= 2 ** 63) ? undefined : value;
}

/** Whole ones: all of Prometheus's numbers are floats. */
function bytes(text: string, name: string): number | undefined {
  const value = gauge(text, name);
  return value === undefined ? undefined : Math.round(value);
}
