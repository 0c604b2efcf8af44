/** The one place that writes documents: to standard output, or to a file that is whole or not there. */
import { rename, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { writeFault } from "../fetch/files/write-fault.ts";
import { encodeText } from "../profile/string-table.ts";
import type { Io } from "./terminal/io.ts";

/** A document, whole or in pieces. */
export type Document = string | Uint8Array | Iterable<string | Uint8Array>;

/** Writes to `file`, or to standard output if there is none or it is "-". Throws UsageError "write-failed". */
export async function writeDocument(document: Document, file: string | undefined, io: Io): Promise<void> {
  if (file === undefined || file === "-") {
    for (const chunk of chunksOf(document)) await io.stdout.write(chunk);
    return;
  }
  await writeAtomically(resolve(io.cwd, file), document);
}

/** The document as bytes: names that were no UTF-8 come out as they came in. */
function* chunksOf(document: Document): Generator<Uint8Array> {
  const chunks = typeof document === "string" || document instanceof Uint8Array ? [document] : document;
  for (const chunk of chunks) yield typeof chunk === "string" ? encodeText(chunk) : chunk;
}

/** Through a file beside it and a rename, so that a failure half-way leaves what was there before. */
async function writeAtomically(path: string, document: Document): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, chunksOf(document));
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw writeFault(path, error);
  }
}
