/** Growth by package and module. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "../../../src/blame/provenance/comparison.ts";
import { growthReport } from "../../../src/report/growth/growth.ts";
import { heapOf, SPACE } from "./evidence-of.ts";

const report = (before: string, after: string) =>
  growthReport(compare(heapOf(before), heapOf(after), { mainModule: "example.com/app" }), { sampleIndex: SPACE });

const BEFORE =
  "main.main;example.com/app/store.Put 1024 10 100\nmain.main;k8s.io/api/core.F 1024 10 100\nmain.main;example.com/app.G 1024 5 100";
const AFTER =
  "main.main;example.com/app/store.Put 1024 60 200\nmain.main;k8s.io/api/core.F 1024 2 200\nmain.main;example.com/app.G 1024 6 200";

test("each sample counts for one package and one module: both tables add up to the whole", () => {
  const { packages, modules, totals } = report(BEFORE, AFTER);
  for (const table of [packages, modules]) {
    for (const key of ["base", "current"] as const) {
      assert.equal(
        table.reduce((sum, row) => sum + Number(row[key]), 0),
        Number(totals[key]),
        key,
      );
    }
    assert.equal(
      table.reduce((sum, row) => sum + Number(row.delta), 0),
      Number(totals.net),
    );
  }
});

test("the largest change comes first, whichever way it goes", () => {
  const { packages } = report(BEFORE, AFTER);
  assert.deepEqual(
    packages.filter(({ delta }) => Number(delta) !== 0).map(({ package: path }) => path),
    ["example.com/app/store", "k8s.io/api/core", "example.com/app"],
  );
});

test("the program's own packages are one module, which is told to be its own", () => {
  const own = report(BEFORE, AFTER).modules.find(({ module }) => module === "example.com/app");
  assert.equal(own?.owner, "own");
  assert.ok(!("package" in (own ?? {})));
  assert.ok(Number(own?.base) > 0 && own?.significant === true);
});

test("shares are of the denominator, intervals are whole, and what has not changed surely says so", () => {
  const { packages, denominator } = report(BEFORE, AFTER);
  const [first, , third] = packages;
  assert.equal(first?.share, Number(first?.delta) / Number(denominator.value));
  assert.ok(Number.isInteger(first?.low) && (first?.low ?? 0) > 0);
  assert.equal(third?.significant, false);
});

test("without statistics there are none here", () => {
  const [first] = report(AFTER, AFTER).packages;
  assert.deepEqual([first?.low, first?.high, first?.significant, first?.share], [null, null, null, 0]);
});

test("those that changed alike come by module, then by package", () => {
  const text = (count: number) =>
    ["k8s.io/api/core", "example.com/app/z", "example.com/app/a"]
      .map((path) => `main.main;${path}.F 1024 ${count} ${10 * count}`)
      .join("\n");
  const { packages } = report(text(10), text(60));
  assert.deepEqual(
    packages.slice(0, 3).map(({ package: path }) => path),
    ["example.com/app/a", "example.com/app/z", "k8s.io/api/core"],
  );
});
