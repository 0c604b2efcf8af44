/** Who holds under pseudonyms: each kind of path keeps its shape, and what everybody knows its name. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { analyzeDump } from "../../../src/dump/analysis.ts";
import { NO_NAMES } from "../../../src/dump/names/program-names.ts";
import { Pseudonyms } from "../../../src/graph/anonymize/pseudonyms.ts";
import { anonymizeEvidence, anonymizeHeld } from "../../../src/report/held/anonymize.ts";
import type { HolderEvidence } from "../../../src/report/held/evidence.ts";
import { heldReport } from "../../../src/report/held/held.ts";
import { readDump } from "../../dump/dump-of.ts";
import { writeDump } from "../../dump/dump-writer.ts";
import { sharedHolders } from "../../dump/typed-holders.ts";
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

test("the holder goes by its kind: a function of goroutines, a variable, and what is neither by itself", () => {
  const nameOf = (kind: HolderEvidence["holders"][number]["holder"]["kind"], name: string): string => {
    const row = holderRowOf({ path: "main.x" });
    const holder = { ...row.holder, kind, name };
    const evidence: HolderEvidence = {
      ...{ evidence: "dump", base: null, current: dump, suspect: null, live: 0, isSampled: true },
      holders: [{ ...row, holder }],
    };
    return anonymizeEvidence(evidence, new Pseudonyms("corp.example/app"), []).holders[0]?.holder.name ?? "";
  };
  assert.match(nameOf("goroutine", "main.work"), /^main\.function\d+$/);
  assert.match(nameOf("variable", "main.secret"), /^main\.variable\d+$/);
  assert.equal(nameOf("other-root", "runtime roots"), "runtime roots");
});

test("no private name is left anywhere in a report, of either dump; what everybody knows is", () => {
  const named = (source: string) => ({ analysis: sharedHolders(), source });
  const report = heldReport(named("/private/now"), named("/private/then"), {
    binary: { source: "/private/bin", hasTypes: true },
    stack: undefined,
  });
  const secrets = /private\/|cache|items|spare|byName|main\.other|Item|Cache/;
  assert.match(JSON.stringify(report), secrets);
  assert.ok(report.holders.some(({ element }) => element !== null));
  const hidden = anonymizeHeld(report, new Pseudonyms("corp.example/app"), []);
  assert.deepEqual([hidden.current.source, hidden.base?.source, hidden.binary?.source], ["current", "base", "program"]);
  const { current, base, binary, holders, facts, samples } = hidden;
  const texts = JSON.stringify([current, base, binary, holders, facts, samples]).replace(
    /"(?:others|otherBytes)":/g,
    "",
  );
  assert.doesNotMatch(texts, secrets);
  assert.match(texts, /sync\.Map/);
  const alone = anonymizeHeld(
    { ...report, base: null, binary: null, facts: null },
    new Pseudonyms("corp.example/app"),
    [],
  );
  assert.deepEqual([alone.base, alone.binary, alone.facts], [null, null, null]);
});

test("who else leads to what is held is hidden too", () => {
  const [heap, data] = [0xc000000000, 0x600000];
  const [a, b] = [heap, heap + 0x2000];
  const each = Array.from({ length: 20 }, (_, at) => heap + 0x10000 + 64 * at);
  const bytes = writeDump({
    heap: [heap, heap + 0x100000],
    objects: [
      { address: a, words: each },
      { address: b, words: each.slice(0, 2) },
      ...each.map((address) => ({ address, size: 64 })),
    ],
    data: { address: data, words: [a, b] },
  });
  const variableName = (address: number) => (address === data ? "main.secretTable" : "main.secretIndex");
  const analysis = analyzeDump(readDump(bytes), { ...NO_NAMES, variableName });
  const report = heldReport({ analysis, source: "" }, undefined, { binary: null, stack: undefined });
  assert.deepEqual(
    [report.holders[0]?.others?.names, report.holders[0]?.beside],
    [["main.secretIndex"], "main.secretIndex"],
  );
  assert.doesNotMatch(JSON.stringify(anonymizeHeld(report, new Pseudonyms("corp.example/app"), [])), /secret/);
});
