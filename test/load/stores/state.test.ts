/** One state out of servers that keep single types without labels: the columns are those that were pushed, the time is that of the list. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { recoverSampleCounts } from "../../../src/blame/counts/sample-count.ts";
import { joinHeapTypes } from "../../../src/load/stores/heap-types.ts";
import { loadProfile } from "../../../src/load.ts";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { encodeJsonMessage } from "../../../src/profile/codec/json-message.ts";
import { isJoined } from "../../../src/profile/merge/stored-mark.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { type Bucket, heapProfile } from "../../blame/heap-buckets.ts";
import { failureOf, usageErrorOf } from "../../fetch/failure-of.ts";
import { type Manners, type StandIn, serveProfiles } from "../../fetch/stores/stand-in.ts";

const START = BigInt(Date.UTC(2026, 7, 21, 12)) * 1_000_000n;
const MINUTE = 60_000_000_000n;

const bucketsAt = (inuse: number): Bucket[] => [
  { stack: "main.main;main.keep[go.shape.int]", size: 2048, inuse, alloc: 40 },
  { stack: "main.main;main.keep[go.shape.int]", size: 64, inuse: 2, alloc: 90 },
  { stack: "main.main;main.passing", size: 512, inuse: 0, alloc: 300 },
];

async function filled(manners?: Manners): Promise<StandIn> {
  const server = await serveProfiles(manners);
  for (const [pod, minute, inuse] of [
    ["a", 0n, 3],
    ["a", 10n, 8],
    ["b", 9n, 4],
  ] as const) {
    server.push({ pod }, encodeProfile(heapProfile(bucketsAt(inuse), { timeNanos: START + minute * MINUTE })));
  }
  return server;
}

function totals({ header, samples }: Profile): Record<string, number> {
  return Object.fromEntries(
    header.sampleTypes.map(({ type }, at) => [
      type,
      (samples.values[at] as Float64Array).reduce((sum, value) => sum + value, 0),
    ]),
  );
}

for (const kind of ["parca", "pyroscope"] as const) {
  test(`${kind}: the last profile of the hour, its four types joined by stack`, async () => {
    const { host } = await filled();
    const said: string[] = [];
    const profile = await loadProfile(`${kind}://${host}?query={pod="a"}&at=2026-08-21T12:30`, {
      onNotice: (line) => said.push(line),
    });
    assert.deepEqual(totals(profile), totals(heapProfile(bucketsAt(8))));
    assert.equal(profile.header.timeNanos, START + 10n * MINUTE);
    assert.equal(profile.samples.length, 2, "sizes of one stack are one row without labels");
    assert.equal(recoverSampleCounts(profile).verdict, "bounded");
    assert.ok(isJoined(profile.header), "its counters are those of one process");
    assert.match(
      said.join("\n"),
      /the last profile up to 2026-08-21T12:30:00Z; the 1 others of that time have .* live/,
    );
  });

  test(`${kind}: pods are added up at one time, never over time`, async () => {
    const { host } = await filled();
    const both = await loadProfile(`${kind}://${host}?at=2026-08-21T12:30`);
    assert.ok(!isJoined(both.header), "no one process has the counters of a sum");
    const [a, b] = [totals(heapProfile(bucketsAt(8))), totals(heapProfile(bucketsAt(4)))];
    assert.equal(totals(both)["inuse_space"], (a["inuse_space"] ?? 0) + (b["inuse_space"] ?? 0));
    const earlier = await loadProfile(`${kind}://${host}?query={pod="a"}&at=2026-08-21T12:05`);
    assert.deepEqual(totals(earlier), totals(heapProfile(bucketsAt(3))));
  });

  test(`${kind}: no profile in the hour is said, with the selector`, async () => {
    const { host } = await filled();
    const error = await failureOf(loadProfile(`${kind}://${host}?query={pod="a"}&at=2026-08-21T14:00`));
    assert.match(error.message, /no heap profile with \{pod="a"\} in the 1h up to 2026-08-21T14:00:00Z$/);
    const wrong = await usageErrorOf(loadProfile(`${kind}://${host}?at=teatime`));
    assert.match(wrong.message, /at teatime is no moment/);
  });
}

test("a server that answers with the sum of the stretch is refused with the reason", async () => {
  const server = await serveProfiles({ ignoresIds: true });
  for (const at of [0n, 500n]) {
    const timeNanos = START + at * 1_000_000n;
    server.push({ pod: "a" }, encodeProfile(heapProfile(bucketsAt(5), { timeNanos })));
  }
  const error = await failureOf(loadProfile(`pyroscope://${server.host}?at=2026-08-21T12:30`));
  assert.equal(error.code, "sum-only");
  assert.match(error.message, /adds up what is live over time, and a sum of levels is no level/);
});

const cases = fileURLToPath(new URL("../../../../shared/cases/", import.meta.url));

test("profiles as real servers gave them back are read", { skip: !existsSync(cases) }, () => {
  for (const [file, megabytes] of [
    ["pyroscope/pyro-single-0.pb", 11.5],
    ["pyroscope/pyro-single-1.pb", 35.01],
    ["parca/parca-1.pb.gz", 14.03],
    ["parca/parca-2.pb.gz", 38.58],
  ] as const) {
    const profile = parseProfile(readFileSync(cases + file));
    const joined = joinHeapTypes([{ type: "inuse_space", profile }], START);
    assert.equal(joined.header.timeNanos, START);
    assert.ok(
      Math.abs((totals(joined)["inuse_space"] ?? 0) / 2 ** 20 - megabytes) < 0.01,
      `${file} ${totals(joined)["inuse_space"]}`,
    );
  }
});

test("a profile in JSON whose texts are none is refused", () => {
  for (const strange of [[[["a"]]], { toString: 1 }, 5])
    assert.throws(() => encodeJsonMessage({ stringTable: ["", strange] }), /stringTable holds what is no text/);
});
