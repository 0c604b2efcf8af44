import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { Ajv } from "ajv";
import { diffProfiles } from "../../src/profile/merge/diff.ts";
import { renderSpeedscope } from "../../src/render/speedscope.ts";
import { speedscopeDiffReport, speedscopeReport } from "../../src/report/pictures/speedscope.ts";
import { MODES, modePair } from "../fixtures.ts";
import { profileFromText } from "../profile/profile-from-text.ts";
import { readProfile } from "../report/view-of.ts";
import { importIntoSpeedscope } from "./speedscope-app.ts";

const EXPORTER = "heapblame test";

/** speedscope's schema, as its package ships it. */
function validate(document: string): void {
  const file = createRequire(import.meta.url).resolve("speedscope/dist/release/file-format-schema.json");
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  const isValid = ajv.compile(JSON.parse(readFileSync(file, "utf8")) as object);
  assert.ok(isValid(JSON.parse(document)), JSON.stringify(isValid.errors?.slice(0, 3)));
}

test("speedscope's importer reads every sample type, with the totals the profile has", async () => {
  for (const mode of MODES) {
    const profile = readProfile(modePair(mode)[1]);
    const document = renderSpeedscope(speedscopeReport(profile, 3, mode), EXPORTER);
    validate(document);
    const group = await importIntoSpeedscope(document);
    assert.equal(group?.name, mode);
    assert.equal(group?.indexToView, 3);
    assert.deepEqual(
      Array.from(group?.profiles ?? [], (imported) => imported.getName()),
      ["alloc_objects", "alloc_space", "inuse_objects", "inuse_space"],
    );
    for (const [type, imported] of Array.from(group?.profiles ?? []).entries()) {
      const total = Array.from(profile.samples.values[type] as Float64Array, Number).reduce(
        (sum, value) => sum + value,
        0,
      );
      assert.equal(imported.getTotalWeight(), total);
    }
  }
});

test("frames keep their order, their places, and those that were inlined", async () => {
  const profile = profileFromText(
    "main.main@main.go:3;main.outer@a.go:7;~main.inlined@b.go:9 2 4096\nmain.main@main.go:3 1 16",
  );
  const document = renderSpeedscope(speedscopeReport(profile, 1, "p"), EXPORTER);
  const { shared, profiles } = JSON.parse(document) as {
    shared: { frames: { name: string; file: string; line: number }[] };
    profiles: { samples: number[][] }[];
  };
  const stacks = profiles[1]?.samples.map((stack) => stack.map((frame) => shared.frames[frame]));
  assert.deepEqual(
    stacks?.[0]?.map((frame) => `${frame?.name} ${frame?.file}:${frame?.line}`),
    ["main.main main.go:3", "main.outer a.go:7", "main.inlined b.go:9"],
  );
  const group = await importIntoSpeedscope(document);
  const self = new Map<string, number>();
  group?.profiles[1]?.forEachFrame((frame) => self.set(frame.name, frame.getSelfWeight()));
  assert.deepEqual([...self].sort(), [
    ["main.inlined", 4096],
    ["main.main", 16],
    ["main.outer", 0],
  ]);
});

test("a diff is two profiles a type: what grew and what shrank", async () => {
  const base = profileFromText("main.main;main.a 1 100\nmain.main;main.b 1 50");
  const current = profileFromText("main.main;main.a 3 400\nmain.main;main.c 1 1");
  const document = renderSpeedscope(speedscopeDiffReport(diffProfiles(base, current), 1, "growth"), EXPORTER);
  validate(document);
  const group = await importIntoSpeedscope(document);
  const totals = Array.from(group?.profiles ?? [], (imported) => [imported.getName(), imported.getTotalWeight()]);
  assert.deepEqual(totals, [
    ["inuse_objects growth", 3],
    ["inuse_objects shrink", 1],
    ["inuse_space growth", 301],
    ["inuse_space shrink", 50],
  ]);
  assert.equal(group?.indexToView, 2);
});
