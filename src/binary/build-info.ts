/** What `go version -m` prints: Go's version, the main module, its dependencies, the settings of the build. */
import { ByteReader, decodeText } from "./byte-reader.ts";
import { findSection, type ObjectFile } from "./object-file.ts";
import { readMemory } from "./section-data.ts";

export interface Module {
  readonly path: string;
  /** "" or "(devel)" where it was not built from a released version. */
  readonly version: string;
  readonly sum: string;
  /** What it was replaced by. */
  readonly replacement: Module | undefined;
}

export interface BuildInfo {
  /** "go1.26.8", with what follows it (" X:boringcrypto"). */
  readonly goVersion: string;
  /** Of the package main; "" where the program was built without modules. */
  readonly path: string;
  readonly main: Module | undefined;
  readonly dependencies: readonly Module[];
  /** "-ldflags", "GOOS", "vcs.revision" ... in the order of the file. */
  readonly settings: ReadonlyMap<string, string>;
}

/** Undefined where the program is not Go's, or has lost it. */
export function decodeBuildInfo(file: ObjectFile): BuildInfo | undefined {
  const at = findMagic(file);
  if (at === undefined) return undefined;
  const header = readMemory(file, at, HEADER_SIZE);
  if (header === undefined || header.length < HEADER_SIZE) return undefined;
  const texts = ((header[15] as number) & INLINE) !== 0 ? readInline(file, at) : readPointed(file, header);
  if (texts === undefined || texts.version === "") return undefined;
  return parseBuildInfo(texts.version, withoutFrame(texts.modules));
}

const MAGIC = "\xff Go buildinf:";
const HEADER_SIZE = 32;
const ALIGNMENT = 16;
const INLINE = 2;
const BIG_ENDIAN = 1;

/** Its own section, or the start of the first data that may be written to. */
function findMagic(file: ObjectFile): number | undefined {
  const section = findSection(file, file.format === "mach-o" ? "__go_buildinfo" : ".go.buildinfo");
  const place =
    section ?? file.segments.find((segment) => segment.isWritable && !segment.isExecutable && segment.fileSize > 0);
  const bytes = place && readMemory(file, place.address, place.fileSize);
  if (place === undefined || bytes === undefined) return undefined;
  const wanted = Uint8Array.from(MAGIC, (letter) => letter.charCodeAt(0));
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const isAligned = (place.address + at) % ALIGNMENT === 0;
    if (isAligned && wanted.every((byte, index) => bytes[at + index] === byte)) return place.address + at;
  }
  return undefined;
}

interface Texts {
  readonly version: string;
  readonly modules: string;
}

/** Since Go 1.18: two texts, each after its length, follow the header. */
function readInline(file: ObjectFile, at: number): Texts | undefined {
  const bytes = readMemory(file, at + HEADER_SIZE, LARGEST_INFO);
  if (bytes === undefined) return undefined;
  const reader = new ByteReader(bytes, file.isLittleEndian, "Go's build information");
  const version = decodeText(reader.take(reader.uleb()));
  return { version, modules: decodeText(reader.take(reader.uleb())) };
}

const LARGEST_INFO = 1 << 24;

/** Before: pointers to two Go strings. */
function readPointed(file: ObjectFile, header: Uint8Array): Texts | undefined {
  const size = header[14] as number;
  if (size !== 4 && size !== 8) return undefined;
  const isLittle = ((header[15] as number) & BIG_ENDIAN) === 0;
  const reader = new ByteReader(header, isLittle, "Go's build information").seek(16);
  const [version, modules] = [reader.unsigned(size), reader.unsigned(size)];
  return { version: readString(file, version, size, isLittle), modules: readString(file, modules, size, isLittle) };
}

function readString(file: ObjectFile, address: number, size: number, isLittle: boolean): string {
  const header = readMemory(file, address, size * 2);
  if (header === undefined || header.length < size * 2) return "";
  const reader = new ByteReader(header, isLittle, "Go's build information");
  const [data, length] = [reader.unsigned(size), reader.unsigned(size)];
  const bytes = length > LARGEST_INFO ? undefined : readMemory(file, data, length);
  return bytes === undefined || bytes.length < length ? "" : decodeText(bytes);
}

/** Sixteen bytes before and after the lines say that they are such. */
function withoutFrame(modules: string): string {
  return modules.length >= 33 && modules[modules.length - 17] === "\n" ? modules.slice(16, -16) : "";
}

function parseBuildInfo(goVersion: string, lines: string): BuildInfo {
  let path = "";
  let main: Module | undefined;
  const dependencies: Module[] = [];
  const settings = new Map<string, string>();
  for (const line of lines.split("\n")) {
    const [word, ...fields] = line.split("\t");
    if (word === "path") path = fields[0] ?? "";
    else if (word === "mod") main = moduleOf(fields);
    else if (word === "dep") dependencies.push(moduleOf(fields));
    else if (word === "=>") replaceLast(dependencies, moduleOf(fields));
    else if (word === "build") addSetting(settings, fields.join("\t"));
  }
  return { goVersion, path, main, dependencies, settings };
}

function moduleOf([path = "", version = "", sum = ""]: readonly string[]): Module {
  return { path, version, sum, replacement: undefined };
}

/** "=>" follows the dependency that it replaces. */
function replaceLast(dependencies: Module[], replacement: Module): void {
  const last = dependencies.pop();
  if (last !== undefined) dependencies.push({ ...last, replacement });
}

/** KEY=VALUE; either may be quoted as Go quotes. */
function addSetting(settings: Map<string, string>, text: string): void {
  const [, quotedKey, key = "", value = ""] = /^(?:("(?:[^"\\]|\\.)*")|([^=]*))=(.*)$/s.exec(text) ?? [];
  settings.set(quotedKey === undefined ? key : unquote(quotedKey), unquote(value));
}

function unquote(text: string): string {
  if (text.startsWith("`")) return text.slice(1, -1);
  if (!text.startsWith('"')) return text;
  return text.slice(1, -1).replace(/\\(x[0-9a-f]{2}|u[0-9a-f]{4}|.)/g, (_, escaped: string) => unescapeGo(escaped));
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

function unescapeGo(escaped: string): string {
  if (escaped.length > 1) return String.fromCodePoint(Number.parseInt(escaped.slice(1), 16));
  return ESCAPES[escaped] ?? escaped;
}
