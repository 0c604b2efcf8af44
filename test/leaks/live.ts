/** Builds and runs every program of fixtures/leaks/src now, and holds the reports on it to the truth: `npm run test:leaks`, some six minutes. */
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
      if (JUDGED.includes(leak.name)) await judgeReports(leak, profiles);
    });
  }
});
