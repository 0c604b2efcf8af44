/** What `capture` writes for programs, its report and the manifest, keeps to the schemas that ship; and these are no looser than it. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { ValidateFunction } from "ajv";
import { replay } from "../capture/replay.ts";
import { replayedPods } from "../capture/replayed-pods.ts";
import { schemaOf, validatorOf } from "./json-schemas.ts";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-capture-json-"));
after(() => rmSync(folder, { recursive: true }));

const env = { PATH: process.env["PATH"] ?? "" };
const isReport = validatorOf("capture");
const isManifest = validatorOf("manifest");

/** The report of every capture, by its directory. */
const texts = new Map<string, string>();

async function capture(directory: string, words: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await runCli(["capture", ...words, "-o", directory, "-f", "json"], {
    cwd: folder,
    env,
  });
  assert.equal(code, 0, stderr);
  texts.set(directory, stdout);
}

async function address(...how: Parameters<typeof replay>): Promise<string> {
  return `http://127.0.0.1:${(await replay(...how)).port}`;
}

before(async () => {
  await capture("alone", [await address("retain"), "--when", "growth>90000Gi", "--every", "10ms", "--for", "50ms"]);
  await capture("series", [await address("retain"), "--every", "10ms", "--count", "6"]);
  const restarted = await address("informer-leak", (count, self) => {
    if (count === 2) self.restart();
  });
  const runs = ["--during", "exit 3", "--iterations", "4", "--count", "5", "--settle", "1ms"];
  await capture("restart", [restarted, ...runs]);
  await capture("trigger", [await address("retain"), "--when", "growth > 150%", "--every", "10ms"]);
  await capture("pods", [...(await replayedPods()), "--every", "10ms", "--count", "3"]);
  const { stdout } = await runCli(["capture", "-o", "pods", "--merge", "-f", "json"], { cwd: folder, env });
  texts.set("merged", stdout);
});

const errorsOf = ({ errors }: ValidateFunction): string => JSON.stringify(errors?.slice(0, 5));

function manifests(): [name: string, manifest: Json][] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith("manifest.json"))
    .map((name) => [name, JSON.parse(readFileSync(join(folder, name), "utf8"))]);
}

test("every report keeps to its schema", () => {
  for (const [name, text] of texts) assert.ok(isReport(JSON.parse(text)), `${name}: ${errorsOf(isReport)}`);
  const kinds = [...texts.values()].map((text) => JSON.parse(text).kind);
  assert.deepEqual(kinds, ["capture", "capture", "capture", "capture", "replicas", "replicas"]);
});

test("every manifest keeps to its schema, with events of each kind", () => {
  const all = manifests();
  assert.equal(all.length, 6);
  for (const [name, manifest] of all) assert.ok(isManifest(manifest), `${name}: ${errorsOf(isManifest)}`);
  const kinds = all.flatMap(([, manifest]) => (manifest as { events: { kind: string }[] }).events);
  assert.deepEqual([...new Set(kinds.map(({ kind }) => kind))].sort(), ["during", "restart", "stopped", "trigger"]);
});

test("times are integers in full digits, and no number is NaN or infinite", () => {
  for (const [name, text] of texts) {
    const times = [...text.matchAll(/"timeNanos": (.*?),?\n/g)].map((match) => match[1] as string);
    if (name !== "alone") assert.ok(times.length > 0, name);
    for (const time of times) assert.match(time, /^\d{19}$/);
    assert.doesNotMatch(text, /NaN|Infinity/);
  }
});

