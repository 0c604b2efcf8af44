/** profile.proto byte by byte, for what no writer makes. */

export type Part = number | ArrayLike<number>;
export const bytes = (...parts: readonly Part[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "number" ? [part] : Array.from(part))));
export const text = (value: string): Uint8Array => new TextEncoder().encode(value);
export const message = (field: number, ...parts: readonly Part[]): Uint8Array => {
  const inside = bytes(...parts);
  return bytes((field << 3) | 2, inside.length, inside);
};
export const strings = (...values: readonly string[]): Uint8Array =>
  bytes(...values.map((value) => message(6, text(value))));

/** A varint, and a message of any length. */
export const varint = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >> 7)];
export const long = (field: number, ...parts: readonly Part[]): Uint8Array => {
  const inside = bytes(...parts);
  return bytes((field << 3) | 2, varint(inside.length), inside);
};
