/** Own functions under which client-go grew: where clients and informers are made, or their stores are filled on the program's own goroutines. */
import type { FrameIdentity } from "../suspects/frame-identity.ts";
import type { GrowthTree } from "../suspects/growth-tree.ts";

const CLIENT = /^k8s\.io\/client-go\/|^sigs\.k8s\.io\/controller-runtime\//;

/** Most growth first; those that did not grow are left out. */
export function clientStarters({ paths }: GrowthTree, identities: readonly FrameIdentity[]): FrameIdentity[] {
  const growth = new Map<number, number>();
  for (const [unit, change] of paths.change.entries()) {
    const caller = callerOfClient(paths.node.subarray(paths.start[unit], paths.start[unit + 1]), identities);
    if (caller !== undefined) growth.set(caller, (growth.get(caller) ?? 0) + change);
  }
  return [...growth]
    .filter(([, change]) => change > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([node]) => identities[node] as FrameIdentity);
}

/** `path` root first: the innermost own frame that calls into a client library. */
function callerOfClient(path: Int32Array, identities: readonly FrameIdentity[]): number | undefined {
  for (let at = path.length - 2; at >= 0; at--) {
    const isCall = identities[path[at] as number]?.owner === "own" && CLIENT.test(nameAt(path, at + 1, identities));
    if (isCall) return path[at];
  }
  return undefined;
}

function nameAt(path: Int32Array, at: number, identities: readonly FrameIdentity[]): string {
  return identities[path[at] as number]?.name ?? "";
}
