import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { fixture, modePair } from "../fixtures.ts";
import { runCli } from "./run-cli.ts";

const BEFORE = fixture("streamwatcher/informer-leak/heap-before.debug1.txt.gz");
const AFTER = fixture("streamwatcher/informer-leak/heap-after.debug1.txt.gz");

interface HoursLeft {
  readonly expected: number;
  readonly low: number;
  readonly high: number | null;
}

interface Advice {
  readonly live: { readonly bytes: number; readonly low: number; readonly high: number };
  readonly liveGrowth: { readonly bytes: number; readonly low: number; readonly high: number } | null;
  readonly explained: { readonly share: number; readonly low: number; readonly high: number } | null;
  readonly waterfall: { readonly total: number; readonly segments: Record<string, number> } | null;
  readonly growth: { readonly grown: string; readonly text: string } | null;
  readonly findings: readonly { readonly code: string }[];
  readonly outlook: {
    readonly recommended: number;
    readonly liveMaximum: number;
    readonly hoursWithout: HoursLeft | null;
    readonly hoursUnder: HoursLeft | null;
  } | null;
}

async function adviceOf(...args: string[]): Promise<Advice> {
  const ran = await runCli(["advise", ...args, "-f", "json"]);
  assert.equal(ran.stderr, "");
  assert.equal(ran.code, 0);
  return JSON.parse(ran.stdout) as Advice;
}

test("two captures and a limit give the waterfall, what grew, the arithmetic and lines to paste", async () => {
  const { code, stdout } = await runCli(["advise", BEFORE, AFTER, "--limit", "250Mi", "--slope", "60", "--explain"]);
  assert.equal(code, 0);
  assert.match(stdout, /most is fragmentation/);
  assert.match(stdout, /34\.76 MiB +8\.\d\d +\S+ +\+26\.36 MiB +\d\.\d\d +live heap/);
  assert.match(stdout, /0\.97 \* 225\.0 - 13\.2 - 41\.9 = 163\.09 MiB/);
  assert.match(stdout, /kubectl set env deployment\/NAME GOMEMLIMIT=225MiB/);
  assert.match(stdout, /memory: 250Mi\n +env:\n +- name: GOMEMLIMIT\n +value: "225MiB"/);
  assert.match(stdout, /it does not mend a leak/);
  assert.ok(stdout.split("\n").every((line) => line.length <= 100));
});

test("the time left is longer under GOMEMLIMIT, and memory outside Go lowers it", async () => {
  const { outlook } = await adviceOf(AFTER, "--limit", "250Mi", "--slope", "60");
  assert.ok((outlook?.hoursUnder?.expected ?? 0) > (outlook?.hoursWithout?.expected ?? 0));
  const withRss = await adviceOf(AFTER, "--limit", "250Mi", "--rss", "135131136");
  assert.equal(withRss.outlook?.recommended, 215 * 1024 ** 2);
  assert.equal(withRss.waterfall?.total, 135131136);
  assert.equal(withRss.outlook?.hoursWithout, null);
});

test("without MemStats only the live heap counts, and that is said", async () => {
  const advice = await adviceOf(modePair("retain")[1], "--limit", "250Mi");
  assert.equal(advice.waterfall, null);
  assert.ok(advice.findings.some(({ code }) => code === "no-mem-stats"));
  assert.equal(advice.outlook?.liveMaximum, 125 * 1024 ** 2);
});

test("without a limit there is a waterfall, but no outlook and nothing to paste", async () => {
  const advice = await adviceOf(AFTER);
  assert.equal(advice.outlook, null);
  assert.ok(advice.waterfall !== null);
  assert.ok(advice.findings.some(({ code }) => code === "limit-absent"));
  assert.doesNotMatch((await runCli(["advise", AFTER])).stdout, /To paste/);
});

test("a live heap that fills the limit already is told as pressure on the collector", async () => {
  const { findings } = await adviceOf(AFTER, "--limit", "100Mi");
  assert.ok(findings.some(({ code }) => code === "gc-pressure"));
});

test("where the samples add up to less than is allocated, the live heap is said to be an estimate", async () => {
  const has = async (file: string): Promise<boolean> => {
    const { findings } = await adviceOf(file, "--limit", "250Mi");
    return findings.some(({ code }) => code === "live-estimated");
  };
  assert.equal(await has(BEFORE), true);
  assert.equal(await has(AFTER), false);
});

