/** The same input gives the same bytes: over locale, time zone, order of files, workers and runs. Wants `npm run build`. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ProfileBuilder } from "../../src/profile/builder.ts";
import { encodeProfile } from "../../src/profile/codec/encode.ts";
import { fixture } from "../fixtures.ts";
import { isLongRun, sampled, usualTest } from "../sample.ts";

const heapblame = fileURLToPath(new URL("../../bin/heapblame.js", import.meta.url));
const HEAPS = ["heap-before.out", "heap-1.out", "heap-2.out", "heap-after.out"].map((name) =>
  fixture(`streamwatcher/retain/${name}`),
);
const [BEFORE = "", , , AFTER = ""] = HEAPS;

const GOROUTINES = ["before", "after"].map((when) => fixture(`streamwatcher/retain/goroutine-${when}.out`));

const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  "diff as text": ["diff", BEFORE, AFTER, "--explain"],
  "diff as Markdown": ["diff", BEFORE, AFTER, "-f", "markdown"],
  "diff as JSON": ["diff", BEFORE, AFTER, "-f", "json"],
  "diff as CSV": ["diff", BEFORE, AFTER, "-f", "csv"],
  trend: ["trend", ...HEAPS, "--explain"],
  check: ["check", BEFORE, AFTER, "--max-growth", "1MiB", "-f", "sarif"],
  report: ["report", AFTER],
  dot: ["-dot", AFTER],
  traces: ["-traces", AFTER],
  callgrind: ["-callgrind", AFTER],
  folded: ["folded", AFTER],
  page: ["diff", BEFORE, AFTER, "-o", "/dev/stdout", "-f", "html"],
  picture: ["flame", AFTER, "-o", "/dev/stdout"],
  goroutines: ["goroutines", ...GOROUTINES],
  advise: ["advise", BEFORE, AFTER, "--limit", "250Mi"],
  "check as JUnit": ["check", BEFORE, AFTER, "--max-growth", "1MiB", "-f", "junit"],
  speedscope: ["speedscope", AFTER],
  anonymized: ["diff", BEFORE, AFTER, "--anonymize"],
};

/** pprof's header has the moment in the zone of the machine, as pprof's has. */
const OF_ZONE = /Time: [^\\\n]*/g;

const SURROUNDINGS: readonly Readonly<Record<string, string>>[] = [
  { LC_ALL: "C", LANG: "C", TZ: "UTC" },
  { LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8", TZ: "Pacific/Kiritimati" },
  { LC_ALL: "de_DE.UTF-8", LANG: "de_DE.UTF-8", TZ: "America/St_Johns" },
  { LC_ALL: "ar_EG.UTF-8", LANG: "ar_EG.UTF-8", TZ: "Asia/Kathmandu", UV_THREADPOOL_SIZE: "1" },
];

function outputOf(words: readonly string[], surroundings: Readonly<Record<string, string>>): string {
  const { stdout } = spawnSync(process.execPath, [heapblame, ...words], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], PPROF_BINARY_PATH: "/nonexistent", ...surroundings },
    timeout: 60_000,
    maxBuffer: 1 << 28,
  });
  assert.notEqual(stdout, "", words.join(" "));
  return stdout.replace(OF_ZONE, "");
}

function bytesOf(words: readonly string[], surroundings: Readonly<Record<string, string>>): string {
  return createHash("sha256").update(outputOf(words, surroundings)).digest("hex");
}

for (const [name, words] of sampled(Object.entries(COMMANDS), 4)) {
  test(`${name} has the same bytes in every locale and zone`, () => {
    const all = SURROUNDINGS.map((surroundings) => bytesOf(words, surroundings));
    assert.deepEqual(new Set(all).size, 1);
  });
}

usualTest("a series is the same in any order of its files, but for saying that they were put in order", () => {
  const [first = {}] = SURROUNDINGS;
  const numbersOf = (order: readonly string[]): object => {
    const { functions, trend, points, verdict, counters, ends } = JSON.parse(
      outputOf(["trend", ...order, "-f", "json"], first),
    );
    return { functions, trend, points, verdict, counters, totals: ends.totals };
  };
  const asGiven = numbersOf(HEAPS);
  for (const order of [HEAPS.toReversed(), [...HEAPS.slice(2), ...HEAPS.slice(0, 2)]]) {
    assert.deepEqual(numbersOf(order), asGiven);
  }
});

usualTest("several files are added up to the same bytes each time, whichever worker was first", () => {
  const [first = {}] = SURROUNDINGS;
  assert.equal(new Set([1, 2, 3].map(() => bytesOf(["-traces", ...HEAPS], first))).size, 1);
});

/** Large enough for a thread of its own. */
function writeLarge(file: string, first: number): string {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "inuse_space", unit: "bytes" }] });
  for (let at = first; at < first + 50_000; at++) {
    const name = `main.${createHash("sha256").update(String(at)).digest("hex")}`;
    const lines = [{ function: builder.addFunction({ name, file: "/src/a.go" }), line: 3 }];
    builder.addSample([builder.addLocation({ address: BigInt(16 * at + 16), lines })], [BigInt((at * 7919) % 100_000)]);
  }
  writeFileSync(file, encodeProfile(builder.finish()));
  return file;
}

const hasTaskset = spawnSync("taskset", ["-c", "0", "true"]).status === 0;

test("large files are added up to the same bytes by one thread and by several", {
  skip: hasTaskset ? !isLongRun && "in the long run" : "taskset is not here",
  timeout: 120_000,
}, () => {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-determinism-"));
  after(() => rmSync(folder, { recursive: true }));
  const files = [0, 30_000, 60_000].map((first) => writeLarge(join(folder, `${first}.pb`), first));
  for (const words of [
    ["-traces", ...files],
    ["diff", ...files.slice(0, 2), "-f", "csv"],
  ]) {
    const [one, all] = [["taskset", "-c", "0"], []].map((before) => {
      const [program = "", ...rest] = [...before, process.execPath, heapblame, ...words];
      const env = { PATH: process.env["PATH"], PPROF_BINARY_PATH: "/nonexistent" };
      const { stdout } = spawnSync(program, rest, { env, timeout: 50_000, maxBuffer: 1 << 28 });
      assert.ok(stdout.length > 1000, words[0]);
      return createHash("sha256").update(stdout).digest("hex");
    });
    assert.equal(one, all, words[0]);
  }
});
