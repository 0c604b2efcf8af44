/** Manifests that somebody else wrote. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { longestRun } from "../../../src/cli/capture/load.ts";
import { readManifest } from "../../../src/fetch/manifest/capture-directory.ts";
import schema from "../../../src/fetch/manifest/manifest.schema.json" with { type: "json" };
import { parseManifest } from "../../../src/fetch/manifest/manifest.ts";
import { wrongPlaceOf } from "../../../src/fetch/manifest/shape.ts";
import { validatorOf } from "../../cli/json-schemas.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const FILE = { path: "001/heap.pb.gz", url: "http://h:1/debug/pprof/heap?gc=1", bytes: 3, sha256: "ab".repeat(32) };

function manifest(): { [key: string]: Json } {
  return {
    kind: "heapblame-capture",
    schemaVersion: 1,
    madeBy: "heapblame 1",
    source: "h:1",
    workload: null,
    during: { command: "true", iterations: 2 },
    processes: [
      {
        ...{ id: 1, program: "p", startedAt: "2026-11-25T10:00:00Z", goVersion: null, endpoint: "http://h:1" },
        pod: { namespace: "n", name: "p-1", uid: "u", node: null, port: 6060 },
        container: {
          ...{ name: "c", image: "i", imageDigest: null, containerId: null, restartCount: 0, lastEnd: null },
          ...{ memoryLimit: "250Mi", memoryRequest: null, gogc: null, gomemlimit: null },
        },
      },
    ],
    snapshots: [
      {
        ...{ name: "001", time: "2026-11-25T10:00:00Z", process: 1, iterations: null, trigger: null },
        ...{ liveBytes: 1, workingSetBytes: null, residentBytes: null },
        files: { heap: { ...FILE }, heapText: null, goroutine: { ...FILE }, metrics: null },
      },
    ],
    events: [{ time: "2026-11-25T10:00:00Z", kind: "restart", text: "t" }],
  };
}

const refused = (value: Json, words: RegExp): void =>
  assert.throws(() => parseManifest(JSON.stringify(value)), { name: "ProfileError", code: "manifest", message: words });

/** Every place below the value, as the keys that lead there. */
function placesOf(value: Json): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [];
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  return [...keys].flatMap((key) => [
    [key],
    ...placesOf((value as Record<string, Json>)[key] as Json).map((rest) => [key, ...rest]),
  ]);
}

function put(root: Json, place: readonly (string | number)[], value: Json): Json {
  let parent = root as Record<string, Json>;
  for (const key of place.slice(0, -1)) parent = parent[key] as Record<string, Json>;
  parent[place.at(-1) as string] = value;
  return root;
}

test("a whole manifest is taken", () => {
  assert.deepEqual(parseManifest(JSON.stringify(manifest())), manifest());
});

test("a value of another type is refused wherever it stands, and the place is named", () => {
  for (const place of placesOf(manifest())) {
    const [kind, key] = [place[0], place.at(-1)];
    if (kind === "kind" || kind === "schemaVersion") continue;
    refused(
      put(manifest(), place, true),
      new RegExp(`is damaged: .*${typeof key === "number" ? `\\[${key}\\]` : key} `),
    );
    refused(put(manifest(), place, -1.5), /is damaged/);
  }
});

test("no file outside a snapshot's folder can be named", () => {
  for (const path of [
    "../heap.pb.gz",
    "/etc/passwd",
    "001/../../x",
    "001/..",
    "001/a/b",
    "001\\x",
    "001/x\0",
    "C:/x",
    "",
    ".",
  ]) {
    refused(put(manifest(), ["snapshots", 0, "files", "heap", "path"], path), /snapshots\[0\]\.files\.heap\.path/);
    refused(put(manifest(), ["snapshots", 0, "files", "goroutine", "path"], path), /goroutine\.path/);
    refused(put(manifest(), ["snapshots", 0, "name"], path), /snapshots\[0\]\.name/);
  }
});

test("numbers that nothing can have and times that are none are refused", () => {
  for (const key of ["liveBytes", "process", "residentBytes"]) {
    refused(put(manifest(), ["snapshots", 0, key], 1e300), new RegExp(`snapshots\\[0\\]\\.${key}`));
  }
  refused(put(manifest(), ["snapshots", 0, "time"], "yesterday"), /snapshots\[0\]\.time/);
  refused(put(manifest(), ["events", 0, "time"], ""), /events\[0\]\.time/);
});

