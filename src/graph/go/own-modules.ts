/** Which modules are the program's own, and by what that is known: everything that is said of "own" rests on one of these. */
import { checkList } from "../../profile/argument.ts";

/** A path, or several where a program is built from more than one module of its own; or both with what they are known by. */
export type ModuleNames = string | readonly string[] | OwnModules;

/**
 * `stated`: given by the user. `build-info`: main's module in the binary. `main`: the place of package main's files says it. `paths`: it is the only
 * module whose files have neither a version nor a vendor directory and lie outside GOROOT. `internal`: package main calls a package below its
 * internal/, which only packages of the same tree can import. `unknown`: nothing says it.
 */
export type OwnEvidence = "stated" | "build-info" | "main" | "paths" | "internal" | "unknown";

/** `modules` is empty where `by` is `unknown`. */
export interface OwnModules {
  readonly modules: readonly string[];
  readonly by: OwnEvidence;
}

export const UNKNOWN_OWN: OwnModules = { modules: [], by: "unknown" };

/** Each once, in the order they were given. */
export function moduleList(names: ModuleNames | undefined): readonly string[] {
  if (names === undefined || names === null) return [];
  if (typeof names === "string") return [names];
  const isSettled = typeof names === "object" && "by" in names;
  return [...new Set(checkList(isSettled ? names.modules : names, "modules"))];
}
