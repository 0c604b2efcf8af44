/** Which modules are taken for the program's own: those that were stated, else main's by the build info of the program. */
import type { ModuleNames } from "../graph/go/own-modules.ts";
import type { Io } from "./terminal/io.ts";

interface OwnOptions {
  readonly module?: readonly string[] | undefined;
  readonly binary?: string | undefined;
}

/** undefined where neither says it: then it is for the profiles to tell. Throws FetchError, ProfileError. */
export async function ownModuleOf({ module, binary }: OwnOptions, io: Io): Promise<ModuleNames | undefined> {
  if (module !== undefined || binary === undefined) return module;
  const { readProgram } = await import("./held/dump.ts");
  const { program } = await readProgram(binary, io);
  const path = program.buildInfo?.main?.path;
  return path === undefined ? undefined : { modules: [path], by: "build-info" };
}
