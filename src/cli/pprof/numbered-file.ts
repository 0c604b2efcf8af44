/** Files under the next free number, as pprof names them. */
import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { UsageError } from "../../errors.ts";
import type { Io } from "../terminal/io.ts";
import { describeSystemError } from "./go/errors.ts";

/** Creates `prefix` 001 `suffix` or the next that is free, and returns its name. Throws UsageError "write-failed" in Go's words. */
export async function createNumberedFile(prefix: string, suffix: string, { cwd }: Pick<Io, "cwd">): Promise<string> {
  for (let number = 1; number < 10_000; number++) {
    const name = `${prefix}${String(number).padStart(3, "0")}${suffix}`;
    try {
      await (await open(resolve(cwd, name), "wx")).close();
      return name;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") continue;
      throw new UsageError("write-failed", describeSystemError("open", name, error), { cause: error });
    }
  }
  throw new UsageError("write-failed", `could not create file of the form ${prefix}001${suffix}`);
}
