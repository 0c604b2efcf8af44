/** Build ids: GNU's, Go's, and the UUID of Mach-O. */
import { ByteReader, decodeText } from "./byte-reader.ts";
import { sliceFile } from "./byte-source.ts";
import { findSection, type ObjectFile } from "./object-file.ts";

export interface BuildIds {
  /** Of the note .note.gnu.build-id, in hex; undefined where there is none. */
  readonly gnu: string | undefined;
  /** Go's own, four parts with "/" between; undefined where there is none. */
  readonly go: string | undefined;
}

export function decodeBuildIds(file: ObjectFile): BuildIds {
  const gnu = readNote(file, ".note.gnu.build-id", GNU_BUILD_ID);
  const go = readNote(file, ".note.go.buildid", GO_BUILD_ID);
  return { gnu: gnu && hexOf(gnu), go: go === undefined ? readTextBuildId(file) : decodeText(go) };
}

const GNU_BUILD_ID = 3;
const GO_BUILD_ID = 4;

/** What the first note of that type in the section holds. */
function readNote(file: ObjectFile, name: string, wanted: number): Uint8Array | undefined {
  const section = findSection(file, name);
  if (section === undefined) return undefined;
  const bytes = sliceFile(file.source, section.fileOffset, section.fileSize, `section ${name}`);
  const reader = new ByteReader(bytes, file.isLittleEndian, `section ${name}`, section.fileOffset);
  while (reader.pos + 12 <= bytes.length) {
    const [ownerSize, size, type] = [reader.u32(), reader.u32(), reader.u32()];
    reader.skip(align4(ownerSize));
    const content = reader.take(size);
    if (type === wanted) return content;
    reader.seek(Math.min(reader.pos - size + align4(size), bytes.length));
  }
  return undefined;
}

function align4(size: number): number {
  return Math.ceil(size / 4) * 4;
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Where the format has no notes, Go writes its id at the very start of the code. */
function readTextBuildId(file: ObjectFile): string | undefined {
  const text = findSection(file, file.format === "mach-o" ? "__text" : ".text");
  if (text === undefined || file.format === "elf") return undefined;
  const bytes = sliceFile(file.source, text.fileOffset, Math.min(text.fileSize, 1024), `section ${text.name}`);
  return /^\xff Go build ID: "([^"]*)"\n \xff/.exec(String.fromCharCode(...bytes))?.[1];
}