test("what adds up in the report adds up in its JSON", () => {
  const { steps, growth, run, points } = JSON.parse(texts.get("series") as string);
  assert.equal(points.length, 6);
  assert.deepEqual(run, [...steps.map(({ from }: { from: string }) => from), "006"]);
  const net = steps.reduce((sum: number, step: { net: number }) => sum + step.net, 0);
  assert.equal(net, growth.totals.net);
  const { replicas, merged, uncompared } = JSON.parse(texts.get("merged") as string);
  assert.equal(
    replicas.reduce((sum: number, replica: { net: number }) => sum + replica.net, 0),
    merged.totals.net,
  );
  assert.deepEqual(uncompared, []);
});

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** `base.low` of each object that is somewhere else in the schema, once. */
interface Place {
  readonly path: string;
  readonly object: Record<string, Json>;
}

function placesOf(value: Json, path = "", found = new Map<string, Place>()): Map<string, Place> {
  if (Array.isArray(value)) for (const item of value) placesOf(item, `${path}[]`, found);
  else if (value !== null && typeof value === "object") {
    const object = value as Record<string, Json>;
    for (const [key, item] of Object.entries(object)) {
      const place = `${path}.${key}`;
      if (!found.has(place) || (found.get(place) as Place).object[key] === null) found.set(place, { path, object });
      placesOf(item, place, found);
    }
  }
  return found;
}

/** They may be absent. */
const OPTIONAL = /\.(?:grown|rss|measure|words)$/;

/** What a finding rests on is by its code: names and numbers, in no order and of no number. */
const IS_FACT = /\.(?:provenance|audit|findings)\[\]\.facts\./;

/** Each property is taken away, replaced by something else and joined by one that is not known. */
function assertStrict(validate: ValidateFunction, document: Json, what: string): number {
  const places = placesOf(document);
  for (const [path, { object }] of places) {
    if (IS_FACT.test(path)) continue;
    const key = path.slice(path.lastIndexOf(".") + 1);
    const old = object[key] as Json;
    delete object[key];
    assert.equal(validate(document), OPTIONAL.test(path), `${what}: without ${path}`);
    object[key] = { isWrong: [] };
    assert.ok(!validate(document), `${what}: ${path} of another type`);
    object[key] = old;
    object["isUnknown"] = true;
    assert.ok(!validate(document), `${what}: something beside ${path}`);
    delete object["isUnknown"];
    if (typeof old === "number" && !IS_RATIO.test(path)) {
      object[key] = 0.5;
      assert.ok(!validate(document), `${what}: ${path} is no whole number`);
      object[key] = old;
    }
  }
  assert.ok(validate(document), `${what}: restored: ${errorsOf(validate)}`);
  return places.size;
}

/** What is no count and no amount of bytes: parts of a whole, rates, durations and percentages. */
const IS_RATIO =
  /(?:share|leafShare|shareCum|managedFieldsShare|ratio|seconds|ageSeconds|buys|pValue|score|samples|[gG]ogc|gcCpuFraction|PerHour|PerIteration\w*|perIteration|(?:retention|explained|hours\w+)\.\w+|(?:trend|flat|cum)\.(?:low|high))$/;

test("a report that lacks, adds or bends anything is refused, and so are bytes that are no whole number", () => {
  assert.ok(assertStrict(isReport, JSON.parse(texts.get("series") as string), "series") > 250);
  assert.ok(assertStrict(isReport, JSON.parse(texts.get("merged") as string), "merged") > 500);
});

test("a manifest that lacks, adds or bends anything is refused", () => {
  for (const [name, manifest] of manifests()) assert.ok(assertStrict(isManifest, manifest, name) > 40);
  const [, manifest] = manifests()[0] as [string, { snapshots: { files: { heap: { sha256: string } } }[] }];
  (manifest.snapshots[0] as (typeof manifest.snapshots)[0]).files.heap.sha256 = "0f";
  assert.ok(!isManifest(manifest));
});

test("nothing of another schema is repeated in the capture's", () => {
  const text = JSON.stringify(schemaOf("capture"));
  for (const name of ["growth", "trend", "advice"]) assert.ok(text.includes(`"$ref":"${schemaOf(name).$id}"`), name);
  for (const name of ["suspect", "finding", "interval"]) assert.ok(!(name in schemaOf("capture").definitions));
});
