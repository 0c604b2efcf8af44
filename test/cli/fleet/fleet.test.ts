/** A generated week of 40 pods out of both kinds of server and from disk: the same pods, leaks, version and days. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { FleetReport } from "../../../src/index.ts";
import { type StandIn, serveProfiles } from "../../fetch/stores/stand-in.ts";
import { HOUR, LOGGING_POD, WEEK_START, weekOfPods } from "../../fetch/stores/week.ts";
import { validatorOf } from "../json-schemas.ts";
import { runCli } from "../run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-fleet-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const week = [...weekOfPods()];

async function filled(): Promise<StandIn> {
  const server = await serveProfiles();
  for (const { pod, version, bytes } of week) server.push({ pod, version, namespace: "shop" }, bytes);
  return server;
}

before(() => {
  for (const { pod, at, bytes } of week) {
    mkdirSync(join(folder, pod), { recursive: true });
    writeFileSync(join(folder, pod, `${at}.pb`), bytes);
  }
});

const WINDOW = ["--from", new Date(WEEK_START).toISOString(), "--to", new Date(WEEK_START + 168 * HOUR).toISOString()];

async function fleetOf(...sources: readonly string[]): Promise<FleetReport> {
  const { code, stdout, stderr } = await runCli(["fleet", ...sources, ...WINDOW, "-f", "json"]);
  assert.equal(code, 0, stderr);
  const report = JSON.parse(stdout) as FleetReport;
  const isValid = validatorOf("fleet");
  assert.ok(isValid(report), JSON.stringify(isValid.errors));
  return report;
}

/** The three leaks, by whose they are, since when, and with which version. */
function assertPlanted({ growths, pods, counts }: FleetReport): void {
  assert.deepEqual(growths.map(({ name, kind, grownIn }) => [name, kind, grownIn]).sort(), [
    ["example.com/shop/audit.(*Log).Append", "own", 1],
    ["example.com/shop/cache.(*Cache).Put", "some", 20],
    ["example.com/shop/session.(*Store).Add", "shared", 40],
  ]);
  const [log, cache, sessions] = ["audit", "cache", "session"].map((name) =>
    growths.find((growth) => growth.name.includes(name)),
  );
  assert.deepEqual(log?.pods, [LOGGING_POD]);
  const began = (Date.parse(log?.since ?? "") - WEEK_START) / HOUR;
  assert.ok(began >= 60 && began <= 84, `the log began at hour ${began}`);
  assert.equal(cache?.firstVersion, "v2");
  assert.equal(cache?.since, new Date(WEEK_START + 96 * HOUR).toISOString().replace(".000Z", "Z"));
  assert.equal(cache?.earlierPods, 20);
  assert.deepEqual([sessions?.firstVersion, sessions?.since], [null, null]);
  assert.equal(counts.pods, 40);
  assert.ok(counts.rising >= 30, `${counts.rising} rise`);
  assert.ok(Math.abs((sessions?.perHour ?? 0) / 2 ** 20 - 0.8) < 0.05, String(sessions?.perHour));
  assert.equal(pods.length, 40);
}

test("both servers and the disk say the same", async () => {
  const server = await filled();
  const disk = await fleetOf(folder);
  assertPlanted(disk);
  for (const kind of ["parca", "pyroscope"]) {
    const stored = await fleetOf(`${kind}://${server.host}`, "--query", '{namespace="shop"}');
    assertPlanted(stored);
    assert.deepEqual(stored.growths, disk.growths, kind);
    assert.deepEqual(stored.pods, disk.pods, kind);
    assert.equal(stored.noise.isAssumed, kind === "parca", "Parca loses the period");
  }
});

test("the text names the leaks, the pod, the day and the version", async () => {
  const server = await filled();
  const { stdout } = await runCli(["fleet", `parca://${server.host}`, ...WINDOW]);
  assert.match(stdout, /Of 40 pods over 7d \(1,?000 profiles\) \d+ surely rise to the end/);
  const flat = stdout.replace(/\s+/g, " ");
  assert.match(flat, /session\.\(\*Store\)\.Add is shared: it surely grew in 40 of 40 pods/);
  assert.match(
    flat,
    /audit\.\(\*Log\)\.Append is web-v1-07's own: it surely grew in no other of 40 pods, .*; that pod grows faster since 2026-08-(19|20) /,
  );
  assert.match(
    flat,
    /v2 is the first version that has it, from 2026-08-21 00:00 UTC on: 20 pods of earlier versions grew surely less by it/,
  );
  assert.match(flat, /sampling period of 524288 bytes, which is assumed: no profile says it/);
  assert.match(stdout, /20 more pods/);
  const markdown = await runCli(["fleet", `parca://${server.host}`, ...WINDOW, "-f", "markdown"]);
  assert.match(markdown.stdout, /<details>/);
});

test("what is no heap profile among the files is said and left out", async () => {
  const other = mkdtempSync(join(tmpdir(), "heapblame-fleet-"));
  after(() => rmSync(other, { recursive: true, force: true }));
  mkdirSync(join(other, "web-0"));
  let count = 0;
  for (const { bytes } of week) {
    if (count++ === 3) break;
    writeFileSync(join(other, "web-0", `${count}.pb`), bytes);
  }
  writeFileSync(join(other, "web-0", "notes.txt"), "nothing");
  const { stdout, code } = await runCli(["fleet", other, "-f", "json"]);
  assert.equal(code, 0);
  const { missing, pods } = JSON.parse(stdout) as FleetReport;
  assert.equal(pods[0]?.name, "web-0");
  assert.equal(pods[0]?.profiles, 3);
  assert.match(missing.join(), /^1 files left out: .*notes\.txt: /);
});

test("a server that only sums up, and one that has nothing, are refused with the reason", async () => {
  const old = await serveProfiles({ isOld: true });
  let count = 0;
  for (const { pod, bytes } of week) if (count++ < 3) old.push({ pod }, bytes);
  const refused = await runCli(["fleet", `pyroscope://${old.host}`, ...WINDOW]);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /a sum of levels is no level/);
  const empty = await runCli(["fleet", `parca://${old.host}?query={namespace="other"}`, ...WINDOW]);
  assert.equal(empty.code, 2);
  assert.match(empty.stderr, /no heap profile with \{namespace="other"\}/);
});
