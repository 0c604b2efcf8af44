/** Bytes of two files, compared without calls: for runs too short for one. */

export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** Whether `a[from .. end)` is what `b` has from `fromB` on. */
export function areSameBytes(a: DataView, from: number, end: number, b: DataView, fromB: number): boolean {
  let at = from;
  let other = fromB;
  for (; at + 4 <= end; at += 4, other += 4) if (a.getInt32(at, true) !== b.getInt32(other, true)) return false;
  for (; at < end; at++, other++) if (a.getUint8(at) !== b.getUint8(other)) return false;
  return true;
}
