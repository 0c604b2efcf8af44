/** Bytes of two files compared: short runs without calls, for long ones with what is faster. */

export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** Whether two arrays of one length are the same, byte for byte. */
export type BytesEqual = (a: Uint8Array, b: Uint8Array) => boolean;

/** Bytes in a row from which a call is worth while. */
const LONG_RUN = 256;

/** Whether `a[from .. end)` is what `b` has from `fromB` on; both have that many. `isEqual`: something faster than a loop. */
export function areSameRuns(
  a: DataView,
  from: number,
  end: number,
  b: DataView,
  fromB: number,
  isEqual: BytesEqual,
): boolean {
  if (end - from < LONG_RUN) return areSameBytes(a, from, end, b, fromB);
  return isEqual(bytesOf(a, from, end), bytesOf(b, fromB, fromB + end - from));
}

/** The same with the loop, however long it is. */
export function areSameBytes(a: DataView, from: number, end: number, b: DataView, fromB: number): boolean {
  let at = from;
  let other = fromB;
  for (; at + 8 <= end; at += 8, other += 8) {
    // As numbers eight bytes are compared at once; but 0 is -0, and what is no number is not even itself.
    const word = a.getFloat64(at, true);
    if (word === b.getFloat64(other, true) && word !== 0) continue;
    if (a.getInt32(at, true) !== b.getInt32(other, true)) return false;
    if (a.getInt32(at + 4, true) !== b.getInt32(other + 4, true)) return false;
  }
  if (at + 4 <= end) {
    if (a.getInt32(at, true) !== b.getInt32(other, true)) return false;
    at += 4;
    other += 4;
  }
  for (; at < end; at++, other++) if (a.getUint8(at) !== b.getUint8(other)) return false;
  return true;
}

function bytesOf({ buffer, byteOffset }: DataView, from: number, end: number): Uint8Array {
  return new Uint8Array(buffer, byteOffset + from, end - from);
}
