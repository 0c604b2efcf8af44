/**
 * Builds and runs every program of fixtures/leaks/src now, and holds the reports on it to the truth: `npm run test:leaks`, some two minutes. What is
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
import { LEAKS, type Leak } from "./truth.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-leaks-"));
const binaries = new Map<string, Promise<string>>();
const wrong: string[] = [];
let judged = 0;
after(() => rmSync(folder, { recursive: true }));

// They wait most of the time, so several run side by side.
describe("programs with known truth, run now", { concurrency: 7 }, () => {
  for (const leak of LEAKS) {
    it(leak.name, { skip: missingFor(leak), timeout: 300_000 }, async () => {
      const profiles = join(folder, leak.name);
      await takeProfiles(leak, await binaryOf(leak), profiles);
      if (JUDGED.includes(leak.name)) await judge(leak, profiles);
    });
  }
});

it("of ten programs at least nine are told right", () => {
  assert.ok(judged > 0, "no program was judged");
  assert.ok(wrong.length * 10 <= judged, `${wrong.length} of ${judged} are not:\n${wrong.join("\n")}`);
});

/** Leaks that differ by their arguments share a program, which is built once. */
function binaryOf(leak: Leak): Promise<string> {
  const build = buildOf(leak);
  const built = binaries.get(build) ?? buildPrograms(leak, join(folder, build)).then(() => join(folder, build));
  binaries.set(build, built);
  return built;
}

async function judge(leak: Leak, profiles: string): Promise<void> {
  judged += 1;
  try {
    await judgeReports(leak, profiles);
  } catch (error) {
    if (!(error instanceof assert.AssertionError)) throw error;
    wrong.push(error.message);
    process.stdout.write(`# ${error.message.replaceAll("\n", "\n# ")}\n`);
  }
}
