/**
 * Where a broken deflate stream breaks for Go's reader, whose message names the offset: it takes bytes one at a time, only as it needs
 * bits, so the offset says how many it had taken. Only lengths are followed, nothing is unpacked; run once inflating has failed.
 */

/** `offset` counts from the start of the deflate stream. */
type FlateFault = { readonly kind: "truncated" } | { readonly kind: "corrupt"; readonly offset: number };

/** The first fault of the deflate stream in `input`, undefined if Go finds none. */
export function findFlateFault(input: Uint8Array): FlateFault | undefined {
  const bits = new Bits(input);
  let history = 0;
  try {
    for (let isLast = false; !isLast; ) {
      isLast = bits.take(1) === 1;
      const type = bits.take(2);
      if (type === 0) history += skipStored(bits);
      else if (type === 1) history += skipCompressed(bits, fixedCodes(), history);
      else if (type === 2) history += skipCompressed(bits, readCodes(bits), history);
      else throw bits.corrupt();
    }
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error.fault;
    throw error;
  }
}

class Fault extends Error {
  readonly fault: FlateFault;
  constructor(fault: FlateFault) {
    super(fault.kind);
    this.fault = fault;
  }
}

class Bits {
  readonly #input: Uint8Array;
  #pos = 0;
  #bits = 0;
  #count = 0;

  constructor(input: Uint8Array) {
    this.#input = input;
  }

