/** The one place that writes documents: to standard output, or to a file (fetch/output-file.ts). */
import { isAbsolute, resolve } from "node:path";
import { UsageError } from "../errors.ts";
import { writeOutput } from "../fetch/files/output-file.ts";
import { isSystemError } from "../fetch/files/system-error.ts";
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
  if (/\p{Surrogate}/u.test(file)) {
    throw new UsageError("write-failed", `${file}: cannot write: the name is no UTF-8, which Node cannot say`);
  }
  try {
    await writeOutput(isAbsolute(file) ? file : `${io.cwd}/${file}`, chunksOf(document));
  } catch (error) {
    throw isSystemError(error) ? writeFault(resolve(io.cwd, file), error) : error;
  }
}

/** The document as bytes: names that were no UTF-8 come out as they came in. */
function* chunksOf(document: Document): Generator<Uint8Array> {
  const chunks = typeof document === "string" || document instanceof Uint8Array ? [document] : document;
  for (const chunk of chunks) yield typeof chunk === "string" ? encodeText(chunk) : chunk;
}
