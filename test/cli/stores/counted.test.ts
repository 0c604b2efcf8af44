/** A trend of a server that does not give all of its points: the others are the trend, and what is missing is said; how far it is, is shown. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isGap } from "../../../src/cli/stores/counted.ts";
import { FetchError, ProfileError } from "../../../src/errors.ts";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { heapProfile } from "../../blame/heap-buckets.ts";
import { type Manners, type StandIn, serveProfiles } from "../../fetch/stores/stand-in.ts";
import { runCli } from "../run-cli.ts";

const START = BigInt(Date.UTC(2026, 7, 20)) * 1_000_000n;
const HOUR = 3_600_000_000_000n;
const ENDS = ["--from", "2026-08-20T00:00", "--to", "2026-08-20T12:00"];

async function filled(manners: Manners): Promise<StandIn> {
  const server = await serveProfiles(manners);
  for (let hour = 0; hour < 10; hour++) {
    const bucket = { stack: "main.main;main.keep", size: 2 ** 20, inuse: 30 + 9 * hour, alloc: 400 };
    const timeNanos = START + BigInt(hour) * HOUR;
    server.push({ pod: "web-0" }, encodeProfile(heapProfile([bucket], { timeNanos })));
  }
  return server;
}

for (const [kind, dead] of [
  ["parca", /T03:00:00|T04:00:00/],
  ["pyroscope", /00000000000[34]$/],
] as const) {
  test(`${kind}: two points that break off are left out and said`, async () => {
    const { host } = await filled({ dead });
    const { code, stdout, stderr } = await runCli(["trend", `${kind}://${host}`, ...ENDS, "-f", "json"]);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^heapblame: 2 of 10 profiles could not be had, the trend is of the others: \S+.*$/m);
    const { points } = JSON.parse(stdout);
    const hours = points.map(({ timeNanos }: { timeNanos: string }) => Number((BigInt(timeNanos) - START) / HOUR));
    assert.deepEqual(hours, [0, 1, 2, 5, 6, 7, 8, 9]);
  });
}

test("a server that gives no point is an error, with its reason", async () => {
  const { host } = await filled({ dead: /./ });
  const { code, stdout, stderr } = await runCli(["trend", `parca://${host}`, ...ENDS]);
  assert.deepEqual([code, stdout], [2, ""]);
  assert.match(stderr, /^heapblame: parca:\/\/.*: .+$/m);
  assert.doesNotMatch(stderr, /could not be had/);
});

test("on a terminal the profiles are counted as they come", async () => {
  const { host } = await filled({});
  const { code, stderr } = await runCli(["trend", `pyroscope://${host}`, ...ENDS, "-f", "json"], {
    isErrorShown: true,
  });
  assert.equal(code, 0, stderr);
  assert.match(stderr, /0 of 10 profiles/);
});

test("a gap is what one profile of a server could not be had for; sums, interrupts and files are none", () => {
  const source = "parca://h:1?query={}";
  const failed = (code: ConstructorParameters<typeof FetchError>[0]): FetchError => new FetchError(code, "no", "no");
  assert.ok(isGap(source, failed("timeout")));
  assert.ok(!isGap(source, failed("sum-only")));
  assert.ok(!isGap(source, failed("aborted")));
  assert.ok(!isGap("a.pb.gz", failed("timeout")));
  assert.ok(!isGap(source, new ProfileError("invalid", "no", "no")));
});
