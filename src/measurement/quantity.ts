/**
 * Amounts of memory as Kubernetes and as the Go runtime read them. They look alike and are not: Kubernetes writes `250Mi`, Go's GOMEMLIMIT
 * `250MiB`; a `250M` is 250,000,000 bytes for the one and makes every Go program exit at its start for the other; a `250m` is a quarter of a byte.
 * Sizes of this tool's own options are in size.ts.
 */

const DECIMAL = ["", "k", "M", "G", "T", "P", "E"];
const BINARY = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

/** Bytes of a Kubernetes quantity (`250Mi`, `1Gi`, `500M`, `1e9`, `1.5Gi`), a part of a byte rounded up; undefined if it is none. */
export function parseQuantity(text: string): number | undefined {
  const match = /^\+?(\d+\.?\d*|\.\d+)(?:([eE][+-]?\d+)|([kMGTPE]|[KMGTPE]i)|(m))?$/.exec(text.trim());
  if (match === null) return undefined;
  const [, number = "", exponent = "", suffix = "", milli] = match;
  const factor = suffix.endsWith("i") ? 1024 ** BINARY.indexOf(suffix) : 1000 ** DECIMAL.indexOf(suffix);
  return wholeBytes((Number(number + exponent) * factor) / (milli === undefined ? 1 : 1000));
}

/**
 * Bytes of a GOMEMLIMIT as the Go runtime reads it (`225MiB`, `235929600`, `1GiB`): digits, then B, KiB, MiB, GiB or TiB or nothing;
 * `Infinity` for `off`; undefined for what makes a Go program exit with "malformed GOMEMLIMIT".
 */
export function parseGoMemoryLimit(text: string): number | undefined {
  if (text === "off") return Number.POSITIVE_INFINITY;
  const match = /^(\d+)(?:([KMGT])i)?(B)?$/.exec(text);
  if (match === null) return undefined;
  const [, digits = "", prefix, unit] = match;
  if (prefix !== undefined && unit === undefined) return undefined;
  return wholeBytes(Number(digits) * 1024 ** (prefix === undefined ? 0 : "KMGT".indexOf(prefix) + 1));
}

/** A container's limit as a person types it: a Kubernetes quantity, or one with the `B` of a Go size (`250MiB`); undefined if neither. */
export function parseMemoryLimit(text: string): number | undefined {
  const bytes = parseQuantity(text) ?? parseGoMemoryLimit(text.trim());
  return bytes === undefined || !Number.isFinite(bytes) ? undefined : bytes;
}

/** The shortest exact Kubernetes quantity: `250Mi`, `500M`, `1234`. */
export function formatQuantity(bytes: number): string {
  const candidates = [...BINARY.map((suffix, power) => [suffix, 1024 ** power] as const)].concat(
    DECIMAL.map((suffix, power) => [suffix, 1000 ** power] as const),
  );
  const exact = candidates.filter(([, size]) => bytes % size === 0).map(([suffix, size]) => `${bytes / size}${suffix}`);
  return exact.reduce((best, text) => (text.length < best.length ? text : best), String(bytes));
}

/** The largest GOMEMLIMIT of whole MiB, or KiB below 10 MiB, that is not above `bytes`: `225MiB`. */
export function formatGoMemoryLimit(bytes: number): string {
  const isSmall = bytes < 10 * 1024 ** 2;
  return `${Math.floor(bytes / (isSmall ? 1024 : 1024 ** 2))}${isSmall ? "KiB" : "MiB"}`;
}

function wholeBytes(bytes: number): number | undefined {
  const whole = Math.ceil(bytes);
  return Number.isSafeInteger(whole) ? whole : undefined;
}
