/** A row of who holds what, with what a test says of it. */
import type { HolderRow } from "../../src/report/held/rows.ts";

const ROW: HolderRow = {
  holder: { kind: "variable", name: "main.watcher", count: 1, isNamed: true, frame: "" },
  path: "main.watcher .subscriptions",
  type: "map[main.podPort]int",
  field: { struct: "main.ServerWatcher", name: "subscriptions" },
  container: "map",
  containers: 1,
  element: { part: "keys", path: "main.watcher .subscriptions key .pod", type: "*main.Pod", count: 100, bytes: 900 },
  bytes: 1000,
  objects: 200,
  onlyBytes: 1000,
  roots: { names: ["main.watcher"], count: 1 },
  others: { names: [], count: 0 },
  beside: "",
  share: 0.5,
  baseBytes: null,
  deltaBytes: null,
  samples: null,
};

export function holderRowOf(parts: Partial<HolderRow>): HolderRow {
  return { ...ROW, ...parts };
}
