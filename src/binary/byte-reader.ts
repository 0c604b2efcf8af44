/** A cursor over the bytes of one table of a program, in the program's byte order. Reading past the end is a BinaryError that names the table. */
import { BinaryError } from "../errors.ts";

const UTF8 = new TextDecoder();

export class ByteReader {
  readonly bytes: Uint8Array;
  readonly isLittleEndian: boolean;
  pos: number;
  readonly #view: DataView;
  readonly #what: string;
  readonly #start: number;

  /** `what` is the table, `start` the byte of the file (or section) where `bytes` begins: both for messages. */
  constructor(bytes: Uint8Array, isLittleEndian: boolean, what: string, start = 0) {
    this.bytes = bytes;
    this.isLittleEndian = isLittleEndian;
    this.pos = 0;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#what = what;
    this.#start = start;
  }

  seek(pos: number): this {
    if (!(pos >= 0 && pos <= this.bytes.length)) this.fail("program-truncated", `leads to byte ${pos}, past its end,`);
    this.pos = pos;
    return this;
  }

  skip(count: number): void {
    this.seek(this.pos + count);
  }

  u8(): number {
    const at = this.pos;
    if (at >= this.bytes.length) this.#endsEarly();
    this.pos = at + 1;
    return this.bytes[at] as number;
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), this.isLittleEndian);
  }

  u24(): number {
    const [first, middle, last] = [this.u8(), this.u8(), this.u8()];
    return this.isLittleEndian ? first | (middle << 8) | (last << 16) : (first << 16) | (middle << 8) | last;
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), this.isLittleEndian);
  }

  /** Exact below 2^53, which is above every address of a process. */
  u64(): number {
    const at = this.#take(8);
    const first = this.#view.getUint32(at, this.isLittleEndian);
    const second = this.#view.getUint32(at + 4, this.isLittleEndian);
    return this.isLittleEndian ? second * 4294967296 + first : first * 4294967296 + second;
  }

  /** An unsigned number of 1, 2, 4 or 8 bytes. */
  unsigned(size: number): number {
    if (size === 8) return this.u64();
    if (size === 4) return this.u32();
    if (size === 2) return this.u16();
    if (size === 1) return this.u8();
    return this.fail("program-unsupported", `has a number of ${size} bytes`);
  }

  /** LEB128, unsigned; exact below 2^53, larger ones are rounded. */
  uleb(): number {
    let byte = this.u8();
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    let scale = 128;
    do {
      byte = this.u8();
      value += (byte & 0x7f) * scale;
      scale *= 128;
      if (scale > LARGEST_SCALE) this.fail("program-corrupt", "has a number of more than ten bytes");
    } while (byte >= 0x80);
    return value;
  }

  /** LEB128, signed; exact within 2^53. */
  sleb(): number {
    let value = 0;
    let scale = 1;
    let byte: number;
    do {
      byte = this.u8();
      value += (byte & 0x7f) * scale;
      scale *= 128;
      if (scale > LARGEST_SCALE) this.fail("program-corrupt", "has a number of more than ten bytes");
    } while (byte >= 0x80);
    return byte & 0x40 ? value - scale : value;
  }

  take(count: number): Uint8Array {
    const at = this.#take(count);
    return this.bytes.subarray(at, at + count);
  }

  /** Moves past a text that ends with a zero byte; `pos` was where it began. */
  skipText(): void {
    const end = this.bytes.indexOf(0, this.pos);
    if (end < 0) this.#endsEarly();
    this.pos = end + 1;
  }

  text(): string {
    const start = this.pos;
    this.skipText();
    return decodeText(this.bytes.subarray(start, this.pos - 1));
  }

  textAt(pos: number): string {
    return this.seek(pos).text();
  }

  /** Throws: `fact` continues "TABLE ... at byte N". */
  fail(code: BinaryError["code"], fact: string): never {
    const at = this.#start + this.pos;
    throw new BinaryError(code, `${this.#what} ${fact} at byte ${at}`, at);
  }

  #take(count: number): number {
    const at = this.pos;
    if (!(count >= 0 && count <= this.bytes.length - at)) this.#endsEarly();
    this.pos = at + count;
    return at;
  }

  #endsEarly(): never {
    return this.fail("program-truncated", "ends too early");
  }
}

/** 128^10: what ten bytes may add up to. */
const LARGEST_SCALE = 128 ** 10;

/** Names are UTF-8; bytes that are not become U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  return UTF8.decode(bytes);
}
