/** Every kind of holder, in a live program: the path by which it holds, with its types, and every byte of what was planted. */
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import type { DumpAnalysis } from "../../../src/dump/analysis.ts";
import { minorOf } from "../../../src/dump/go-release.ts";
import { pathName, typeName } from "../../../src/dump/paths/path-name.ts";
import type { Place } from "../../../src/dump/paths/path-tree.ts";
import { missingRelease } from "../../binary/programs.ts";
import { missingGo } from "../../fetch/fixture-program.ts";
import { sampled } from "../../sample.ts";
import { analyzeFiles } from "../dump-of.ts";
import { type HeldBuild, type HeldRun, type Planted, removeHeld, runHeld } from "../held-program.ts";

interface NamedPlace {
  readonly bytes: number;
  readonly onlyBytes: number;
  readonly objects: number;
}

/** By path and type. */
function namedPlaces({ tree, typed, totals }: DumpAnalysis): Map<string, NamedPlace> {
  const names = { tree, groups: typed.groups.groups, steps: typed.steps };
  return new Map(
    tree.places.map((place, row) => [
      `${pathName(names, row)} ${typeName(names, place)}`,
      {
        bytes: totals.bytes[row] as number,
        onlyBytes: totals.onlyBytes[row] as number,
        objects: totals.ownObjects[row] as number,
      },
    ]),
  );
}

/** Bytes that all places of the holder have. */
function holderBytes({ tree, typed, totals }: DumpAnalysis, holder: string): { bytes: number; onlyBytes: number } {
  const roots = tree.places.flatMap((place: Place, row) =>
    place.parent < 0 && typed.groups.groups[place.group]?.name === holder ? [row] : [],
  );
  const sum = (column: Float64Array): number => roots.reduce((total, row) => total + (column[row] as number), 0);
  return { bytes: sum(totals.bytes), onlyBytes: sum(totals.onlyBytes) };
}

/** What is counted with a plant and is held by others: the goroutine itself, what the runtime keeps of timers, pools. */
const ABOUT: Readonly<Record<string, number>> = {
  "goroutine local": 1024,
  timer: 32768,
  "sync.Pool": 1024,
};

/** What the runtime may allocate or free for itself while the program counts: HeapAlloc before less HeapAlloc after. */
const STRAY = 128;

/** Before Go 1.23 DWARF does not say where in a closure a variable is. */
function isUntold({ dump }: DumpAnalysis, kind: string): boolean {
  return minorOf(dump.parameters.goVersion) < 23 && (kind === "closure" || kind === "timer");
}

/** Before Go 1.22 what the compiler puts around a go statement is called as a closure is: the goroutine has its name. */
function isCalledElse({ dump }: DumpAnalysis, kind: string): boolean {
  return minorOf(dump.parameters.goVersion) < 22 && kind === "goroutine local";
}

function check(analysis: DumpAnalysis, planted: readonly Planted[]): void {
  const places = namedPlaces(analysis);
  for (const { kind, holder, path, bytes } of planted) {
    if (isCalledElse(analysis, kind)) continue;
    assert.ok(
      places.has(path) || isUntold(analysis, kind),
      `${kind}: no ${path} among\n${[...places.keys()].filter((name) => name.includes(holder)).join("\n")}`,
    );
    const held = holderBytes(analysis, holder);
    assert.ok(Math.abs(held.bytes - bytes) <= (ABOUT[kind] ?? STRAY), `${kind}: ${held.bytes} bytes, planted ${bytes}`);
    if (kind !== "timer" && kind !== "two holders") assert.ok(held.bytes - held.onlyBytes <= (ABOUT[kind] ?? 0), kind);
    else assert.ok(held.onlyBytes < bytes / 100, `${kind}: ${held.onlyBytes} bytes are held by nothing else`);
  }
}

const BUILDS: readonly (readonly [name: string, build: HeldBuild])[] = [
  ["as built here", {}],
  ["as a program that is loaded anywhere", { flags: ["-buildmode=pie"] }],
  ["of 32 bits", { env: { GOARCH: "386", CGO_ENABLED: "0" } }],
  ["without cgo and without optimisation", { env: { CGO_ENABLED: "0" }, flags: ["-gcflags=all=-N -l"] }],
];

/** Each changed maps, headers of objects, sync.Map or timers. */
const RELEASES = ["go1.20.14", "go1.22.12", "go1.24.10", "go1.27.0"];

const ALL = [
  ...BUILDS.map(([name, build]) => [name, build, missingGo()] as const),
  ...RELEASES.map((release) => {
    const env = { GOTOOLCHAIN: release, GOFLAGS: "-mod=mod" };
    return [`by ${release}`, { env }, missingGo() || missingRelease(release)] as const;
  }),
];

for (const [name, build, skip] of sampled(ALL, 3)) {
  describe(name, { skip }, () => {
    after(removeHeld);
    test("every planted byte is named with its holder and its path", () => {
      const run: HeldRun = runHeld(build);
      check(analyzeFiles(run.dump, run.binary), run.planted);
    });
  });
}
