/** What a run that was stopped has fetched already: answers of a server in a directory of the user's own, until a run is whole. */
import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { makeDirectory } from "../files/make-directory.ts";
import { writeOutput } from "../files/output-file.ts";
import type { HeapType, Store, StoredPoint, StoredProfile } from "./store.ts";

/** The same store; what lies in `directory` is not asked for again. What cannot be kept is asked for anew. */
export function keptStore(store: Store, directory: string): Store {
  return {
    ...store,
    read: async (type, selector, point, signal) => {
      const file = join(directory, nameOf(type, selector, point));
      const known = await readKept(file);
      if (known !== undefined) return known;
      const answer = await store.read(type, selector, point, signal);
      await keep(answer, directory, file);
      return answer;
    },
  };
}

export async function forgetKept(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
}

function nameOf(type: HeapType, selector: string, { id, atNanos }: StoredPoint): string {
  return createHash("sha256")
    .update(JSON.stringify([type, selector, id, String(atNanos)]))
    .digest("hex");
}

async function readKept(file: string): Promise<StoredProfile | undefined> {
  try {
    const bytes = gunzipSync(await readFile(file));
    const body = bytes.subarray(1);
    return bytes[0] === JSON_FORM ? { json: JSON.parse(body.toString("utf8")) } : { pprof: new Uint8Array(body) };
  } catch {
    return undefined;
  }
}

const FOR_NOBODY_ELSE = 0o700;
const JSON_FORM = "j".charCodeAt(0);
const PPROF_FORM = "p".charCodeAt(0);

async function keep(answer: StoredProfile, directory: string, file: string): Promise<void> {
  try {
    // Lists in lists can be read at any depth, and not written.
    const [form, body] =
      "pprof" in answer ? [PPROF_FORM, answer.pprof] : [JSON_FORM, Buffer.from(JSON.stringify(answer.json))];
    await makeDirectory(directory, FOR_NOBODY_ELSE);
    await writeOutput(file, [gzipSync(Buffer.concat([Buffer.of(form), body]), { level: 1 })]);
  } catch {
    // The next run asks for it again.
  }
}
