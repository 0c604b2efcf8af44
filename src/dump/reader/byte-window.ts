/**
 * The part of a dump that has come and is not read yet. Bytes are given in pieces of any size; what a record needs and has not come yet
 * is told by throwing SHORTAGE, and the record is read again from its start when more is there.
 */
import { decodeText } from "../../profile/string-table.ts";
import { damagedDump } from "./dump-error.ts";

/** Thrown, and no error: more bytes are needed. */
export const SHORTAGE: unique symbol = Symbol("shortage");

/** Numbers above are not exact in a float64. */
const MAX_EXACT = Number.MAX_SAFE_INTEGER;

export class ByteWindow {
  bytes: Uint8Array = new Uint8Array();
  view: DataView = new DataView(new ArrayBuffer(0));
  /** Where reading goes on, in `bytes`. */
  pos = 0;
  /** Bytes that came before `bytes`. */
  #before = 0;

  append(piece: Uint8Array): void {
    const rest = this.bytes.subarray(this.pos);
    this.#before += this.pos;
    this.pos = 0;
    this.bytes = rest.length === 0 ? piece : joined(rest, piece);
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);
  }

  /** Of the dump: where reading goes on. */
  get offset(): number {
    return this.#before + this.pos;
  }

  get available(): number {
    return this.bytes.length - this.pos;
  }

  /** An unsigned number; rounded if it is above 2^53, as times and pauses may be. */
  varint(): number {
    const bytes = this.bytes;
    let value = 0;
    let scale = 1;
    for (let length = 0; length < 10; length++) {
      if (this.pos >= bytes.length) throw SHORTAGE;
      const byte = bytes[this.pos++] as number;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 128;
    }
    throw damagedDump("a number has more than ten bytes", this.offset);
  }

  /** An address or a length, exact. */
  exact(): number {
    const value = this.varint();
    if (value > MAX_EXACT) throw damagedDump("an address or a length is above 2^53", this.offset);
    return value;
  }

  /** Moves over that many bytes; returns where they begin in `bytes`. */
  take(length: number): number {
    if (length > this.available) throw SHORTAGE;
    const at = this.pos;
    this.pos += length;
    return at;
  }

  text(): string {
    const length = this.exact();
    if (length > LONGEST_TEXT) throw damagedDump(`a name has ${length} bytes`, this.offset);
    const at = this.take(length);
    return decodeText(this.bytes.subarray(at, at + length));
  }
}

/** Names of functions, types and files; anything longer is damage, and waiting for its end would take the memory that it claims. */
const LONGEST_TEXT = 1 << 20;

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
