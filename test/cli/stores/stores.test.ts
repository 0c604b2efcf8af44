/** Reports on what a server keeps: one state, two ends, a course. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { type Bucket, heapProfile } from "../../blame/heap-buckets.ts";
import { serve } from "../../fetch/servers.ts";
import { type StandIn, serveProfiles } from "../../fetch/stores/stand-in.ts";
import { runCli } from "../run-cli.ts";

const START = BigInt(Date.UTC(2026, 7, 20, 12)) * 1_000_000n;
const HOUR = 3_600_000_000_000n;
const HOURS = 24;

/** A cache that keeps, and a pool that is used. */
function bucketsAt(hour: number, grown: number): Bucket[] {
  return [
    { stack: "main.main;main.(*Cache).Put", size: 4096, inuse: 20 + grown * hour, alloc: 50 + 30 * hour },
    { stack: "main.main;main.(*Pool).Get", size: 8192, inuse: 30, alloc: 60 + 10 * hour },
  ];
}

async function filled(): Promise<StandIn> {
  const server = await serveProfiles();
  for (let hour = 0; hour <= HOURS; hour++) {
    for (const [pod, grown] of [
      ["web-0", 8],
      ["web-1", 0],
    ] as const) {
      const timeNanos = START + BigInt(hour) * HOUR;
      server.push({ pod, namespace: "shop" }, encodeProfile(heapProfile(bucketsAt(hour, grown), { timeNanos })));
    }
  }
  return server;
}

const ENDS = ["--from", "2026-08-20T12:00", "--to", "2026-08-21T12:00"];

for (const kind of ["parca", "pyroscope"] as const) {
  test(`${kind}: the same hour of yesterday against the last`, async () => {
    const { host } = await filled();
    const { code, stdout, stderr } = await runCli([
      "diff",
      `${kind}://${host}`,
      "--query",
      '{pod="web-0"}',
      ...ENDS,
      "--compare",
      "1h",
      "-f",
      "json",
    ]);
    assert.equal(code, 0, stderr);
    const report = JSON.parse(stdout);
    const [row] = report.functions;
    assert.equal(row.name, "main.(*Cache).Put");
    assert.ok(Number(row.deltaFlat) > 90 * 2 ** 20);
    assert.match(report.base.source, /at=2026-08-20T12:00:00Z&within=1h/);
    const short = await runCli(["diff", `${kind}://${host}?query={pod="web-0"}`, ...ENDS, "-f", "json"]);
    assert.deepEqual(JSON.parse(short.stdout).totals, report.totals);
  });

  test(`${kind}: the course of one pod, at the times of the list`, async () => {
    const { host } = await filled();
    const { code, stdout, stderr } = await runCli([
      "trend",
      `${kind}://${host}`,
      "--query",
      '{pod="web-0"}',
      ...ENDS,
      "-f",
      "json",
    ]);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /24 of its 25 profiles, evenly spaced/);
    const { points, trend } = JSON.parse(stdout);
    assert.equal(points.length, 24);
    assert.equal(BigInt(points[0].timeNanos), START);
    assert.equal(BigInt(points.at(-1).timeNanos), START + BigInt(HOURS) * HOUR);
    assert.equal(trend.values.length, 24);
    assert.ok(trend.slopePerHour === null || trend.slopePerHour > 0);
  });
}

test("the course of several pods is that of their sum at common moments", async () => {
  const { host } = await filled();
  const { code, stdout, stderr } = await runCli(["trend", `parca://${host}`, ...ENDS, "-f", "json"]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /the sum of 2 pods at 24 moments; heapblame fleet has each of them/);
  const { trend } = JSON.parse(stdout);
  assert.ok(trend.values[0] > 2 * 20 * 2 ** 19 && trend.values.at(-1) > trend.values[0]);
});

for (const kind of ["parca", "pyroscope"]) {
  test(`${kind}: the sum is that of the pods that were there all the time, and of none whose name begins alike`, async () => {
    const server = await filled();
    const late = encodeProfile(heapProfile(bucketsAt(900, 90), { timeNanos: START + BigInt(HOURS) * HOUR }));
    server.push({ pod: "web-11", namespace: "shop" }, late);
    const trendOf = async (...more: string[]): Promise<{ trend: { values: number[] } }> => {
      const { code, stdout, stderr } = await runCli([
        "trend",
        `${kind}://${server.host}`,
        ...more,
        ...ENDS,
        "-f",
        "json",
      ]);
      assert.equal(code, 0, stderr);
      if (more.length === 0) {
        assert.match(stderr, /2 of 3 pods were there all the time/);
        assert.match(stderr, /each by itself: web-0 from \S+ \S+ to \S+ \S+, web-1 from/);
      }
      return JSON.parse(stdout);
    };
    const last = async (...more: string[]): Promise<number> => (await trendOf(...more)).trend.values.at(-1) ?? 0;
    const [one, two] = [await last("--query", '{pod="web-0"}'), await last("--query", '{pod="web-1"}')];
    assert.equal(await last(), one + two);
  });
}

