/** Who leads to a container, and who else to what is in it: by the dump of a program in which two variables hold one object. */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { heldReport } from "../../../src/report/held/held.ts";
import type { HolderRow } from "../../../src/report/held/rows.ts";
import { analyzeFiles } from "../../dump/dump-of.ts";
import { removeHeld, runHeld } from "../../dump/held-program.ts";
import { missingGo } from "../../fetch/fixture-program.ts";

describe("roots", { skip: missingGo() }, () => {
  after(removeHeld);
  const rowsOf = (only: string): readonly HolderRow[] => {
    const { dump, binary } = runHeld({ args: ["-only", only, "-scale", "10"] });
    const analysis = analyzeFiles(dump, binary);
    return heldReport({ analysis, source: "" }, undefined, { binary: null, stack: undefined }).holders;
  };

  test("two variables that hold one object are both named", () => {
    const [first] = rowsOf("two holders");
    assert.deepEqual([...(first?.roots?.names ?? [])].sort(), ["main.alsoShared", "main.shared"]);
    assert.equal(first?.roots?.count, 2);
    assert.equal(first?.onlyBytes, 0);
  });

  test("what one variable holds has one root, and nothing in it another", () => {
    const [first] = rowsOf("map key");
    assert.deepEqual(first?.roots, { names: ["main.watcher"], count: 1 });
    assert.deepEqual(first?.others, { names: [], count: 0 });
  });
});
