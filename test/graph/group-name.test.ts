import assert from "node:assert/strict";
import { test } from "node:test";
import { buildModuleTable } from "../../src/graph/go/module.ts";
import { GRANULARITIES } from "../../src/graph/granularity.ts";
import { groupNameFor } from "../../src/graph/group-name.ts";

const FILE = "/home/dev/go/pkg/mod/github.com/x/y@v1.2.0/z/a.go";
const NAME = "github.com/x/y/z.(*T).Get";

test("functions are gathered by package or by module, and are themselves else", () => {
  const named = (granularity: (typeof GRANULARITIES)[number], name = NAME, file = FILE): string =>
    groupNameFor(granularity, () => buildModuleTable([FILE]))(name, file);
  for (const granularity of GRANULARITIES) {
    if (granularity !== "packages" && granularity !== "modules") assert.equal(named(granularity), NAME, granularity);
  }
  assert.equal(named("packages"), "github.com/x/y/z");
  assert.equal(named("modules"), "github.com/x/y");
});

test("what is not Go's stays as it is, and the modules are asked for only where they are wanted", () => {
  for (const granularity of ["packages", "modules"] as const)
    assert.equal(groupNameFor(granularity, () => buildModuleTable([]))("malloc", ""), "malloc");
  const fail = (): never => assert.fail("asked");
  assert.equal(groupNameFor("packages", fail)(NAME, FILE), "github.com/x/y/z");
  assert.equal(groupNameFor("functions", fail)(NAME, FILE), NAME);
});
