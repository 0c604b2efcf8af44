/** What a function is called at a granularity that gathers functions: its package, its module, or itself. */
import type { ModuleTable } from "./go/module.ts";
import { packageOf } from "./go/symbol.ts";
import type { Granularity } from "./granularity.ts";

/** Names that are not Go's stay as they are. */
export function groupNameFor(
  granularity: Granularity,
  modules: () => ModuleTable,
): (name: string, file: string) => string {
  if (granularity === "packages") return (name) => packageOf(name) || name;
  if (granularity !== "modules") return (name) => name;
  const table = modules();
  return (name, file) => table.resolve(packageOf(name), file).module || packageOf(name) || name;
}
