import assert from "node:assert/strict";
import { test } from "node:test";
import { gcProcesses, hasGcLines, parseGcLines } from "../../../src/profile/legacy/gctrace.ts";

const MIB = 2 ** 20;
/** As Go 1.26 wrote it. */
const LINE =
  "gc 3 @0.043s 0%: 0.16+0.18+0.003 ms clock, 0.32+0/0.094/0.097+0.006 ms cpu, 4->5->3 MB, 7 MB goal, 0 MB stacks, 0 MB globals, 2 P (forced)";
const OLDER = "gc 12 @3.400s 2%: 0.02+1.1+0.03 ms clock, 0.1+0.4/1.0/0.2+0.2 ms cpu, 41->42->21 MB, 43 MB goal, 8 P";
const AT = Date.UTC(2026, 7, 21, 14, 0, 1, 250);

test("what is alive is the third number, beside the goal, of Go of any age", () => {
  assert.deepEqual(parseGcLines(`started\n${LINE}\n${OLDER}\n`), [
    { number: 3, seconds: 0.043, at: undefined, liveBytes: 3 * MIB, goalBytes: 7 * MIB },
    { number: 12, seconds: 3.4, at: undefined, liveBytes: 21 * MIB, goalBytes: 43 * MIB },
  ]);
});

test("the log's own time is taken, whatever writes it before the line", () => {
  for (const text of [
    `2026-08-21T14:00:01.250000000Z ${LINE}`,
    `2026-08-21T16:00:01.25+02:00 stderr F ${LINE}`,
    `2026-08-21 14:00:01,250 ${LINE}`,
    JSON.stringify({ log: `${LINE}\n`, stream: "stderr", time: "2026-08-21T14:00:01.25Z" }),
    `{"level":"info","ts":${AT / 1000},"msg":"${LINE}"}`,
    `{"timestamp":${AT},"message":"${LINE}"}`,
  ]) {
    const [line] = parseGcLines(text);
    assert.deepEqual([line?.at, line?.liveBytes], [AT, 3 * MIB], text);
  }
});

test("lines of klog between them, and lines that are cut, are no collections", () => {
  const text = `I0821 14:00:01.250000       1 main.go:12] gc of caches took 3s\n${LINE.slice(0, 60)}\n`;
  assert.equal(hasGcLines(text), false);
  assert.deepEqual(parseGcLines(text), []);
  assert.equal(hasGcLines(`gc 3 @0.043s 0%: cut\n${LINE}`), true, "one is enough");
  assert.equal(hasGcLines(`${LINE}\ngc 3 @0.043s 0%: cut`), true);
  assert.equal(parseGcLines(`I0821 14:00:01.250000       1 main.go:12] ${LINE}\r\n`)[0]?.number, 3);
});

test("a number that does not go up is of another process", () => {
  const lines = [1, 2, 5, 1, 2, 2].map((number) => ({
    number,
    seconds: number,
    at: undefined,
    liveBytes: 0,
    goalBytes: 0,
  }));
  assert.deepEqual(
    gcProcesses(lines).map((each) => each.map(({ number }) => number)),
    [[1, 2, 5], [1, 2], [2]],
  );
});

test("a line that begins sixty thousand times costs what it is long", () => {
  const text = "gc 1 @1s 1%: ".repeat(60_000);
  const before = process.cpuUsage();
  assert.equal(hasGcLines(text), false);
  assert.deepEqual(parseGcLines(`${text} 4->5->3 MB, 7 MB goal`)[0]?.liveBytes, 3 * MIB);
  const { user } = process.cpuUsage(before);
  assert.ok(user < 3e6, `${user / 1e6} s`);
});

test("numbers that no process has make no collection, and times that no profile holds are none", () => {
  const digits = "9".repeat(400);
  for (const line of [
    LINE.replace("0.043", "0..043"),
    LINE.replace("0.043", digits),
    LINE.replace("->3 ", `->${digits} `),
  ])
    assert.deepEqual([hasGcLines(line), parseGcLines(line)], [false, []]);
  assert.equal(parseGcLines(`9999-12-31T00:00:00Z ${LINE}`)[0]?.at, undefined);
  assert.equal(parseGcLines(`0001-01-01T00:00:00Z ${LINE}`)[0]?.at, undefined);
  assert.equal(parseGcLines(`2261-01-01T00:00:00Z ${LINE}`)[0]?.at, Date.UTC(2261, 0, 1));
});
