/** Damaged programs, section by section: numbers where numbers are, ranges gone to zero or elsewhere, and the tables that say where sections are. */
import { decodeProgram } from "../../src/binary/index.ts";
import type { Random } from "./mutate.ts";

const WIDTHS = [1, 2, 4, 8];
const NUMBERS = [
  0n,
  1n,
  0x7fn,
  0x80n,
  0xffn,
  0xffffn,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
  2n ** 53n,
  2n ** 63n,
  2n ** 64n - 1n,
];
/** Of the front of the file, where the headers are. */
const FRONT = 1024;
/** Of its end, where the table of sections of an ELF file may be. */
const BACK = 4096;

/** Where sections are read from; the headers alone where the file is damaged too much to say. */
function placesOf(bytes: Uint8Array): [start: number, end: number][] {
  const sections = decodeProgram(bytes).file.sections.map(({ fileOffset, fileSize }): [number, number] => [
    fileOffset,
    fileOffset + fileSize,
  ]);
  const inside = sections.filter(([start, end]) => end > start && end <= bytes.length);
  return [...inside, [0, Math.min(FRONT, bytes.length)], [Math.max(0, bytes.length - BACK), bytes.length]];
}

export function damageProgram(seed: Uint8Array, random: Random): Uint8Array {
  const bytes = Buffer.from(seed);
  const places = placesOf(seed);
  for (let count = 1 + random.whole(12); count > 0; count--) changePlace(bytes, random, random.pick(places));
  return random.whole(10) === 0 ? bytes.subarray(0, random.whole(bytes.length)) : bytes;
}

/** Most of what says how much there is lies at a section's start. */
function changePlace(bytes: Buffer, random: Random, [start, end]: [number, number]): void {
  const span = random.whole(2) === 0 ? Math.min(end - start, 256) : end - start;
  const at = start + random.whole(span);
  const room = bytes.length - at;
  switch (random.whole(4)) {
    case 0:
      bytes.fill(random.pick([0, 0x80, 0xff]), at, Math.min(end, at + random.whole(64)));
      return;
    case 1:
      bytes.copyWithin(at, start + random.whole(end - start), Math.min(end, start + random.whole(end - start)));
      return;
    default: {
      const width = random.pick(WIDTHS);
      if (width > room) return;
      const number = BigInt.asUintN(8 * width, random.pick(NUMBERS));
      for (let byte = 0; byte < width; byte++) bytes[at + byte] = Number((number >> BigInt(8 * byte)) & 0xffn);
    }
  }
}
