/** A server that answers for some pods only: the others are reported, and what could not be had is said. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { FleetReport } from "../../../src/index.ts";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { heapProfile } from "../../blame/heap-buckets.ts";
import { type Manners, type StandIn, serveProfiles } from "../../fetch/stores/stand-in.ts";
import { runCli } from "../run-cli.ts";

const START = BigInt(Date.UTC(2026, 7, 17)) * 1_000_000n;
const HOUR = 3_600_000_000_000n;
const WINDOW = ["--from", "2026-08-17T00:00", "--to", "2026-08-17T12:00"];

async function filled(manners: Manners): Promise<StandIn> {
  const server = await serveProfiles(manners);
  for (let pod = 0; pod < 4; pod++) {
    for (let hour = 0n; hour < 12n; hour++) {
      const bucket = { stack: "main.main;main.keep", size: 2 ** 20, inuse: 3 + Number(hour), alloc: 99 };
      server.push({ pod: `web-${pod}` }, encodeProfile(heapProfile([bucket], { timeNanos: START + hour * HOUR })));
    }
  }
  return server;
}

for (const kind of ["parca", "pyroscope"] as const) {
  test(`${kind}: half of the pods break off or stay silent: the others have rows, and the report says it`, async () => {
    const { host } = await filled({ dead: /pod="web-1"/, silent: /pod="web-3"/ });
    const asked = ["fleet", `${kind}://${host}`, ...WINDOW, "--request-timeout", "2s"];
    const { code, stdout, stderr } = await runCli([...asked, "-f", "json"]);
    assert.equal(code, 0, stderr);
    const { pods, missing, counts } = JSON.parse(stdout) as FleetReport;
    assert.deepEqual(pods.map(({ name }) => name).sort(), ["web-0", "web-2"]);
    assert.equal(counts.pods, 2);
    assert.equal(missing.length, 1);
    assert.match(missing[0] ?? "", /^2 pods left out: web-[13]: .+; web-[13]: .+/);
  });
}

test("where all of them break off, what to do is what to do about that, not another name", async () => {
  const { host } = await filled({ dead: /pod=/ });
  const { code, stdout, stderr } = await runCli(["fleet", `parca://${host}`, ...WINDOW]);
  assert.deepEqual([code, stdout], [2, ""]);
  assert.match(stderr, /4 pods left out: .*; try again/);
  assert.doesNotMatch(stderr, /check the name/);
});
