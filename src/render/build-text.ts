/** A build ID for people to read. */

/** On Windows a Go program's build ID is its path and the time it was written: `C:\app\server.exe2024-07-18 12:42:09.96 +0300 MSK`. */
const WINDOWS_BUILD_ID = /^(?:[A-Za-z]:|\\)\\.*(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.\d+)? ([+-]\d{4}) /;

/** Of at most `digits` characters, Windows' times whole; "unknown" for "". */
export function buildText(buildId: string, digits = Number.POSITIVE_INFINITY): string {
  const [, written, zone] = WINDOWS_BUILD_ID.exec(buildId) ?? [];
  if (written !== undefined) return `of ${written} ${zone}`;
  return buildId === "" ? "unknown" : buildId.slice(0, digits);
}
