/** Small files that would be large work: time and memory follow the size of the input, whatever is in it. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { ProfileBuilder } from "../../src/profile/builder.ts";
import { encodeProfile } from "../../src/profile/codec/encode.ts";
import type { Header } from "../../src/profile/tables.ts";
import { judge } from "../fuzz/judge.ts";
import { allowedFor } from "../fuzz/limits.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-cost-"));
after(() => rmSync(folder, { recursive: true }));

const TYPES = [
  { type: "inuse_objects", unit: "count" },
  { type: "inuse_space", unit: "bytes" },
];

type Fill = (builder: ProfileBuilder, values: readonly bigint[]) => void;

const namesOn =
  (...names: readonly string[]): Fill =>
  (builder, values) => {
    const stack = names.map((name, at) => placeOf(builder, at, name));
    builder.addSample(stack, values);
  };

function placeOf(builder: ProfileBuilder, at: number, ...names: readonly string[]): number {
  const lines = names.map((name) => ({ function: builder.addFunction({ name, file: "/src/a.go" }), line: 3 }));
  return builder.addLocation({ address: BigInt(16 * at + 16), lines });
}

const many = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

type Words = readonly string[];

/** By all commands, or by those that it is for. */
const CASES: Readonly<Record<string, readonly [fill: Fill, header?: Partial<Header>, commands?: readonly Words[]]>> = {
  "one stack of 10,000 frames": [namesOn(...many(10_000).map((at) => `main.f${at}`))],
  "one stack of 100,000 frames": [
    namesOn(...many(100_000).map((at) => `main.f${at}`)),
    {},
    [
      ["diff", "A", "B", "-f", "json"],
      ["diff", "A", "B", "-f", "markdown"],
      ["report", "A", "-f", "csv"],
    ],
  ],
  "a page of one stack of 100,000 frames": [
    namesOn(...many(100_000).map((at) => `main.f${at}`)),
    {},
    [
      ["report", "A", "-o", "page.html"],
      ["diff", "A", "B", "-o", "page.html"],
    ],
  ],
  "200,000 values of a label": [
    (builder, values) => {
      const place = placeOf(builder, 0, "main.main");
      for (const at of many(200_000)) builder.addSample([place], values, [{ key: "k", value: `v${at}` }]);
    },
    {},
    [["-tags", "A"]],
  ],
  "recursion 100,000 deep": [
    (builder, values) => {
      const [frame, main] = [placeOf(builder, 0, "main.r"), placeOf(builder, 1, "main.main")];
      builder.addSample([...new Array<number>(100_000).fill(frame), main], values);
    },
  ],
  "two that call each other 100,000 deep": [
    (builder, values) => {
      const places = [placeOf(builder, 0, "main.r"), placeOf(builder, 1, "main.s")];
      builder.addSample(
        many(100_000).map((at) => places[at % 2] as number),
        values,
      );
    },
  ],
  "20,000 frames inlined at one place": [
    (builder, values) => {
      builder.addSample([placeOf(builder, 0, ...many(20_000).map((at) => `main.i${at}`))], values);
    },
  ],
  "a name of a megabyte": [namesOn(`main.${"a".repeat(1e6)}`, "main.main")],
  "a name of half a million elements": [namesOn(`${"a/".repeat(5e5)}x.F`, "main.main")],
  "a name of half a million dots": [namesOn(`${"a.".repeat(5e5)}F`, "main.main")],
  "a name of brackets": [namesOn(`main.F${"[".repeat(3e5)}a${"]".repeat(3e5)}`, `main.(${"(*".repeat(3e5)}`)],
  "a name of closures": [namesOn(`main.F${".func1".repeat(1e5)}`, `main.F${"-fm".repeat(1e5)}`)],
  "manglings 200,000 fold": [
    namesOn(`_Z1f${"PK".repeat(2e5)}i`, `_ZN${"3abc".repeat(2e5)}Ev`, `_Z1f${"A_".repeat(2e5)}i`),
  ],
  "200,000 comments": [namesOn("main.main"), { comments: many(200_000).map((at) => `c${at}`) }],
  "100,000 labels on a sample": [
    (builder, values) => {
      const labels = many(100_000).map((at) => ({ key: `k${at}`, value: `v${at}` }));
      builder.addSample([placeOf(builder, 0, "main.main")], values, labels);
    },
  ],
  "20,000 sample types": [
    (builder, values) => {
      const each = many(20_000).map((at) => values[at % 2] as bigint);
      builder.addSample([placeOf(builder, 0, "main.main")], each);
    },
    { sampleTypes: many(20_000).map((at) => ({ type: `t${at}`, unit: "bytes" })) },
  ],
  "100,000 packages under pseudonyms": [
    (builder, values) => {
      for (const at of many(100_000)) {
        const name = `git.corp.example/shop/pkg${at}.(*Type${at}).Func${at}`;
        const lines = [{ function: builder.addFunction({ name, file: `/src/shop/pkg${at}/f${at % 7}.go` }), line: 3 }];
        builder.addSample([builder.addLocation({ address: BigInt(16 * at + 16), lines })], values);
      }
    },
    {},
    [
      ["report", "A", "--anonymize"],
      ["diff", "A", "B", "--anonymize"],
    ],
  ],
  "100,000 mappings": [
    (builder, values) => {
      for (const at of many(100_000))
        builder.addMapping({
          memoryStart: BigInt(at) * 4096n,
          memoryLimit: BigInt(at + 1) * 4096n,
          file: `/lib/${at}`,
        });
      builder.addSample([placeOf(builder, 0, "main.main")], values);
    },
  ],
};

const COMMANDS: readonly Words[] = [
  ["diff", "A", "B"],
  ["diff", "A", "B", "-f", "markdown"],
  ["trend", "A", "B", "A"],
  ["report", "A"],
  ["check", "A", "B", "--max-growth", "1MiB"],
  ["flame", "B", "--base", "A", "-o", "out.svg"],
  ["-top", "A"],
  ["-tree", "A"],
  ["-traces", "A"],
  ["-tags", "A"],
  ["-dot", "A"],
  ["folded", "A"],
];

for (const [at, [name, [fill, header = {}, commands = COMMANDS]]] of Object.entries(CASES).entries()) {
  test(name, { timeout: 300_000 }, async () => {
    const inputs: Uint8Array[] = [];
    const [before, later] = [1, 3].map((factor) => {
      const builder = new ProfileBuilder({
        sampleTypes: TYPES,
        timeNanos: BigInt(factor) * 60_000_000_000n,
        ...header,
      });
      fill(builder, [BigInt(factor * 100), BigInt(factor * 50_000_000)]);
      inputs.push(encodeProfile(builder.finish()));
      const file = join(folder, `${at}-${factor}.pb.gz`);
      writeFileSync(file, gzipSync(inputs.at(-1) as Uint8Array));
      return file;
    }) as [string, string];
    for (const command of commands) {
      const words = command.map((word) => (word === "A" ? before : word === "B" ? later : word));
      const read = inputs.filter((_, index) => words.includes([before, later][index] as string));
      assert.equal(await judge(words, before, allowedFor(read)), undefined, command.join(" "));
    }
  });
}
