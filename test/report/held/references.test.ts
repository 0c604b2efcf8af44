/**
 * goref's profiles of references: told from heap profiles, read as who holds, compared by path, and joined to the verdict of a diff. The small profile
 * here is written by our own encoder in goref's form; it stands for what `grf attach` writes of a program with a map in a struct, a slice of a
 * goroutine, a sync.Map, a list and a finalizer. The real ones are read where there are any.
 */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ProfileBuilder } from "../../../src/profile/builder.ts";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { isReferenceProfile } from "../../../src/profile/profile-kind.ts";
import type { Header, Profile } from "../../../src/profile/tables.ts";
import type { HeldReport } from "../../../src/report/held/held.ts";
import { referencesReport } from "../../../src/report/held/references.ts";
import { heldWords } from "../../../src/wording/held.ts";
import { validatorOf } from "../../cli/json-schemas.ts";
import { runCli } from "../../cli/run-cli.ts";
import { modePair } from "../../fixtures.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-references-"));
after(() => rmSync(folder, { recursive: true }));

/** Outermost first. */
type Row = readonly [path: readonly string[], objects: number, bytes: number];

interface Written {
  readonly file?: string;
  readonly header?: Partial<Header>;
}

function profileOf(rows: readonly Row[], { file = "-", header = {} }: Written = {}): Profile {
  const sampleTypes = [
    { type: "inuse_objects", unit: "count" },
    { type: "inuse_space", unit: "bytes" },
  ];
  const builder = new ProfileBuilder({ sampleTypes, ...header });
  const mapping = builder.addMapping({ file, memoryLimit: 255n });
  const locations = new Map<string, number>();
  const locationOf = (name: string): number => {
    const line = { function: builder.addFunction({ name }) };
    const row = locations.get(name) ?? builder.addLocation({ mapping, lines: [line] });
    locations.set(name, row);
    return row;
  };
  for (const [path, objects, bytes] of rows) builder.addSample([...path].reverse().map(locationOf), [objects, bytes]);
  return builder.finish();
}

const ENTRIES = ["main.server", "entries. (map[main.podPort][]int)"];
const KEY = [...ENTRIES, "$mapkey. (struct main.podPort)", "pod. (*main.Pod)"];
const TRIE = "m. (internal/sync.HashTrieMap[interface {},interface {}])";
const NODE = "next. (*main.node)";
const rowsOf = (pods: number): Row[] => [
  [ENTRIES, 3, 3000],
  [KEY, pods, pods * 80],
  [[...KEY, "Name. (string)"], pods, pods * 16],
  [[...ENTRIES, "$mapval. ([]int)"], pods, pods * 8],
  [["main.worker.backlog", "[0]. (*main.Pod)"], 1, 80],
  [["main.worker.backlog", "[10+]. (*main.Pod)"], 40, 3200],
  [["main.registry", TRIE, "root. (*main.indirect)"], 30, 3000],
  [["main.list", "head. (*main.node)", NODE], 1, 100],
  ...[2, 3, 4].map((n): Row => [["main.list", "head. (*main.node)", ...Array(n).fill(NODE)], 10, 1000]),
  [["runtime.SetFinalizer.obj"], 2, 2000],
  [["bss segment[0]"], 1, 2500],
];
const reportOf = (now: number, before?: number): HeldReport =>
  referencesReport(
    { profile: profileOf(rowsOf(now)), source: "after" },
    before === undefined ? undefined : { profile: profileOf(rowsOf(before)), source: "before" },
  );

function write(name: string, rows: readonly Row[]): string {
  const path = join(folder, name);
  writeFileSync(path, encodeProfile(profileOf(rows)));
  return path;
}

