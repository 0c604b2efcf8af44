/**
 * Float64 to decimal text as Go's fmt and strconv write it, because compat output must equal pprof's byte for
 * byte.
 *
 * `toFixed` and `toPrecision` alone cannot serve: they round an exact tie up (0.125 gives "0.13"), Go rounds it
 * to even ("0.12"). So the digits come from one exact division of integers, which knows a tie when it meets one;
 * `toFixed` does the rest of the work, ten times as fast, where there can be no tie.
 */

/** Go's `%.{digits}f`. */
export function formatFixed(x: number, digits: number): string {
  if (!Number.isFinite(x)) return formatNonFinite(x);
  // A tie is an odd number of halves of the last digit; below 2^53 the product is exact if it is one.
  const halves = Math.abs(x) * 2 * 10 ** digits;
  if (x !== 0 && halves < 2 ** 53 && halves % 2 !== 1) return x.toFixed(digits);
  const integer = divideRounded(Math.abs(x), -digits)
    .toString()
    .padStart(digits + 1, "0");
  return signOf(x) + placePoint(integer, integer.length - digits);
}

/**
 * Go's `%.{precision}g`: significant digits without trailing zeros, an exponent below 1e-4 and from
 * 10^precision on.
 */
export function formatGeneral(x: number, precision: number): string {
  if (!Number.isFinite(x)) return formatNonFinite(x);
  const count = Math.max(precision, 1);
  if (x >= 1e-4 && x < 1 && !isMultipleOf(x, 2 ** -(count + 4))) return withoutZeros(x.toPrecision(count));
  return signOf(x) + layOut(roundedDecimal(Math.abs(x), count), count);
}

/**
 * `unit` is a power of two. A tie of numbers from 1e-4 on and below 1 has no more than so many digits behind the point as it has significant ones and
 * four, that is, a factor of two for each to be a whole number.
 */
function isMultipleOf(x: number, unit: number): boolean {
  return Number.isInteger(x / unit);
}

/** Of digits with a point. */
function withoutZeros(text: string): string {
  return text.endsWith("0") ? text.replace(/\.?0+$/, "") : text;
}

/** Go's `%v`: the shortest digits that read back as `x`, an exponent below 1e-4 and from 1e+06 on. */
export function formatShortest(x: number): string {
  if (!Number.isFinite(x)) return formatNonFinite(x);
  return signOf(x) + layOut(shortestDecimal(Math.abs(x)), 6);
}

/**
 * Go's `math.Round`. JavaScript's takes -2.5 to -2; adding 0.5 and flooring takes 0.49999999999999994 to 1.
 */
export function roundHalfAwayFromZero(x: number): number {
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole;
}

/** `digits` has no trailing zeros but at least one digit; the value is d.ddd × 10^exponent. */
interface Decimal {
  readonly digits: string;
  readonly exponent: number;
}

function shortestDecimal(x: number): Decimal {
  return decimalOf(x.toExponential());
}

function decimalOf(text: string): Decimal {
  const [mantissa = "", exponent = ""] = text.split("e");
  const digits = mantissa.replace(".", "");
  return { digits: digits.endsWith("0") ? digits.replace(/(?!^)0+$/, "") : digits, exponent: Number(exponent) };
}

/** So many digits beyond those that are kept: a tie has a 5 there and then zeros, as few other numbers have. */
const TIE_DIGITS = 12;

/** `x >= 0` rounded to `count` significant digits. */
function roundedDecimal(x: number, count: number): Decimal {
  if (x === 0) return { digits: "0", exponent: 0 };
  const long = x.toExponential(count + TIE_DIGITS);
  // The digits follow the first one and the point.
  const isTie = long[count + 1] === "5" && /^50*e/.test(long.slice(count + 1));
  if (!isTie) return decimalOf(x.toExponential(count - 1));
  let { exponent } = shortestDecimal(x);
  // The shortest digits may lie at a power of ten that the exact value is just below: 1e23 is 9.9999999999999992e22.
  if (divideRounded(x, exponent - count).toString().length <= count) exponent--;
  const digits = divideRounded(x, exponent - count + 1).toString();
  // A carry (9.96 to 10) shows as one digit too many.
  return { digits: digits.replace(/(?!^)0+$/, ""), exponent: exponent + digits.length - count };
}

/**
 * Exponent form, its exponent of two digits or more, where the exponent is below -4 or reaches `limit`; else
 * plain.
 */
function layOut({ digits, exponent }: Decimal, limit: number): string {
  if (limit < Number.POSITIVE_INFINITY && (exponent < -4 || exponent >= limit)) {
    const power = String(Math.abs(exponent)).padStart(2, "0");
    return `${placePoint(digits, 1)}e${exponent < 0 ? "-" : "+"}${power}`;
  }
  const integerDigits = Math.max(exponent, 0) + 1;
  const leadingZeros = "0".repeat(Math.max(-exponent, 0));
  return placePoint((leadingZeros + digits).padEnd(integerDigits, "0"), integerDigits);
}

function placePoint(digits: string, integerDigits: number): string {
  if (digits.length === integerDigits) return digits;
  return `${digits.slice(0, integerDigits)}.${digits.slice(integerDigits)}`;
}

function signOf(x: number): string {
  return x < 0 || Object.is(x, -0) ? "-" : "";
}

function formatNonFinite(x: number): string {
  if (Number.isNaN(x)) return "NaN";
  return x > 0 ? "+Inf" : "-Inf";
}

/** `x / 10^power`, exactly, then to the nearest integer; ties to even. `x` is finite and not negative. */
function divideRounded(x: number, power: number): bigint {
  const { mantissa, exponent } = splitFloat(x);
  let numerator = mantissa;
  let denominator = 1n;
  if (exponent >= 0) numerator <<= BigInt(exponent);
  else denominator <<= BigInt(-exponent);
  if (power >= 0) denominator *= 10n ** BigInt(power);
  else numerator *= 10n ** BigInt(-power);
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  const isUp = twice > denominator || (twice === denominator && (quotient & 1n) === 1n);
  return isUp ? quotient + 1n : quotient;
}

/** `x` = mantissa × 2^exponent, with the 53-bit integer mantissa of the IEEE 754 layout. */
function splitFloat(x: number): { mantissa: bigint; exponent: number } {
  const bits = new BigUint64Array(Float64Array.of(x).buffer)[0] as bigint;
  const fraction = bits & 0xfffffffffffffn;
  const biased = Number(bits >> 52n);
  if (biased === 0) return { mantissa: fraction, exponent: -1074 };
  return { mantissa: fraction | 0x10000000000000n, exponent: biased - 1075 };
}