test("the live heap, its growth and the time left come with intervals", async () => {
  const { live, liveGrowth, outlook, explained } = await adviceOf(
    ...[BEFORE, AFTER, "--limit", "250Mi", "--slope", "60", "--slope-range", "40..80"],
  );
  assert.ok(live.low < live.bytes && live.bytes < live.high);
  assert.ok(liveGrowth !== null && liveGrowth.low > 0 && liveGrowth.low < liveGrowth.bytes);
  const { hoursWithout } = outlook ?? {};
  assert.ok(hoursWithout && hoursWithout.low < hoursWithout.expected);
  assert.ok(hoursWithout.expected < (hoursWithout.high ?? 0));
  assert.ok(explained !== null && explained.low < explained.share && explained.share < explained.high);
  const { stdout } = await runCli([
    "advise",
    BEFORE,
    AFTER,
    "--limit",
    "250Mi",
    "--slope",
    "60",
    "--slope-range",
    "-5..80",
  ]);
  assert.match(stdout, /At this slope that is in \S+ h \(\S+ h or more; it may never be\)/);
  assert.match(stdout, /HeapAlloc, which is exact .* the profiles show\s\S+% of/s);
});

test("two processes are told, as they are in a diff", async () => {
  const other = fixture("streamwatcher/retain/heap-after.debug1.txt.gz");
  const { findings, liveGrowth } = await adviceOf(BEFORE, other, "--limit", "250Mi");
  assert.ok(findings.some(({ code }) => code === "different-process"));
  assert.ok(liveGrowth !== null);
});

test("a heap that samples cannot explain is said to be one", async () => {
  const text = gunzipSync(readFileSync(AFTER)).toString();
  const folder = mkdtempSync(join(tmpdir(), "heapblame-"));
  const file = join(folder, "grown.txt");
  const more = (line: string): string => line.replace(/\d+/, (digits) => String(Number(digits) + 200 * 1024 ** 2));
  writeFileSync(file, text.replace(/# (?:HeapAlloc|HeapInuse|HeapSys|Sys) = \d+/g, more));
  assert.ok((await adviceOf(BEFORE, file)).findings.some(({ code }) => code === "control-total"));
  assert.ok(!(await adviceOf(BEFORE, AFTER)).findings.some(({ code }) => code === "control-total"));
});

test("GOGC=off and GOMEMLIMIT typos are answered, not failures", async () => {
  const { findings } = await adviceOf(AFTER, "--limit", "250Mi", "--gogc", "off", "--gomemlimit", "200Mb");
  assert.deepEqual(
    findings.map(({ code }) => code),
    ["most-memory", "memlimit-malformed", "gogc-off"],
  );
});

test("Markdown goes to a file by its name", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "heapblame-")), "advice.md");
  assert.equal((await runCli(["advise", AFTER, "--limit", "250Mi", "-o", file])).code, 0);
  assert.match(readFileSync(file, "utf8"), /\| live heap \| 34\.76 MiB \| 8\.\d\d \|/);
});

test("a limit that is none, a goroutine profile and a CSV are refused in a line", async () => {
  const cases: [string[], RegExp][] = [
    [[AFTER, "--limit", "250MB"], /--limit 250MB is no amount of memory/],
    [
      [fixture("streamwatcher/steady/goroutine-after.out")],
      /this is no heap profile but one of goroutines .*: its sample types are goroutine/,
    ],
    [[AFTER, "-o", "x.csv"], /x\.csv: no format of this report goes with this name; use one of \.txt \.text \.md/],
    [[AFTER, "--base-rss", "1MiB"], /--base-rss goes with two captures/],
    [[AFTER, "--slope-range", "8..16"], /--slope-range is the interval of --slope/],
    [[AFTER, "--slope", "60", "--slope-range", "8..16"], /--slope 60 is not between 8 and 16/],
    [[AFTER, "--slope", "60", "--slope-range", "8"], /Give two numbers/],
    [[AFTER, "--gogc", "many"], /Give a whole number/],
  ];
  for (const [args, message] of cases) {
    const ran = await runCli(["advise", ...args]);
    assert.equal(ran.code, 2);
    assert.match(ran.stderr, message);
    assert.equal(ran.stderr.split("\n").length, 2);
  }
});

test("notes and arithmetic are shown by --explain, what limits always", async () => {
  const words = ["advise", BEFORE, AFTER, "--limit", "250Mi"];
  const [short, whole] = await Promise.all([runCli(words), runCli([...words, "--explain"])]);
  assert.match(short.stdout, /\d notes: --explain\n$/);
  assert.doesNotMatch(short.stdout, /Arithmetic/);
  assert.match(whole.stdout, /Arithmetic, in MiB:/);
  assert.doesNotMatch(whole.stdout, /--explain/);
});

test("without MemStats the first line is how much is live", async () => {
  const { stdout } = await runCli(["advise", modePair("retain")[1]]);
  assert.match(stdout, /^\d+\.\d\d MiB is live heap \(95% \d+\.\d+ to \d+\.\d+\); where the rest/);
  assert.match(stdout, /no MemStats/);
});
