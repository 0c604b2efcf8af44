/**
 * Whether what a manifest says can be gone by. It may have come with an issue from anybody: a file that it names lies in its snapshot's folder,
 * nowhere else.
 */

/** Where in the value it is wrong, `.snapshots[2].time`; "" for the value itself, undefined if it is right. */
type Check = (value: unknown) => string | undefined;

const when =
  (isRight: (value: unknown) => boolean): Check =>
  (value) =>
    isRight(value) ? undefined : "";

const text = when((value) => typeof value === "string");
const count = when((value) => Number.isSafeInteger(value) && (value as number) >= 0);
/** Of a profile or a metrics page, which may be differences and may be absurd; beyond int64 nothing is a size. */
const size = when((value) => typeof value === "number" && Math.abs(value) <= 2 ** 63);
const time = when((value) => typeof value === "string" && Number.isFinite(Date.parse(value)));
/** A folder's name that a number can follow. */
const snapshotName = when((value) => typeof value === "string" && /^\d{1,9}$/.test(value));

const orNull =
  (check: Check): Check =>
  (value) =>
    value === null ? undefined : check(value);

const orAbsent =
  (check: Check): Check =>
  (value) =>
    value === undefined ? undefined : check(value);

const list =
  (check: Check): Check =>
  (value) => {
    if (!Array.isArray(value)) return "";
    for (const [index, element] of value.entries()) {
      const wrong = check(element);
      if (wrong !== undefined) return `[${index}]${wrong}`;
    }
    return undefined;
  };

const record =
  (shape: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (typeof value !== "object" || value === null) return "";
    for (const [key, check] of Object.entries(shape)) {
      const wrong = check((value as Readonly<Record<string, unknown>>)[key]);
      if (wrong !== undefined) return `.${key}${wrong}`;
    }
    return undefined;
  };

const filePath = when((value) => typeof value === "string" && /^\d{1,9}\/[A-Za-z0-9][A-Za-z0-9._-]*$/.test(value));
const file = record({ path: filePath, url: text, bytes: count, sha256: text });

const snapshot: Check = record({
  name: snapshotName,
  time,
  process: count,
  iterations: orNull(count),
  trigger: orNull(text),
  liveBytes: orNull(size),
  workingSetBytes: orNull(size),
  residentBytes: orNull(size),
  files: record({
    heap: file,
    heapText: orNull(file),
    goroutine: orNull(file),
    metrics: orNull(file),
    heapDump: orAbsent(file),
  }),
});

const process: Check = record({
  id: count,
  program: orNull(text),
  startedAt: orNull(time),
  goVersion: orNull(text),
  endpoint: text,
  pod: orNull(record({ namespace: text, name: text, uid: text, node: orNull(text), port: count })),
  container: orNull(
    record({
      name: text,
      image: text,
      imageDigest: orNull(text),
      containerId: orNull(text),
      restartCount: count,
      lastEnd: orNull(text),
      memoryLimit: orNull(text),
      memoryRequest: orNull(text),
      gogc: orNull(text),
      gomemlimit: orNull(text),
    }),
  ),
});

const manifest = record({
  madeBy: text,
  source: text,
  workload: orNull(text),
  during: orNull(record({ command: text, iterations: orNull(count) })),
  processes: list(process),
  snapshots: list(snapshot),
  events: list(record({ time, kind: text, text })),
});

/** The first place of a manifest that is missing or not what it must be: `snapshots[2].time`; undefined if there is none. */
export function wrongPlaceOf(value: unknown): string | undefined {
  return manifest(value)?.replace(/^\./, "");
}
