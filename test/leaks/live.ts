/**
 * Builds and runs every program of fixtures/leaks/src now, and holds the reports on it to the truth: `npm run test:leaks`, some six minutes. What is
 * said rests on intervals of 95 %: one program in ten may be told otherwise in a run, and is named.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { JUDGED, judgeReports } from "./judge.ts";
import { buildOf, buildPrograms, missingFor } from "./program.ts";
import { takeProfiles } from "./take.ts";
import { LEAKS } from "./truth.ts";

describe("programs with known truth, run now", () => {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-leaks-"));
  const binaries = new Map<string, string>();
  after(() => rmSync(folder, { recursive: true }));

  for (const leak of LEAKS) {
    it(leak.name, { skip: missingFor(leak), timeout: 120_000 }, async () => {
      const build = buildOf(leak);
      const binary = join(folder, build);
      if (!binaries.has(build)) await buildPrograms(leak, binary);
      binaries.set(build, binary);
      const profiles = join(folder, leak.name);
      await takeProfiles(leak, binary, profiles);
      if (JUDGED.includes(leak.name)) await judge(leak, profiles);
    });
  }

  const wrong: string[] = [];
  let judged = 0;

  async function judge(leak: (typeof LEAKS)[number], profiles: string): Promise<void> {
    judged += 1;
    try {
      await judgeReports(leak, profiles);
    } catch (error) {
      if (!(error instanceof assert.AssertionError)) throw error;
      wrong.push(error.message);
      process.stdout.write(`# ${error.message.replaceAll("\n", "\n# ")}\n`);
    }
  }

  it("of ten programs at least nine are told right", () => {
    assert.ok(wrong.length * 10 <= judged, `${wrong.length} of ${judged} are not:\n${wrong.join("\n")}`);
  });
});