  corrupt(): Fault {
    return new Fault({ kind: "corrupt", offset: this.#pos });
  }

  /** Takes bytes until there are `count` bits. */
  need(count: number): void {
    while (this.#count < count) {
      if (this.#pos >= this.#input.length) throw new Fault({ kind: "truncated" });
      this.#bits |= (this.#input[this.#pos++] as number) << this.#count;
      this.#count += 8;
    }
  }

  take(count: number): number {
    this.need(count);
    const value = this.#bits & ((1 << count) - 1);
    this.#drop(count);
    return value;
  }

  /** The next symbol of the code; reads no more bits than it takes. */
  symbol(code: Code): number {
    for (let needed = code.shortest; ; ) {
      this.need(needed);
      const entry = code.table[this.#bits & TABLE_MASK] as number;
      needed = entry & 15;
      if (needed > this.#count) continue;
      if (needed === 0) throw this.corrupt();
      this.#drop(needed);
      return entry >> 4;
    }
  }

  /** Goes on at the next byte boundary. */
  align(): void {
    this.#bits = 0;
    this.#count = 0;
  }

  /** Skips whole bytes at a byte boundary. */
  skip(count: number): void {
    if (this.#pos + count > this.#input.length) throw new Fault({ kind: "truncated" });
    this.#pos += count;
  }

  #drop(count: number): void {
    this.#bits >>>= count;
    this.#count -= count;
  }
}

const LONGEST_CODE = 15;
const TABLE_MASK = (1 << LONGEST_CODE) - 1;

/** A Huffman code: by the next 15 bits, symbol << 4 | length; 0 where no symbol has these bits. */
interface Code {
  readonly table: Int32Array;
  shortest: number;
}

/** Undefined if the lengths make no complete code (a single one-bit code is let through, and so is none). */
function buildCode(lengths: ArrayLike<number>): Code | undefined {
  const count = new Array<number>(LONGEST_CODE + 1).fill(0);
  for (let i = 0; i < lengths.length; i++) count[lengths[i] as number] = (count[lengths[i] as number] as number) + 1;
  count[0] = 0;
  const table = new Int32Array(1 << LONGEST_CODE);
  const shortest = count.findIndex((codes) => codes > 0);
  if (shortest < 0) return { table, shortest: 0 };
  const longest = count.findLastIndex((codes) => codes > 0);
  const next = new Array<number>(LONGEST_CODE + 1).fill(0);
  let code = 0;
  for (let length = shortest; length <= longest; length++) {
    code <<= 1;
    next[length] = code;
    code += count[length] as number;
  }
  if (code !== 1 << longest && !(code === 1 && longest === 1)) return undefined;
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol] as number;
    if (length === 0) continue;
    const reversed = reverseBits(next[length] as number, length);
    next[length] = (next[length] as number) + 1;
    for (let at = reversed; at <= TABLE_MASK; at += 1 << length) table[at] = (symbol << 4) | length;
  }
  return { table, shortest };
}

function reverseBits(value: number, count: number): number {
  let reversed = 0;
  for (let bit = 0; bit < count; bit++) reversed |= ((value >> bit) & 1) << (count - 1 - bit);
  return reversed;
}

interface Codes {
  readonly literals: Code;
  /** Undefined: five plain bits. */
  readonly distances: Code | undefined;
}

const END_OF_BLOCK = 256;

function fixedCodes(): Codes {
  const lengths = Array.from({ length: 288 }, (_, symbol) =>
    symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
  );
  return { literals: buildCode(lengths) as Code, distances: undefined };
}

const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

function readCodes(bits: Bits): Codes {
  bits.need(14);
  const literalCount = bits.take(5) + 257;
  if (literalCount > 286) throw bits.corrupt();
  const distanceCount = bits.take(5) + 1;
  if (distanceCount > 30) throw bits.corrupt();
  const lengthCount = bits.take(4) + 4;
  const order = new Array<number>(19).fill(0);
  for (let i = 0; i < lengthCount; i++) order[LENGTH_ORDER[i] as number] = bits.take(3);
  const lengthCode = buildCode(order);
  if (lengthCode === undefined) throw bits.corrupt();
  const lengths = readLengths(bits, lengthCode, literalCount + distanceCount);
  const literals = buildCode(lengths.slice(0, literalCount));
  const distances = buildCode(lengths.slice(literalCount));
  if (literals === undefined || distances === undefined) throw bits.corrupt();
  literals.shortest = Math.max(literals.shortest, lengths[END_OF_BLOCK] as number);
  return { literals, distances };
}

function readLengths(bits: Bits, code: Code, total: number): number[] {
  const lengths: number[] = [];
  while (lengths.length < total) {
    const symbol = bits.symbol(code);
    if (symbol < 16) {
      lengths.push(symbol);
      continue;
    }
    if (symbol === 16 && lengths.length === 0) throw bits.corrupt();
    const repeated = symbol === 16 ? (lengths.at(-1) as number) : 0;
    const times = symbol === 16 ? 3 + bits.take(2) : symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7);
    if (lengths.length + times > total) throw bits.corrupt();
    for (let i = 0; i < times; i++) lengths.push(repeated);
  }
  return lengths;
}

/** Size of the block's data. */
function skipStored(bits: Bits): number {
  bits.align();
  const size = bits.take(16);
  if (bits.take(16) !== (~size & 0xffff)) throw bits.corrupt();
  bits.skip(size);
  return size;
}

const WINDOW = 32768;

/** Size of the block's data; `before` is the size of what came before it. */
function skipCompressed(bits: Bits, { literals, distances }: Codes, before: number): number {
  let size = 0;
  for (;;) {
    const symbol = bits.symbol(literals);
    if (symbol < END_OF_BLOCK) size++;
    else if (symbol === END_OF_BLOCK) return size;
    else {
      const length = readLength(bits, symbol);
      const distance = readDistance(bits, distances);
      if (distance > Math.min(WINDOW, before + size)) throw bits.corrupt();
      size += length;
    }
  }
}

function readLength(bits: Bits, symbol: number): number {
  if (symbol < 265) return symbol - 254;
  if (symbol === 285) return 258;
  if (symbol > 285) throw bits.corrupt();
  const extra = (symbol - 261) >> 2;
  return ((((symbol - 265) & 3) + 4) << extra) + 3 + bits.take(extra);
}

function readDistance(bits: Bits, code: Code | undefined): number {
  const symbol = code === undefined ? reverseBits(bits.take(5), 5) : bits.symbol(code);
  if (symbol < 4) return symbol + 1;
  if (symbol >= 30) throw bits.corrupt();
  const extra = (symbol - 2) >> 1;
  return (1 << (extra + 1)) + 1 + ((symbol & 1) << extra) + bits.take(extra);
}
