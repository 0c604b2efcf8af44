/**
 * Protocol buffer wire format, as pprof's own decoder takes it: varints of at most ten bytes, wire types 0, 1, 2 and 5, anything
 * unknown skipped. Varints come out as two uint32 halves, so that nothing is lost on the way to a 64-bit column.
 */

/** Malformed bytes; `at` is the offset in the message data. decode.ts turns it into a ProfileError. */
export class WireError extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

export const VARINT = 0;
const FIXED64 = 1;
export const BYTES = 2;
const FIXED32 = 5;

export class WireReader {
  readonly bytes: Uint8Array;
  pos: number;
  end: number;
  /** Field number and wire type of the field that `nextField` read. */
  field = 0;
  wireType = 0;
  /** Where that field begins. */
  fieldStart = 0;
  /** Halves of the last varint or fixed value. */
  low = 0;
  high = 0;
  /** Range of the last BYTES field. */
  dataStart = 0;
  dataEnd = 0;

  constructor(bytes: Uint8Array, start = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.pos = start;
    this.end = end;
  }

  /** Moves over the next field; false at the end of the message. */
  nextField(): boolean {
    if (this.pos >= this.end) return false;
    this.fieldStart = this.pos;
    this.readVarint();
    this.wireType = this.low & 7;
    this.field = (this.low >>> 3) + this.high * 536870912;
    switch (this.wireType) {
      case VARINT:
        this.readVarint();
        break;
      case FIXED64:
        this.low = this.fixed32();
        this.high = this.fixed32();
        break;
      case BYTES: {
        this.readVarint();
        if (this.high !== 0 || this.low > this.end - this.pos) throw new WireError("too much data", this.pos);
        this.dataStart = this.pos;
        this.dataEnd = this.pos + this.low;
        this.pos = this.dataEnd;
        break;
      }
      case FIXED32:
        this.low = this.fixed32();
        this.high = 0;
        break;
      default:
        throw new WireError(`unknown wire type: ${this.wireType}`, this.pos);
    }
    return true;
  }

  /** Reads one varint at `pos` into `low` and `high`. */
  readVarint(): void {
    const bytes = this.bytes;
    let pos = this.pos;
    let byte = pos < this.end ? (bytes[pos++] as number) : this.#bad();
    let low = byte & 0x7f;
    let high = 0;
    if (byte >= 0x80) {
      let shift = 7;
      do {
        if (pos >= this.end || shift >= 70) this.#bad();
        byte = bytes[pos++] as number;
        const bits = byte & 0x7f;
        if (shift < 28) low |= bits << shift;
        else if (shift === 28) {
          low |= bits << 28;
          high = bits >>> 4;
        } else high |= bits << (shift - 32);
        shift += 7;
      } while (byte >= 0x80);
    }
    this.low = low >>> 0;
    this.high = high >>> 0;
    this.pos = pos;
  }

  /** The last value as a number; exact below 2^53. */
  get number(): number {
    return this.high * 4294967296 + this.low;
  }

  /** The last value as int64. */
  get int64(): bigint {
    return BigInt.asIntN(64, (BigInt(this.high) << 32n) | BigInt(this.low));
  }

  expect(wireType: number): void {
    if (this.wireType !== wireType) throw new WireError("type mismatch", this.pos);
  }

  #bad(): never {
    throw new WireError("bad varint", this.pos);
  }

  fixed32(): number {
    const at = this.pos;
    if (at + 4 > this.end) throw new WireError("not enough data", at);
    this.pos = at + 4;
    const bytes = this.bytes;
    return (
      ((bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24)) >>>
      0
    );
  }
}