describe("a profile of references", () => {
  test("is told by its period, its mapping and its names, and each of them is needed", () => {
    assert.ok(isReferenceProfile(profileOf(rowsOf(1))));
    assert.ok(!isReferenceProfile(profileOf(rowsOf(1), { header: { period: 524288n } })));
    assert.ok(!isReferenceProfile(profileOf(rowsOf(1), { file: "/bin/server" })));
    assert.ok(!isReferenceProfile(profileOf([[["main.main", "main.decode"], 1, 16]])));
  });

  test("has its bytes at the container that holds them, all of them counted once", () => {
    const { holders, otherBytes, current } = reportOf(100);
    const map = holders[0];
    assert.equal(map?.path, "main.server .entries");
    assert.equal(map?.bytes, 3000 + 100 * (80 + 16 + 8));
    assert.equal(map?.objects, 303);
    assert.equal(map?.onlyBytes, null);
    assert.deepEqual([map?.container, map?.element?.part, map?.element?.count], ["map", "keys", 100]);
    assert.equal(otherBytes, 0);
    assert.equal(current.liveBytes, 3000 + 10400 + 3280 + 3000 + 3100 + 2000 + 2500);
    assert.equal(current.garbageBytes, null, "not known is not none");
  });

  test("tells variables of functions, sync.Map, lists, finalizers and nameless places", () => {
    const byPath = new Map(reportOf(100).holders.map((row) => [row.path, row]));
    assert.equal(byPath.get("main.worker.backlog")?.holder.kind, "local");
    assert.equal(byPath.get("main.worker.backlog")?.element?.part, "elements");
    assert.equal(byPath.get("main.registry")?.container, "sync.Map");
    assert.equal(byPath.get("main.list .head .next")?.container, "list");
    assert.equal(byPath.get("runtime.SetFinalizer.obj")?.holder.kind, "finalizer");
    assert.equal(byPath.get("bss segment[0]")?.holder.isNamed, false);
  });

  test("what a container is is told by its type, behind a pointer too", () => {
    const containerOf = (type: string): string | undefined =>
      referencesReport({ profile: profileOf([[["a.b", `f. (${type})`], 1, 900]]), source: "" }, undefined).holders[0]
        ?.container;
    const types = [
      "sync.Pool",
      "*sync.Pool",
      "sync.Map",
      "*sync.Map",
      "[]int",
      "map[int]int",
      "chan int",
      "<-chan int",
    ];
    assert.deepEqual(types.map(containerOf), [
      ...["sync.Pool", "sync.Pool", "sync.Map", "sync.Map", "slice", "map", "channel", "channel"],
    ]);
    const list = profileOf([[["a.list", NODE, NODE], 8, 900]]);
    assert.equal(referencesReport({ profile: list, source: "" }, undefined).holders[0]?.container, "list");
    assert.deepEqual(["*main.T", "sync.Pools", "changes"].map(containerOf), ["value", "value", "value"]);
  });

  test("a field is of the struct that leads to it, behind any pointers and slices; of a map, an element or what is below there is none", () => {
    const fieldOf = (...path: readonly string[]) =>
      referencesReport({ profile: profileOf([[path, 1, 900]]), source: "" }, undefined).holders[0]?.field;
    const name = { struct: "main.Pod", name: "Name" };
    assert.deepEqual(fieldOf("a.b", "p. (main.Pod)", "Name. (string)"), name);
    assert.deepEqual(fieldOf("a.b", "p. ([]**main.Pod)", "Name. (string)"), name);
    assert.deepEqual(fieldOf("a.b", "p. ([4]main.Pod)", "Name. (string)"), name);
    for (const [type, label] of [
      ["map[string]int", "x"],
      ["chan int", "x"],
      ["[]main.Pod", "[3]"],
      ["main.Pod", "$sub_objects$"],
      ["main.Pod", "a.b"],
    ]) {
      assert.equal(fieldOf("a.b", `p. (${type})`, `${label}. (*main.T)`), null, `${type} ${label}`);
    }
    assert.equal(fieldOf("a.b", "p. (*main.T)"), null, "what type a variable has is not told");
  });

  test("what grew or shrank most comes first where there was a state before", () => {
    const of = (sizes: readonly number[]) => ({
      profile: profileOf(sizes.map((size, at): Row => [[`a.v${at}`], 1, size])),
      source: "",
    });
    const { holders } = referencesReport(of([500, 100, 300, 200]), of([500, 400, 290, 0]));
    assert.deepEqual(
      holders.map(({ path, deltaBytes }) => [path, deltaBytes]),
      [
        ["a.v1", -300],
        ["a.v3", 200],
        ["a.v2", 10],
        ["a.v0", 0],
      ],
    );
  });

  test("a container begins at eight, a row at half a percent", () => {
    const elements = (count: number): string | undefined =>
      referencesReport(
        {
          profile: profileOf([
            [["a.b", "[0]. (*T)", "x. (*U)"], 1, 9],
            [["a.b", "[1]. (*T)"], count, 90],
          ]),
          source: "",
        },
        undefined,
      ).holders[0]?.path;
    assert.equal(elements(8), "a.b");
    assert.equal(elements(7), "a.b[]");
    const paths = (small: number): string[] =>
      referencesReport(
        {
          profile: profileOf([
            [["a.b"], 1, 1000 - small],
            [["a.c"], 1, small],
          ]),
          source: "",
        },
        undefined,
      ).holders.map(({ path }) => path);
    assert.deepEqual(paths(5), ["a.b", "a.c"]);
    assert.deepEqual(paths(4), ["a.b"]);
  });

  test("what a place has beside what lies below it is counted once, before and after", () => {
    const of = (own: number, below: number) => ({
      profile: profileOf([
        [["a.b"], 2, own],
        [["a.b", "x. (*T)"], 3, below],
      ]),
      source: "",
    });
    const { holders, otherBytes } = referencesReport(of(500, 700), of(400, 300));
    assert.deepEqual(
      holders.map(({ path, bytes, objects, baseBytes, deltaBytes }) => [path, bytes, objects, baseBytes, deltaBytes]),
      [
        ["a.b .x", 700, 3, 300, 400],
        ["a.b", 500, 2, 400, 100],
      ],
    );
    assert.equal(otherBytes, 0);
  });

  test("two are compared by path, in both directions", () => {
    const grown = reportOf(300, 100);
    assert.equal(grown.holders[0]?.deltaBytes, 200 * 104);
    assert.match(
      heldWords(grown).verdict,
      /^\+20\.31 KiB \(.*\) is held by the keys of the map `main\.server \.entries` \(`map\[main\.podPort\]\[\]int`\)\.$/,
    );
    assert.equal(reportOf(100, 300).holders[0]?.deltaBytes, -200 * 104);
  });

  test("the report says held, never allocated by, and goes by its schema", async () => {
    const [before, later] = [write("grf-before.out", rowsOf(100)), write("grf-after.out", rowsOf(300))];
    for (const words of [[later], ["held", later], [before, later], ["held", before, later], ["diff", before, later]]) {
      const { code, stdout, stderr } = await runCli(words);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /is held by the keys of the map `main\.server \.entries/, words.join(" "));
      assert.doesNotMatch(stdout, /allocated by|sampl/);
      const validate = validatorOf("held");
      const report: unknown = JSON.parse((await runCli([...words, "-f", "json"])).stdout);
      assert.ok(validate(report) === true, JSON.stringify(validate.errors?.slice(0, 3)));
    }
  });

  test("joins the verdict of a diff, which says what is from which", async () => {
    const [before, later] = [write("grf-1.out", rowsOf(100)), write("grf-2.out", rowsOf(300))];
    const pair = modePair("retain");
    const { code, stdout, stderr } = await runCli(["diff", ...pair, "--references", before, later]);
    assert.equal(code, 0, stderr);
    assert.match(
      stdout.replaceAll(/\s+/g, " "),
      /grf-1\.out and \S+grf-2\.out \(references, exact\) 20\.31 KiB more \(13\.09 KiB -> 33\.40 KiB\) is held by the keys of the map `main\.server \.entries/,
    );
  });

  test("--anonymize leaves no name of a variable, a field or a type", async () => {
    const [before, later] = [write("grf-3.out", rowsOf(100)), write("grf-4.out", rowsOf(300))];
    const pair = ["diff", ...modePair("retain"), "--references", before, later];
    for (const words of [[later], ["held", before, later], pair]) {
      const { code, stdout, stderr } = await runCli([...words, "--anonymize", "-f", "json"]);
      assert.equal(code, 0, stderr);
      assert.doesNotMatch(stdout, /main\.server|podPort|\.backlog|registry|grf-/, words.join(" "));
    }
  });

  test("a flame graph of them says what its frames are", async () => {
    const { code, stderr } = await runCli(["flame", write("grf-5.out", rowsOf(100)), "-o", join(folder, "grf.svg")]);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /grf-5\.out: these are references by goref: who holds, not who allocated/);
    const { readFileSync } = await import("node:fs");
    assert.doesNotMatch(readFileSync(join(folder, "grf.svg"), "utf8"), /allocated by|live heap/i);
  });

  test("what cannot be is refused in one line", async () => {
    const grf = write("grf.out", rowsOf(100));
    const [heap] = modePair("retain");
    const refused = async (...words: string[]): Promise<string> => {
      const { code, stdout, stderr } = await runCli(words);
      assert.deepEqual([code, stdout], [2, ""], words.join(" "));
      return stderr;
    };
    assert.match(await refused("diff", heap, grf), /grf\.out: references say who holds, a heap profile who allocated/);
    assert.match(await refused("trend", heap, heap, grf), /grf\.out: these are references by goref/);
    assert.match(await refused("check", grf, grf, "--max-growth", "1MB"), /grf\.out: these are references by goref/);
    assert.match(await refused("held", join(folder, "nowhere.out"), grf), /nowhere\.out: no such file/);
    assert.match(await refused("advise", grf), /grf\.out: these are references by goref/);
    assert.match(await refused("diff", ...modePair("retain"), "--references", grf), /--references takes two/);
    assert.match(await refused("diff", ...modePair("retain"), "--references", grf, heap), /no profile of references/);
    assert.match(await refused("held", grf, "--stack", "x"), /--stack: .* has references/);
    assert.match(await refused("held", grf, "--binary", "x"), /--binary names a heap dump/);
    assert.match(await refused("held", heap), /heap dump/);
  });
});

const REAL = fileURLToPath(new URL("../../../../shared/cases/references/", import.meta.url));

test("of the real program four holders have what one decoder made", { skip: !existsSync(REAL) }, async () => {
  const { stdout } = await runCli(["held", join(REAL, "grf1.out"), join(REAL, "grf2.out"), "-f", "json"]);
  const { holders }: HeldReport = JSON.parse(stdout);
  assert.deepEqual(
    holders.map(({ path }) => path),
    ["main.server .entries", "main.worker.backlog", "main.registry", "main.queue"],
  );
  // Of 24,000 rounds each subscribes a pod, every fourth is sent to the worker, every 16th is queued.
  assert.deepEqual(
    holders.map(({ element }) => element?.count),
    [24_000, 6_000, undefined, 1_500],
  );
});
