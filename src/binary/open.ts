/** Recognizes ELF, Mach-O and PE by their first bytes. */
import { BinaryError } from "../errors.ts";
import { type ByteSource, memorySource } from "./byte-source.ts";
import { decodeElf, isElf } from "./elf/elf-file.ts";
import { decodeMacho, isMacho } from "./macho/macho-file.ts";
import type { ObjectFile } from "./object-file.ts";
import { decodePe, isPe } from "./pe/pe-file.ts";

/** Headers, sections and segments; nothing else is looked at. Throws BinaryError. */
export function decodeObjectFile(given: Uint8Array | ByteSource): ObjectFile {
  const source = given instanceof Uint8Array ? memorySource(given) : given;
  const head = source.slice(0, Math.min(4, source.length));
  if (isElf(head)) return decodeElf(source);
  if (isMacho(head)) return decodeMacho(source);
  if (isPe(head)) return decodePe(source);
  const fact = isFat(head)
    ? "a Mach-O file of several processors: take one out with lipo -thin"
    : "no ELF, Mach-O or PE file";
  throw new BinaryError(isFat(head) ? "program-unsupported" : "program-unrecognized", `this is ${fact}`, 0);
}

function isFat(head: Uint8Array): boolean {
  return head[0] === 0xca && head[1] === 0xfe && head[2] === 0xba && (head[3] === 0xbe || head[3] === 0xbf);
}
