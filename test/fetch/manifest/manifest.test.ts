/** Manifests that somebody else wrote. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseManifest } from "../../../src/fetch/manifest/manifest.ts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const FILE = { path: "001/heap.pb.gz", url: "http://h:1/debug/pprof/heap?gc=1", bytes: 3, sha256: "ab" };

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
    if (!String(key).endsWith("Bytes")) refused(put(manifest(), place, -1.5), /is damaged/);
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
