/** `--save`: what a server or a pod gave is kept as it came, so that a comparison can be made again. */
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { UsageError } from "../../errors.ts";
import { makeDirectory } from "../../fetch/files/make-directory.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import type { Io } from "../terminal/io.ts";

/** `choice`: a directory, `none`, or undefined for where pprof keeps such copies. A copy that cannot be kept is a notice, not a failure. */
export async function keepFetched(
  source: string,
  bytes: Uint8Array,
  choice: string | undefined,
  io: Io,
): Promise<void> {
  if (choice === "none") return;
  const [{ chooseSaveFolder }, { createNumberedFile }] = await Promise.all([
    import("./saved-profile.ts"),
    import("./numbered-file.ts"),
  ]);
  const say = async (line: string): Promise<void> => await io.stderr.write(`heapblame: ${line}\n`);
  try {
    const notices: string[] = [];
    const folder = choice ?? (await chooseSaveFolder(io, notices));
    for (const notice of notices) await say(notice);
    await makeDirectory(resolve(io.cwd, folder));
    const path = await createNumberedFile(join(folder, `heapblame.${nameOf(source)}.`), extensionOf(bytes), io);
    await writeFile(resolve(io.cwd, path), bytes);
    await say(`kept ${withoutSecrets(source)} in ${path}`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (!(error instanceof UsageError) && code === undefined) throw error;
    await say(`${withoutSecrets(source)} could not be kept: ${(error as Error).message}`);
  }
}

const LONGEST_NAME = 80;

function nameOf(source: string): string {
  const words = withoutSecrets(source)
    .replace(/^[a-z0-9+]+:\/\//, "")
    .replace(/[^A-Za-z0-9.]+/g, "-");
  return words.replace(/^[-.]+|[-.]+$/g, "").slice(0, LONGEST_NAME);
}

function extensionOf(bytes: Uint8Array): string {
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? ".pb.gz" : ".out";
}
