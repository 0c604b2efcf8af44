/** Room that maps and slices have and do not use: of a live program that deleted from its map, of one whose map is full, and of short slices. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { HeldFacts } from "../../../src/report/held/facts.ts";
import { type HeldReport, heldReport } from "../../../src/report/held/held.ts";
import { heldWords } from "../../../src/wording/held.ts";
import { missingRelease } from "../../binary/programs.ts";
import { analyzeFiles } from "../../dump/dump-of.ts";
import { missingGo } from "../../fetch/fixture-program.ts";
import { fixture } from "../../fixtures.ts";
import { buildGoProgram } from "../../go-program.ts";

const RELEASES = ["local", "go1.22.12"];

for (const release of RELEASES) {
  const skip = missingGo() || (release !== "local" && missingRelease(release));
  describe(`room that is not used, ${release}`, { skip }, () => {
    const folder = mkdtempSync(join(tmpdir(), "heapblame-slack-"));
    let binary = "";
    after(() => rmSync(folder, { recursive: true }));
    before(() => {
      const env = { GO111MODULE: "off", ...(release === "local" ? {} : { GOTOOLCHAIN: release }) };
      const flags = ["-trimpath", "-buildvcs=false"];
      binary = buildGoProgram({ folder: fixture("held/kinds"), what: "main.go", flags, name: "kinds", env });
    });
    const reportOf = (kind: string): HeldReport => {
      execFileSync(binary, [kind, join(folder, kind)], { stdio: "pipe", timeout: 60_000 });
      const analysis = analyzeFiles(join(folder, `${kind}-after.dump`), binary);
      return heldReport({ analysis, source: "" }, undefined, { binary: null, stack: undefined });
    };
    const factsOf = (kind: string): HeldFacts => reportOf(kind).facts as HeldFacts;

    test("a map that was emptied has most of its room free", () => {
      const report = reportOf("deleted");
      const [first] = report.facts?.mapSlack ?? [];
      assert.equal(first?.path, "main.dedupe");
      assert.equal(first.count, 1);
      assert.ok(first.bytes > 2_000_000, `${first.bytes}`);
      const said = heldWords(report).facts.find((text) => text.startsWith("Maps have room"));
      assert.match(said ?? "", /^Maps have room for \d\.\d\d MiB of entries that they do not have.*main\.dedupe/);
    });

    test("a map that only grew has none", () => {
      assert.equal(
        factsOf("dedupe").mapSlack.find(({ path }) => path === "main.dedupe"),
        undefined,
      );
    });

    test("slices of much more than they have are counted to the byte", () => {
      const [first] = factsOf("slack").slack;
      assert.equal(first?.path, "main.heads[]");
      assert.equal(first.count, 40);
      assert.equal(first.bytes, 40 * (100_000 - 100));
    });
  });
}
