/** Who holds under pseudonyms: each kind of path keeps its shape, and what everybody knows its name. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Pseudonyms } from "../../../src/graph/anonymize/pseudonyms.ts";
import { anonymizeEvidence } from "../../../src/report/held/anonymize.ts";
import type { HolderEvidence } from "../../../src/report/held/evidence.ts";
import { holderRowOf } from "../../wording/holder-row.ts";

const dump = {
  ...{ source: "/private/a.dump", goVersion: "go1.26.8", architecture: "amd64", liveBytes: 9, liveObjects: 1 },
  ...{ garbageBytes: 0, garbageObjects: 0, heapAlloc: 9, goroutines: 1 },
};

function pathOf(path: string): string {
  const evidence: HolderEvidence = {
    ...{ evidence: "dump", base: null, current: dump, suspect: null, live: 0, isSampled: true },
    holders: [holderRowOf({ path })],
  };
  const said = anonymizeEvidence(evidence, new Pseudonyms("corp.example/app"), []);
  assert.equal(said.current.source, "current");
  return said.holders[0]?.path ?? "";
}

test("a path keeps its shape", () => {
  for (const [path, shape] of [
    ["main.secret .hidden[main.secretKey] key .pod", /^main\.variable\d+ \.field\d+\[main\.type\d+\] key \.field\d+$/],
    ["main.secret[interface {}] value", /^main\.variable\d+\[interface \{\}\] value$/],
    [
      "goroutine main.work, in main.read .hidden[]",
      /^goroutine main\.function\d+, in main\.function\d+ \.field\d+\[\]$/,
    ],
    ["corp.example/app/store.entries[]", /^private1\.com\/app\/pkg\d+\.variable\d+\[\]$/],
    ["k8s.io/client-go/tools/cache.known .x", /^k8s\.io\/client-go\/tools\/cache\.known \.field\d+$/],
    ["0x58d9e8 .hidden", /^0x58d9e8 \.field\d+$/],
    ["queued finalizers", /^queued finalizers$/],
  ] as const) {
    assert.match(pathOf(path), shape);
  }
});

test("the same name has the same pseudonym", () => {
  const [first, second] = pathOf("main.secret .hidden .hidden").split(" ").slice(1);
  assert.equal(first, second);
});