test("pods that come and go have no sum that is a trend: that is refused, and said", async () => {
  const server = await serveProfiles();
  for (let hour = 0; hour <= HOURS; hour++) {
    const timeNanos = START + BigInt(hour) * HOUR;
    const pod = hour < HOURS / 2 ? "web-old" : "web-new";
    server.push({ pod }, encodeProfile(heapProfile(bucketsAt(hour, 8), { timeNanos })));
  }
  const { code, stderr } = await runCli(["trend", `parca://${server.host}`, ...ENDS]);
  assert.equal(code, 2);
  assert.match(stderr, /none of 2 pods was there all the time, and the sum of pods that come and go is no trend/);
  const own = await runCli(["trend", `parca://${server.host}?query={pod="web-new"}`, ...ENDS, "-f", "json"]);
  assert.equal(own.code, 0, own.stderr);
});

test("one state is a report on one heap, by any command that takes a profile", async () => {
  const { host } = await filled();
  const { code, stdout, stderr } = await runCli([
    `parca://${host}`,
    "--query",
    '{pod="web-1"}',
    "--at",
    "2026-08-21T12:10",
  ]);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /main\.\(\*Pool\)\.Get/);
  assert.doesNotMatch(stdout, /capture 'parca/);
  const top = await runCli(["top", `parca://${host}?query={pod="web-1"}&at=2026-08-21T12:10`]);
  assert.match(top.stdout, /100%.*main\.\(\*Cache\)\.Put|main\.\(\*Pool\)\.Get/);
});

test("what a server cannot be asked for is said with its name, by every command", async () => {
  const { port } = await serve((_, response) => void response.end("<html>"));
  for (const kind of ["parca", "pyroscope"]) {
    for (const words of [["trend"], ["fleet"], []]) {
      const { code, stderr } = await runCli([...words, `${kind}://user:secret@127.0.0.1:${port}`]);
      assert.equal(code, 2, stderr);
      assert.match(stderr, /^heapblame: \w+:\/\/[^ ]*127\.0\.0\.1:\d+: the answer is no JSON/);
      assert.doesNotMatch(stderr, /secret/);
    }
  }
});

/** A Pyroscope that lists six profiles of such values, and answers for each. */
async function listing(value: string, profile: () => string): Promise<string> {
  const server = await serve((request, response) => {
    if (request.url?.endsWith("LabelNames")) return void response.end('{"names":["pod"]}');
    if (!request.url?.endsWith("SelectSeries")) return void response.end(`{"pprof":{"profile":${profile()}}}`);
    const points = Array.from({ length: 6 }, (_, hour) => {
      const at = String(START / 1_000_000n + BigInt(hour) * 3_600_000n);
      return { timestamp: at, value: 1, exemplars: [{ timestamp: at, profileId: `id-${hour}`, value }] };
    });
    response.end(JSON.stringify({ series: [{ labels: [{ name: "pod", value: "web-0" }], points }] }));
  });
  return `pyroscope://127.0.0.1:${server.port}`;
}

const DEEP = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;

for (const [name, value, profile] of [
  ["values beyond 64 bits", "1e308", '{"stringTable":[""]}'],
  ["lists in lists", "5", `{"sample":${DEEP}}`],
  ["strings that are no list", "5", '{"stringTable":"abc"}'],
  [
    "a profile that is none",
    "5",
    '{"stringTable":["","x"],"sampleType":[{"type":"1"}],"sample":[{"locationId":["7"],"value":["5"]}]}',
  ],
] as const) {
  test(`answers of ${name} end as a result or in one line, and are asked for again by the next run`, async () => {
    const home = mkdtempSync(join(tmpdir(), "heapblame-answers-"));
    const asked: string[] = [];
    const source = await listing(value, () => {
      asked.push(name);
      return profile;
    });
    for (const command of ["fleet", "trend"]) {
      const runs = [0, 0].map(() => [command, source, ...ENDS]);
      const counts: number[] = [];
      for (const words of runs) {
        const before = asked.length;
        const { code, stderr } = await runCli(words, { env: { XDG_CACHE_HOME: home } });
        assert.ok(code === 0 || code === 2, stderr);
        assert.doesNotMatch(stderr, /bug in heapblame|a run before was stopped/);
        counts.push(asked.length - before);
      }
      // How many were under way when the first failed is not always the same.
      assert.ok((counts[0] as number) > 0 && (counts[1] as number) > 0, counts.join());
    }
    rmSync(home, { recursive: true });
  });
}

test("what does not go together is said", async () => {
  const cases: readonly (readonly [RegExp, ...string[]])[] = [
    [/--query is for sources of pyroscope/, "diff", "a.out", "b.out", "--query", "{}"],
    [/--from is for sources/, "trend", "a.out", "--from", "1d"],
    [/--from 1d --to now/, "diff", "parca://h"],
    [/is not before/, "diff", "parca://h", "--from", "now", "--to", "1d"],
    [/--at is one moment/, "parca://h", "--at", "1d", "--from", "2d"],
    [/is no selector/, "parca://h", "--query", "web"],
    [/has a selector, and --query another/, 'parca://h?query={a="b"}', "--query", '{a="c"}'],
    [/no moment/, "parca://h", "--at", "teatime"],
  ];
  for (const [wanted, ...args] of cases) {
    const { code, stderr } = await runCli(args);
    assert.equal(code, 2, args.join(" "));
    assert.match(stderr, wanted);
  }
});
