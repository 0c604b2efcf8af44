/** Files of the corpus beside the project and of fixtures/, for tests that want to have seen all of them. The corpus may be absent. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const corpus = fileURLToPath(new URL("../../../shared/corpus", import.meta.url));
/** Of the project itself: always there. */
export const fixtures: string = fileURLToPath(new URL("../../fixtures", import.meta.url));

/** Whoever runs the tests again and again does without it. */
export const hasCorpus: boolean = existsSync(corpus) && process.env["HEAPBLAME_NO_CORPUS"] !== "1";

/** Path of a file of the corpus. */
export function corpusFile(name: string): string {
  return join(corpus, name);
}

/** Every profile of the corpus, and every one in fixtures/: more than a hundred in any case. */
export function profileFiles(): string[] {
  const found = hasCorpus
    ? filesBelow(corpus).filter((file) => !file.includes("/broken/") && !file.endsWith(".md"))
    : [];
  return [...found, ...filesBelow(fixtures).filter((file) => /\.(out|pb\.gz|debug1\.txt(\.gz)?|pprof)$/.test(file))];
}

export function brokenFiles(): string[] {
  return hasCorpus ? filesBelow(join(corpus, "broken")) : [];
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : [])).sort();
}

export function readBytes(file: string): Uint8Array {
  return new Uint8Array(readFileSync(file));
}

/** The file's bytes, by zlib if they are packed. */
export function readUnpacked(file: string): Uint8Array {
  const bytes = readBytes(file);
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? new Uint8Array(gunzipSync(bytes)) : bytes;
}
