/** Integers in text as Go's strconv reads them, with its messages. */

type Reason = "invalid syntax" | "value out of range";

/** A number out of its range, or no number at all. */
export class NumberError extends Error {
  readonly reason: Reason;

  constructor(message: string, reason: Reason) {
    super(message);
    this.reason = reason;
  }
}

/** In strconv's words. */
function fault(call: string, text: string, reason: Reason): NumberError {
  return new NumberError(`strconv.${call}: parsing ${JSON.stringify(text)}: ${reason}`, reason);
}

/** int64 in base 10, 16, or 0: by its prefix (0x, 0o or 0, 0b), underscores allowed between digits. Throws NumberError. */
export function parseInt64(text: string, base: 0 | 10): bigint {
  const digits = text.replace(/^[+-]/, "");
  const magnitude = parseDigits("ParseInt", text, digits, base);
  const value = text.startsWith("-") ? -magnitude : magnitude;
  if (BigInt.asIntN(64, value) !== value) throw fault("ParseInt", text, "value out of range");
  return value;
}

/** uint64, bases as for parseInt64. Throws NumberError. */
export function parseUint64(text: string, base: 0 | 10 | 16): bigint {
  const value = parseDigits("ParseUint", text, text, base);
  if (value >> 64n !== 0n) throw fault("ParseUint", text, "value out of range");
  return value;
}

const PREFIXED: readonly (readonly [RegExp, string])[] = [
  [/^0[xX](?:_?[0-9a-fA-F])+$/, "0x"],
  [/^0[bB](?:_?[01])+$/, "0b"],
  [/^0[oO](?:_?[0-7])+$/, "0o"],
  [/^0(?:_?[0-7])+$/, "0o"],
  [/^(?:0|[1-9](?:_?[0-9])*)$/, ""],
];

function parseDigits(name: string, whole: string, digits: string, base: 0 | 10 | 16): bigint {
  if (base === 10 && /^[0-9]+$/.test(digits)) return BigInt(digits);
  if (base === 16 && /^[0-9a-fA-F]+$/.test(digits)) return BigInt(`0x${digits}`);
  if (base === 0) {
    const [, prefix] = PREFIXED.find(([shape]) => shape.test(digits)) ?? [];
    if (prefix !== undefined) return BigInt(prefix + digits.replaceAll("_", "").replace(/^0[xXbBoO]?/, ""));
  }
  throw fault(name, whole, "invalid syntax");
}
