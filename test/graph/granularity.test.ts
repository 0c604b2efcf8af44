import assert from "node:assert/strict";
import { test } from "node:test";
import { GRANULARITIES, type Granularity, keptFields } from "../../src/graph/granularity.ts";

/** The names of the fields that are kept. */
function kept(granularity: Granularity, showColumns: boolean, noInlines: boolean): string {
  const fields = keptFields(granularity, showColumns, noInlines);
  return Object.entries(fields)
    .filter(([, isKept]) => isKept)
    .map(([name]) => name)
    .join(" ");
}

test("each granularity keeps its fields; columns where they are asked for, and with addresses unless inlined frames go", () => {
  const all = (showColumns: boolean, noInlines: boolean) =>
    Object.fromEntries(GRANULARITIES.map((granularity) => [granularity, kept(granularity, showColumns, noInlines)]));
  const usual = {
    ...{ functions: "name", packages: "name", modules: "name", filefunctions: "name file", files: "file" },
    ...{ lines: "name file line", addresses: "name file line column address" },
  };
  assert.deepEqual(all(false, false), usual);
  assert.deepEqual(all(false, true), { ...usual, addresses: "name file line address" });
  const columns = { ...usual, lines: "name file line column" };
  assert.deepEqual(all(true, false), columns);
  assert.deepEqual(all(true, true), columns);
});
