/** Numbers and switches as Go's flag package reads them; what they throw is Go's reason. */
import { NumberError, parseInt64 } from "../../../profile/go-number.ts";

const PARSE_ERROR = "parse error";
const RANGE_ERROR = "value out of range";

/** Throws Error "parse error" or "value out of range". */
export function parseInteger(text: string): bigint {
  try {
    return parseInt64(text, 0);
  } catch (error) {
    if (!(error instanceof NumberError)) throw error;
    throw new Error(error.reason === "invalid syntax" ? PARSE_ERROR : RANGE_ERROR);
  }
}

const DECIMAL =
  /^[+-]?(?:[0-9](?:_?[0-9])*\.?(?:[0-9](?:_?[0-9])*)?|\.[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9](?:_?[0-9])*)?$/;

const HEXADECIMAL =
  /^([+-]?)0[xX](_?[0-9a-fA-F](?:_?[0-9a-fA-F])*)?(?:\.([0-9a-fA-F](?:_?[0-9a-fA-F])*)?)?[pP]([+-]?[0-9]+)$/;

/** Throws as parseInteger does. */
export function parseFloat64(text: string): number {
  const special = /^([+-]?)(?:(inf|infinity)|nan)$/i.exec(text);
  if (special !== null) {
    if (special[2] === undefined) {
      if (special[1] !== "") throw new Error(PARSE_ERROR);
      return Number.NaN;
    }
    return special[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  const value = DECIMAL.test(text) ? Number(text.replaceAll("_", "")) : parseHexFloat(text);
  if (!Number.isFinite(value)) throw new Error(RANGE_ERROR);
  return value;
}

/** Exact up to 53 bits of mantissa, which is more than anyone writes. */
function parseHexFloat(text: string): number {
  const [, sign, whole = "", fraction = "", exponent] = HEXADECIMAL.exec(text) ?? [];
  const digits = (whole + fraction).replaceAll("_", "");
  if (exponent === undefined || digits === "") throw new Error(PARSE_ERROR);
  const scale = Number(exponent) - 4 * fraction.replaceAll("_", "").length;
  const magnitude = Number(BigInt(`0x${digits}`)) * 2 ** scale;
  return sign === "-" ? -magnitude : magnitude;
}

const SWITCHES: ReadonlyMap<string, boolean> = new Map([
  ...["1", "t", "T", "TRUE", "true", "True"].map((word) => [word, true] as const),
  ...["0", "f", "F", "FALSE", "false", "False"].map((word) => [word, false] as const),
]);

/** Throws Error "parse error". */
export function parseSwitch(text: string): boolean {
  const value = SWITCHES.get(text);
  if (value === undefined) throw new Error(PARSE_ERROR);
  return value;
}
