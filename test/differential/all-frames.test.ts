/**
 * `-all_frames`, which the pprof of Go has from 1.27 on and google/pprof before: beside a program that has it. Neither is built here unasked:
 * HEAPBLAME_ALL_FRAMES names one (.ci/run installs it).
 */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { compareOutcomes, shortDiff } from "./compare.ts";
import { generateFamily, PLAIN } from "./generate.ts";
import { profileBytes } from "./message.ts";
import { type Bench, openBench } from "./oracle.ts";

const path = process.env["HEAPBLAME_ALL_FRAMES"] ?? "";
const skip = path === "" && "HEAPBLAME_ALL_FRAMES names no pprof that has the flag";

let bench: Bench;
before(() => {
  if (path !== "") bench = openBench(path);
});
after(() => bench?.close());

/** Some frames to drop, some of those to keep; patterns that match nothing; one that is none. */
const LISTS: readonly (readonly [drop: string, keep: string])[] = [
  ["", ""],
  [".*cache.*", ""],
  [".*cache.*|.*store.*", ".*Method1"],
  ["nothing", "nothing"],
  ["", ".*"],
  ["(", ""],
];

for (const [drop, keep] of LISTS) {
  test(`frames to drop ${drop || "none"}, to keep ${keep || "none"}`, { skip }, async () => {
    const { current, otherBuild } = generateFamily(7, { ...PLAIN, dropFrames: drop, keepFrames: keep });
    const [file, base] = [join(bench.folder, "all.pb"), join(bench.folder, "base.pb")];
    writeFileSync(file, profileBytes(current));
    writeFileSync(base, profileBytes(otherBuild));
    // google/pprof's own has moved on besides: colours in -dot, the default sample type in -proto.
    for (const report of ["-top", "-tree", "-raw", "-traces", "-peek=Type"]) {
      for (const flags of [["-all_frames"], ["-all_frames=false"], ["-all_frames", `-base=${base}`], []]) {
        const args = [report, ...flags, file];
        const difference = compareOutcomes(await bench.pprof(args), await bench.heapblame(args));
        assert.ok(difference === undefined, `${args.join(" ")}\n${difference && shortDiff(difference)}`);
      }
    }
  });
}
