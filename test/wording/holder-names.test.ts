/** Who holds, by name: each kind of holder as a person would say it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { HolderRow } from "../../src/report/held/rows.ts";
import { bytesText } from "../../src/wording/amounts.ts";
import { holderText, onlyText, rootsText } from "../../src/wording/holder-names.ts";
import { holderRowOf } from "./holder-row.ts";

const goroutine = (parts: Partial<HolderRow["holder"]>): HolderRow["holder"] => ({
  ...{ kind: "goroutine", name: "main.work", count: 1, isNamed: true, frame: "main.work" },
  ...parts,
});
const local = { field: null, container: "slice", type: "[]*main.Pod", element: null } as const;

const CASES: readonly (readonly [Partial<HolderRow>, said: string])[] = [
  [{}, "the keys of the map `subscriptions` of `main.ServerWatcher` (`map[podPort]int`)"],
  [{ containers: 2 }, "the keys of the 2 maps `subscriptions` of `main.ServerWatcher` (`map[podPort]int`)"],
  [
    {
      ...{ field: null, path: "0x4711", type: "", container: "slice", element: null },
      holder: { kind: "variable", name: "0x4711", count: 1, isNamed: false, frame: "" },
    },
    "the slice in the variable at 0x4711",
  ],
  [
    {
      ...{ field: null, path: "0x4711", type: "", container: "value", element: null },
      holder: { kind: "variable", name: "0x4711", count: 1, isNamed: false, frame: "" },
    },
    "the variable at 0x4711",
  ],
  [
    {
      ...{
        field: { struct: "main.Trie", name: "kids[]" },
        path: "main.trie .kids[]",
        element: null,
        type: "*main.Trie",
      },
      ...{ container: "list", containers: 4 },
    },
    "the tree `kids[]` of `main.Trie` (`*Trie`)",
  ],
  [
    {
      ...{ field: { struct: "main.Node", name: "next" }, path: "main.head .next", element: null, type: "*main.Node" },
      ...{ container: "list", containers: 1 },
    },
    "the list `next` of `main.Node` (`*Node`)",
  ],
  [{ containers: 11 }, "the keys of the 11 maps `subscriptions` of `main.ServerWatcher` (`map[podPort]int`)"],
  [
    { field: null, path: "main.watcher", type: "map[string]*a.com/b/main.Pod" },
    "the keys of the map `main.watcher` (`map[string]*main.Pod`)",
  ],
  [
    { ...local, holder: goroutine({}), path: "goroutine main.work .backlog" },
    "the slice `backlog` (`[]*main.Pod`), a local variable of `main.work`",
  ],
  [
    { ...local, holder: goroutine({ count: 12 }), path: "goroutine main.work .backlog" },
    "the slice `backlog` (`[]*main.Pod`), a local variable of `main.work` in 12 goroutines",
  ],
  [
    { ...local, holder: goroutine({ frame: "main.read" }), path: "goroutine main.work, in main.read .buffer" },
    "the slice `buffer` (`[]*main.Pod`), a local variable of `main.read`, in the goroutine of `main.work`",
  ],
  [
    { ...local, holder: goroutine({ count: 2 }), path: "goroutine main.work .list .next" },
    "the slice `.list .next` (`[]*main.Pod`) of the 2 goroutines of `main.work`",
  ],
  [
    { ...local, container: "value", type: "", holder: goroutine({ count: 3 }), path: "goroutine main.work" },
    "the 3 goroutines of `main.work`",
  ],
  [
    { field: { struct: "runtime.p", name: "timers.heap" }, container: "slice" },
    "timers that wait (of `time.AfterFunc` and the like)",
  ],
  [
    { field: { struct: "runtime.p", name: "deferpool" }, container: "slice", element: null, type: "slice" },
    "the slice `deferpool` of `runtime.p`",
  ],
  [
    { field: { struct: "main.T", name: "next" }, container: "value", element: null, type: "*a.com/main.Node" },
    "the field `next` of `main.T` (`*Node`)",
  ],
  [
    { field: { struct: "func(int)", name: "buffer" }, path: "a.com/b.run .buffer", container: "slice", element: null },
    "the slice `buffer` (`map[main.podPort]int`) that the closure `b.run` captured",
  ],
  [
    { field: { struct: "a.com/b.serve.func1", name: "seen" }, container: "value", element: null, type: "" },
    "the variable `seen` that the closure `b.serve.func1` captured",
  ],
  [
    { field: null, path: "finalizers", container: "value", type: "", element: null },
    "the functions of finalizers (`runtime.SetFinalizer`)",
  ],
  [
    { field: null, path: "queued finalizers", container: "value", type: "", element: null },
    "the queue of finalizers that wait to be run",
  ],
  [{ field: null, path: "main.cache", container: "map", type: "go.shape.map", element: null }, "the map `main.cache`"],
];

for (const [parts, said] of CASES) {
  test(said, () => assert.equal(holderText(holderRowOf(parts)), said));
}

test("who leads there is said where the name has not said it", () => {
  const roots = (names: readonly string[], count: number | null) => rootsText(holderRowOf({ roots: { names, count } }));
  assert.equal(roots(["main.watcher"], 1), " It is reached from `main.watcher`.");
  assert.equal(roots(["main.a", "main.b"], 2), " It is reached from both `main.a` and `main.b`.");
  assert.equal(roots(["main.a", "main.b", "main.c"], 3), " It is reached from `main.a` and 2 others.");
  assert.equal(roots(["main.a", "main.b"], null), " It is reached from `main.a` and others.");
  assert.equal(rootsText(holderRowOf({ field: null, path: "main.watcher" })), "");
  assert.equal(roots(["main.watcher"], null), " It is reached from `main.watcher`.");
  assert.equal(roots(["main.a", "main.b"], 5), " It is reached from `main.a` and 4 others.");
  assert.equal(rootsText(holderRowOf({ roots: null })), " It is reached from `main.watcher`.");
  assert.equal(rootsText(holderRowOf({ roots: null, field: null })), "");
  assert.equal(rootsText(holderRowOf({ field: { struct: "runtime.p", name: "timers" } })), "");
});

test("nothing else is claimed only where nothing else was found", () => {
  const only = (parts: Partial<HolderRow>) => onlyText(holderRowOf({ bytes: 1000, ...parts }), bytesText);
  assert.equal(only({ onlyBytes: 1000 }), ", and by nothing else");
  assert.equal(only({ onlyBytes: 999 }), ", and by nothing else");
  assert.equal(only({ onlyBytes: 998 }), "; 2 B of it is reached in other ways too");
  assert.equal(
    only({ onlyBytes: 0, others: { names: ["main.alsoShared"], count: 1 } }),
    "; all of it is held by `main.alsoShared` too",
  );
  assert.equal(
    only({ onlyBytes: 0, others: { names: ["main.alsoShared"], count: null } }),
    "; all of it is held by `main.alsoShared` and perhaps others too",
  );
  assert.equal(only({ onlyBytes: null }), "");
});

test("what is no container is told by the part of it that has many, from eight on, where that is further in", () => {
  const value = (path: string, count = 8) =>
    holderText(
      holderRowOf({
        ...{ container: "value", field: null, path: "main.store", type: "" },
        element: { part: "values", path, type: "", count, bytes: 1 },
      }),
    );
  assert.equal(value("main.store .shards[].m"), "the values of `main.store`, by its `.shards[].m`");
  assert.equal(value("main.store .shards[].m", 7), "the values of `main.store`");
  for (const path of ["main.store[]", "main.store key", "main.store value", "main.store", "main.other .m"])
    assert.equal(value(path), "the values of `main.store`", path);
});

test("a part is named however few it has", () => {
  const part = (name: "keys" | "field", count: number) =>
    holderText(holderRowOf({ element: { part: name, path: "", type: "", count, bytes: 1 } }));
  assert.match(part("keys", 1), /^the keys of the map /);
  assert.match(part("field", 1), /^the map /);
  assert.match(part("field", 9), /^the map /);
});
