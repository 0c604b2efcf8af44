/** Which nodes the rows are: canonical ones of two builds, else as pprof names them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { printableName } from "../../../src/graph/nodes.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import type { GrowthQuestion } from "../../../src/report/growth/query.ts";
import { rowNodes } from "../../../src/report/growth/row-nodes.ts";
import { fixtureBytes } from "../../fixtures.ts";
import { evidenceOf, heapOf } from "./evidence-of.ts";

const QUESTION: GrowthQuestion = { sampleIndex: 3, granularity: "functions", noInlines: false, sort: "flat", limit: 0 };
const [before, after] = ["main.main;example.com/app.put 1024 10 100", "main.main;example.com/app.put 1024 60 200"];

test("functions of two builds are the nodes that were matched", () => {
  const evidence = evidenceOf(heapOf(before), heapOf(after, { buildId: "b2" }));
  const [nodes, identities] = rowNodes(QUESTION, evidence);
  assert.ok(nodes === evidence.nodes && identities === evidence.identities);
});

test("of one build, and for another granularity, they are made as asked", () => {
  const one = evidenceOf(heapOf(before), heapOf(after));
  assert.notEqual(rowNodes(QUESTION, one)[0], one.nodes);
  const two = evidenceOf(heapOf(before), heapOf(after, { buildId: "b2" }));
  const [nodes, identities] = rowNodes({ ...QUESTION, granularity: "packages" }, two);
  const names = nodes.infos.map(({ name }) => name);
  assert.ok(names.includes("example.com/app") && names.includes("main"), names.join(" "));
  assert.equal(identities.length, nodes.infos.length);
});

test("a file is one row, however many functions of it there are", () => {
  const [older, newer] = ["before", "after"].map((end) => fixtureBytes(`streamwatcher/retain/heap-${end}.out`));
  const evidence = evidenceOf(parseProfile(older as Uint8Array), parseProfile(newer as Uint8Array));
  const [nodes] = rowNodes({ ...QUESTION, granularity: "files" }, evidence);
  const names = nodes.infos.map(printableName);
  assert.equal(new Set(names).size, names.length);
  assert.ok(names.includes("k8s.io/api@v0.37.2/core/v1/generated.pb.go"), names.join(" "));
});
