/** Files under the next free number, as pprof names them. */
import { closeSync, openSync } from "node:fs";
import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { UsageError } from "../../errors.ts";
import { removeOnExit } from "../../fetch/files/leftovers.ts";
import { writeNewFile } from "../../fetch/files/replace-file.ts";
import { describeSystemError, errorCode } from "../../fetch/files/system-error.ts";
import type { Io } from "../terminal/io.ts";

type Place = Pick<Io, "cwd">;

/** Writes `prefix` 001 `suffix` or the next that is free, whole or not at all, and returns its name. Throws UsageError "write-failed" in Go's words. */
export async function writeNumberedFile(
  prefix: string,
  suffix: string,
  bytes: Uint8Array,
  { cwd }: Place,
): Promise<string> {
  return await takeNumber(prefix, suffix, (name) => writeNewFile(resolve(cwd, name), bytes));
}

/** Takes such a name for what `write` writes to it; it is free again if that fails. */
export async function withNumberedFile(
  prefix: string,
  suffix: string,
  { cwd }: Place,
  write: (name: string) => Promise<void>,
): Promise<void> {
  const name = await takeNumber(prefix, suffix, async (free) => closeSync(openSync(resolve(cwd, free), "wx")));
  const forget = removeOnExit(resolve(cwd, name));
  try {
    await write(name);
  } catch (error) {
    await rm(resolve(cwd, name), { force: true });
    throw error;
  } finally {
    forget();
  }
}

async function takeNumber(prefix: string, suffix: string, take: (name: string) => Promise<void>): Promise<string> {
  for (let number = 1; number < 10_000; number++) {
    const name = `${prefix}${String(number).padStart(3, "0")}${suffix}`;
    try {
      await take(name);
      return name;
    } catch (error) {
      if (errorCode(error) === "EEXIST") continue;
      throw new UsageError("write-failed", describeSystemError("open", name, error), { cause: error });
    }
  }
  throw new UsageError("write-failed", `could not create file of the form ${prefix}001${suffix}`);
}