/** What a place is tried with: of every type, at the edges of numbers, and near misses of names and times. */
const VALUES: readonly Json[] = [
  ...[
    null,
    true,
    "",
    "x",
    "001",
    "01",
    "1234567890",
    "001/heap",
    "001/../x",
    "2026-11-25T10:00:00.000Z",
    "2026-13-25T10:00:00Z",
  ],
  ...["2026-11-25T24:00:00Z", "restart", "during", "ab".repeat(32), `sha256:${"ab".repeat(32)}`, [], [1], {}, { x: 1 }],
  ...[-1, 0, 1, 0.5, 65535, 65536, 2 ** 53 - 1, 2 ** 53, 2 ** 63, -(2 ** 63), 2 ** 64],
];

test("every place is judged as the schema judges it", () => {
  const isRight = validatorOf("manifest");
  let wrong = 0;
  for (const place of placesOf(manifest())) {
    for (const value of VALUES) {
      const tried = put(manifest(), place, value);
      // Unknown fields are left to later versions.
      isRight(tried);
      const faults = isRight.errors?.filter(({ keyword }) => keyword !== "additionalProperties") ?? [];
      assert.equal(
        wrongPlaceOf(tried) !== undefined,
        faults.length > 0,
        `${place.join(".")}: ${JSON.stringify(value)}`,
      );
      wrong += Number(faults.length > 0);
    }
  }
  assert.ok(wrong > 500, `${wrong}`);
});

test("what a later heapblame adds does no harm, what is left out does", () => {
  for (const place of placesOf(manifest())) {
    const parent = place.slice(0, -1);
    if (typeof place.at(-1) === "number") continue;
    assert.equal(wrongPlaceOf(put(manifest(), [...parent, "isNew"], 1)), undefined);
    const without = JSON.stringify(put(manifest(), place, "GONE"), (_, value) =>
      value === "GONE" ? undefined : value,
    );
    assert.match(wrongPlaceOf(JSON.parse(without)) ?? "", new RegExp(`\\b${place.at(-1)}$`));
  }
});

test("the schema has no keyword that is not checked", () => {
  const known = new Set(
    "$ref oneOf type const enum pattern minimum maximum minItems items required properties".split(" "),
  );
  const silent = new Set("$schema $id title description examples definitions additionalProperties".split(" "));
  const visit = (part: Json): void => {
    for (const [key, value] of Object.entries(part as Record<string, Json>)) {
      assert.ok(known.has(key) || silent.has(key), key);
      if (key === "properties" || key === "definitions")
        for (const inner of Object.values(value as object)) visit(inner);
      if (key === "items") visit(value);
      if (key === "oneOf") for (const option of value as Json[]) visit(option);
    }
  };
  visit(schema as unknown as Json);
});

test("of a file that is named a hundred thousand times the manifest is read like any other", async () => {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-manifest-"));
  try {
    mkdirSync(join(folder, "001"));
    writeFileSync(join(folder, "001/heap.pb.gz"), "");
    const { snapshots, ...rest } = manifest();
    const many = new Array<Json>(50_000).fill((snapshots as Json[])[0] as Json);
    writeFileSync(join(folder, "manifest.json"), JSON.stringify({ ...rest, snapshots: many }));
    const before = process.cpuUsage();
    const read = await readManifest(folder);
    const { user, system } = process.cpuUsage(before);
    assert.equal(longestRun(read?.snapshots ?? []).length, 50_000);
    // A look at the disk for each took 10 s.
    assert.ok(user + system < 6e6, `${(user + system) / 1e6} s`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a version that is another, or none, however deep it is", () => {
  const read = (version: string) => () => parseManifest(`{"kind":"heapblame-capture","schemaVersion":${version}}`, "m");
  assert.throws(read("2"), { message: "m has version 2, this heapblame reads 1" });
  assert.throws(read('"x"'), { message: "m has version x, this heapblame reads 1" });
  for (const none of ["null", "[]", "{}", `${"[".repeat(100_000)}${"]".repeat(100_000)}`])
    assert.throws(read(none), { message: "m has no version, this heapblame reads 1" });
});
