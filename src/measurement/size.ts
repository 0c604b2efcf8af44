/**
 * A size as a person types it (`--fail-above 5MB`), to bytes. Every prefix counts by 1024, with or without
 * the "i": pprof's MB has 1024 kB, and a limit read off its report must mean here what it meant there.
 * Kubernetes quantities, whose M is a million, are not sizes of this kind.
 */

const PREFIXES = "kmgtp";

/** Whole bytes, or undefined for text that is no size, or one beyond 2^53. */
export function parseSize(text: string): number | undefined {
  const match = /^(\d+|\d*\.\d+)\s*(?:([kmgtp])i?b?|b|bytes?)?$/i.exec(text.trim());
  if (match === null) return undefined;
  const [, number = "", prefix] = match;
  const power = prefix === undefined ? 0 : PREFIXES.indexOf(prefix.toLowerCase()) + 1;
  const bytes = Math.round(Number(number) * 1024 ** power);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

const UNITS = ["PiB", "TiB", "GiB", "MiB", "KiB"];

/** The same size for a person, none lost: `2 GiB`, `1 MiB`, `1000001 bytes`. */
export function formatSize(bytes: number): string {
  const at = UNITS.findIndex((_, index) => bytes > 0 && bytes % 1024 ** (UNITS.length - index) === 0);
  return at < 0 ? `${bytes} bytes` : `${bytes / 1024 ** (UNITS.length - at)} ${UNITS[at]}`;
}
