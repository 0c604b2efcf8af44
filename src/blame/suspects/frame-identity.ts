/** What is known of each node of a diff by its function: the name as the linker wrote it, package, module, and whose it is. */
import type { GoModule, ModuleTable } from "../../graph/go/module.ts";
import { packageOf } from "../../graph/go/symbol.ts";
import type { NodeTable } from "../../graph/nodes.ts";
import { printableName } from "../../graph/nodes.ts";
import { NONE, type Profile } from "../../profile/tables.ts";

export interface FrameIdentity extends GoModule {
  /** Of the function; what the node is printed as if it has none. */
  readonly name: string;
  readonly file: string;
  /** Import path, "" if the name is not a Go one. */
  readonly package: string;
}

/** One entry a node. `met`: identities by function, of this profile and these modules; those that are new go into it. */
export function identifyFrames(
  profile: Profile,
  nodes: NodeTable,
  modules: ModuleTable,
  noInlines: boolean,
  met: (FrameIdentity | undefined)[] = [],
): FrameIdentity[] {
  const functionOf = representativeFunctions(profile, nodes, noInlines);
  const { functions, strings } = profile;
  return nodes.infos.map((info, node) => {
    const fn = functionOf[node] as number;
    const known = met[fn];
    if (known !== undefined) return known;
    const symbol = fn === NONE ? "" : strings.at(functions.name[fn] as number);
    const file = fn === NONE ? "" : strings.at(functions.file[fn] as number);
    const path = packageOf(symbol);
    const identity = { name: symbol || printableName(info), file, package: path, ...modules.resolve(path, file) };
    // Without a name it is the node that says what it is called.
    if (symbol !== "") met[fn] = identity;
    return identity;
  });
}

/** A function of each node: the first one met. NONE for frames without one. */
function representativeFunctions(profile: Profile, nodes: NodeTable, noInlines: boolean): Int32Array {
  const { locations } = profile;
  const functionOf = new Int32Array(nodes.infos.length).fill(NONE);
  for (let location = 0; location < locations.length; location++) {
    const end = locations.start[location + 1] as number;
    const lines = end - (locations.start[location] as number);
    if (lines === 0) continue;
    let line = noInlines ? end - 1 : end - lines;
    for (let slot = nodes.start[location] as number; line < end; slot++, line++) {
      const node = nodes.nodeOf[slot] as number;
      if (functionOf[node] === NONE) functionOf[node] = locations.lineFunction[line] as number;
    }
  }
  return functionOf;
}
