/** Sources of commands that read them more than once: what comes once has nothing left then. */
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { UsageError } from "../../errors.ts";
import { systemPath } from "../../fetch/files/file.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import type { Io } from "./io.ts";

/** `what` says in the plural what they are. Throws UsageError "bad-option" for a pipe, a device and standard input that is no file. */
export async function refuseReadOnce(
  sources: readonly string[],
  what: string,
  { cwd }: Pick<Io, "cwd">,
): Promise<void> {
  for (const source of sources) {
    if (!(await comesOnce(source, cwd))) continue;
    throw new UsageError(
      "bad-option",
      `${withoutSecrets(source)}: this is a pipe or a device, and ${what} are read more than once: write it to a file`,
    );
  }
}

async function comesOnce(source: string, cwd: string): Promise<boolean> {
  try {
    const stats = await stat(systemPath(resolve(cwd, source)));
    return !stats.isFile() && !stats.isDirectory();
  } catch {
    // What is not there is told where it is read.
    return source === "-";
  }
}
