/** A duration as a person types it on the command line: `90s`, `25m`, `1h30m`, `1.5h`, `500ms`. */

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds, above 0; undefined for text that is no duration. */
export function parseDuration(text: string): number | undefined {
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text.trim()) return undefined;
  const total = parts.reduce(
    (sum, [, number, unit]) => sum + Number(number) * (MILLISECONDS[unit as string] as number),
    0,
  );
  return total > 0 && Number.isFinite(total) ? total : undefined;
}
