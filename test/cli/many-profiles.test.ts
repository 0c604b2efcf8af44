/** A trend of more profiles than can be its points: from a directory, a pattern, or named one by one in any order. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { TrendReport } from "../../src/index.ts";
import { encodeProfile } from "../../src/profile/codec/encode.ts";
import { heapProfile } from "../blame/heap-buckets.ts";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-many-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const START = BigInt(Date.UTC(2026, 7, 17)) * 1_000_000n;
const HOUR = 3_600_000_000_000n;
const COUNT = 130;

function writeProfiles(into: string, count: number): string[] {
  mkdirSync(into);
  return Array.from({ length: count }, (_, hour) => {
    const bucket = { stack: "main.main;main.keep", size: 2 ** 20, inuse: 20 + hour, alloc: 50 + 3 * hour };
    const file = join(into, `heap-${hour}.pb`);
    writeFileSync(file, encodeProfile(heapProfile([bucket], { timeNanos: START + BigInt(hour) * HOUR })));
    return file;
  });
}

let files: string[] = [];
before(() => {
  files = writeProfiles(join(folder, "many"), COUNT);
  writeProfiles(join(folder, "few"), 64);
  writeFileSync(join(folder, "many", "notes.txt"), "nothing");
});

async function trendOf(...sources: readonly string[]): Promise<{ report: TrendReport; stderr: string }> {
  const { code, stdout, stderr } = await runCli(["trend", ...sources, "-f", "json"], { cwd: folder });
  assert.equal(code, 0, stderr);
  return { report: JSON.parse(stdout) as TrendReport, stderr };
}

test("as many points as can be, evenly spaced, with both ends, and it is said", async () => {
  const { report, stderr } = await trendOf("many");
  assert.match(stderr, /64 of the 130 heap profiles are points of the trend, evenly spaced/);
  assert.match(stderr, /no heap profiles, left out: .*notes\.txt/);
  assert.equal(report.points.length, 64);
  assert.equal(BigInt(report.points[0]?.timeNanos ?? 0), START);
  assert.equal(BigInt(report.points.at(-1)?.timeNanos ?? 0), START + BigInt(COUNT - 1) * HOUR);
  assert.equal(report.trend.shape, "rising");
});

test("a pattern, and names in any order, give the same points", async () => {
  const { report } = await trendOf("many");
  for (const sources of [["many/heap-*.pb"], [...files].reverse()]) {
    const other = await trendOf(...sources);
    assert.deepEqual(
      other.report.points.map(({ timeNanos }) => timeNanos),
      report.points.map(({ timeNanos }) => timeNanos),
    );
    assert.deepEqual(other.report.trend.values, report.trend.values);
  }
});

test("up to that number all are points", async () => {
  const { report, stderr } = await trendOf("few");
  assert.equal(report.points.length, 64);
  assert.equal(stderr, "");
});

test("a pipe that nobody writes to and a link to a device are left out of a folder, and of what matches a pattern", async () => {
  const mixed = join(folder, "mixed");
  writeProfiles(mixed, 3);
  execFileSync("mkfifo", [join(mixed, "heap-9.pb")]);
  symlinkSync("/dev/zero", join(mixed, "heap-10.pb"));
  symlinkSync(join(folder, "few", "heap-40.pb"), join(mixed, "heap-11.pb"));
  for (const source of ["mixed", "mixed/heap-*.pb"]) {
    const { report, stderr } = await trendOf(source);
    assert.match(stderr, /^heapblame: no files, left out: mixed\/heap-9\.pb mixed\/heap-10\.pb$/m);
    assert.equal(report.points.length, 4);
  }
});
