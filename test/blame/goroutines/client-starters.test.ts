import assert from "node:assert/strict";
import { test } from "node:test";
import { clientStarters } from "../../../src/blame/goroutines/client-starters.ts";
import { treeOfStacks } from "../suspects/tree-of.ts";

function starters(current: string, base?: string): string[] {
  const { tree, identities } = treeOfStacks(current, base);
  return clientStarters(tree, identities).map(({ name }) => name);
}

const NEW = "k8s.io/client-go/kubernetes.NewForConfig";
const MANAGER = "sigs.k8s.io/controller-runtime/pkg/manager.New";

test("who calls into a client library is found, most growth first", () => {
  assert.deepEqual(
    starters(`main.main;main.a;${NEW} 1 5\nmain.main;main.b;${NEW} 1 9\nmain.main;main.b;${MANAGER} 1 1`),
    ["main.b", "main.a"],
  );
});

test("the innermost own caller counts, and only one that calls it directly", () => {
  assert.deepEqual(starters(`main.main;${NEW};main.callback;${MANAGER};bytes.Clone 1 5`), ["main.callback"]);
  assert.deepEqual(starters(`main.main;github.com/x/y.Z;${NEW} 1 5`), []);
  assert.deepEqual(starters(`${NEW};main.main 1 5`), []);
  assert.deepEqual(starters("main.main;k8s.io/client-gone.New 1 5"), []);
});

test("callers under which nothing grew are left out", () => {
  assert.deepEqual(starters(`main.a;${NEW} 1 5\nmain.b;${NEW} 1 5`, `main.a;${NEW} 1 9\nmain.b;${NEW} 1 4`), [
    "main.b",
  ]);
  assert.deepEqual(
    starters(`main.a;${NEW} 1 5\nmain.a;${MANAGER} 1 4`, `main.a;${NEW} 1 9\nmain.a;${MANAGER} 1 0`),
    [],
  );
});
