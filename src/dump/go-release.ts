/** The Go release of a dump's version. */

/** 22 for `go1.22.12`; development versions count as the newest. */
export function minorOf(goVersion: string): number {
  const minor = /go1\.(\d+)/.exec(goVersion)?.[1];
  return minor === undefined ? Number.POSITIVE_INFINITY : Number(minor);
}
