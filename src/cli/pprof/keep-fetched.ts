/** `--save`: what a server or a pod gave is kept as it came, so that a comparison can be made again. */
import { join, resolve } from "node:path";
import { UsageError } from "../../errors.ts";
import { fillDirectory } from "../../fetch/files/make-directory.ts";
import { isSystemError, systemWords } from "../../fetch/files/system-error.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { isGzip } from "../../signature.ts";
import type { Io } from "../terminal/io.ts";
import { noteKept } from "../terminal/kept-files.ts";

/** `choice`: a directory, `none`, or undefined for where pprof keeps such copies. A copy that cannot be kept is a notice where nobody asked for it; in `choice` it is UsageError "write-failed". */
export async function keepFetched(
  source: string,
  bytes: Uint8Array,
  choice: string | undefined,
  io: Io,
): Promise<void> {
  noteKept(io, withoutSecrets(source), null);
  if (choice === "none") return;
  const [{ chooseSaveFolder }, { writeNumberedFile }] = await Promise.all([
    import("./saved-profile.ts"),
    import("./numbered-file.ts"),
  ]);
  const say = async (line: string): Promise<void> => await io.stderr.write(`heapblame: ${line}\n`);
  try {
    const notices: string[] = [];
    const folder = choice ?? (await chooseSaveFolder(io, notices));
    for (const notice of notices) await say(notice);
    await fillDirectory(resolve(io.cwd, folder), async () => {
      const prefix = join(folder, `heapblame.${nameOf(source)}.`);
      const path = await writeNumberedFile(prefix, extensionOf(bytes), bytes, io);
      noteKept(io, withoutSecrets(source), path);
      await say(`kept ${withoutSecrets(source)} in ${path}`);
    });
  } catch (error) {
    if (!(error instanceof UsageError) && !isSystemError(error)) throw error;
    const reason = error instanceof UsageError ? error.message : systemWords(error);
    const fact = `${withoutSecrets(source)} could not be kept: ${reason}`;
    if (choice !== undefined)
      throw new UsageError("write-failed", `${fact}; --save none keeps no copy`, { cause: error });
    await say(fact);
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
  return isGzip(bytes) ? ".pb.gz" : ".out";
}
