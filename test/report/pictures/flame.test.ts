/** Boxes of a flame graph: widths, both sides, what is too narrow, what is gone. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "../../../src/blame/provenance/comparison.ts";
import { ProfileBuilder } from "../../../src/profile/builder.ts";
import { diffFlame, type FlameReport, profileFlame } from "../../../src/report/pictures/flame.ts";
import { profilePictureHeader } from "../../../src/report/pictures/header.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";

const QUERY = { noInlines: false, width: "current", gone: false, least: 0 } as const;

/** `main.main/main.a`: path, then width, current, base, grown, shrunk. */
function boxesOf({ boxes }: FlameReport) {
  const path = (row: number): string => {
    const name = boxes.labels[boxes.label[row] as number]?.name ?? "";
    const parent = boxes.parent[row] as number;
    return parent < 0 ? name : `${path(parent)}/${name}`;
  };
  const rows = Array.from({ length: boxes.length }, (_, row) => row);
  return rows.map((row) => [
    path(row),
    boxes.width[row],
    boxes.current[row],
    boxes.base[row],
    boxes.grown[row],
    boxes.shrunk[row],
  ]);
}

const diff = (base: string, current: string, query: object = {}) =>
  diffFlame(compare(profileFromText(base), profileFromText(current)), 1, { ...QUERY, ...query });

const BASE = "main.main;main.a 1 100\nmain.main;main.b 1 50\nmain.main;main.gone 1 30";
const CURRENT = "main.main;main.a 1 160\nmain.main;main.b 1 20";

test("a box has both sides, and what grew and what shrank below it apart", () => {
  const report = diff(BASE, CURRENT);
  assert.deepEqual(
    boxesOf(report).sort(),
    [
      ["main.main", 180, 180, 180, 60, 60],
      ["main.main/main.a", 160, 160, 100, 60, 0],
      ["main.main/main.b", 20, 20, 50, 0, 30],
    ].sort(),
  );
  assert.deepEqual([report.total, report.width, report.hidden], [180, "current", 0]);
});

test("by change a box is as wide as all of its stacks moved", () => {
  assert.deepEqual(
    boxesOf(diff(BASE, CURRENT, { width: "change" }))
      .map(([path, width]) => [path, width])
      .sort(),
    [
      ["main.main", 120],
      ["main.main/main.a", 60],
      ["main.main/main.b", 30],
      ["main.main/main.gone", 30],
    ],
  );
});

test("what only the base had is shown where that is asked, as wide as it was", () => {
  const boxes = boxesOf(diff(BASE, CURRENT, { gone: true }));
  assert.deepEqual(
    boxes.find(([path]) => path === "main.main/main.gone"),
    ["main.main/main.gone", 30, 0, 30, 0, 30],
  );
  assert.equal(boxes.find(([path]) => path === "main.main")?.[1], 210);
});

test("what both have on the way to what is gone is as wide as it is, and what has no bytes is not gone", () => {
  const base = "main.main 1 40\nmain.main;main.a;main.b 1 30\nmain.main;main.a 1 7\nmain.none 1 0";
  const boxes = boxesOf(diff(base, "main.main;main.a;main.b 1 20\nmain.other 1 5", { gone: true }));
  assert.deepEqual(boxes.map(([path, width]) => [path, width]).sort(), [
    ["main.main", 20],
    ["main.main/main.a", 20],
    ["main.main/main.a/main.b", 20],
    ["main.other", 5],
  ]);
});

const one = (text: string, query: { noInlines?: boolean; least?: number } = {}) => {
  const profile = profileFromText(text);
  return profileFlame(profile, 1, profilePictureHeader(profile, 1, []), { noInlines: false, least: 0, ...query });
};

test("one profile has no other side; samples of one stack are one", () => {
  assert.deepEqual(boxesOf(one("main.a 1 5\nmain.a 1 7")), [["main.a", 12, 12, 0, 0, 0]]);
});

test("values below nothing are as wide as they are large", () => {
  assert.deepEqual(boxesOf(one("main.a 1 -5")), [["main.a", 5, -5, 0, 0, 0]]);
});

test("boxes below the least part are left out, and counted", () => {
  const report = one("main.main;main.a 1 95\nmain.main;main.b 1 5", { least: 0.05 });
  assert.deepEqual([report.boxes.length, report.hidden], [3, 0]);
  const cut = one("main.main;main.a 1 96\nmain.main;main.b 1 4", { least: 0.05 });
  assert.deepEqual([cut.boxes.length, cut.hidden, cut.least], [2, 1, 0.05]);
  // A part of a total, not a number of bytes.
  assert.deepEqual(one("main.a 1 960000\nmain.b 1 40000", { least: 0.05 }).hidden, 1);
});

test("samples without a frame are in no box and in no total", () => {
  assert.equal(one("main.a 1 5\n- 1 7").total, 5);
  assert.deepEqual([one("- 1 7").total, one("- 1 7").least], [0, 0]);
});

test("inlined frames are marked, or charged to the one they are in", () => {
  const { boxes } = one("main.main;main.a;~main.b 1 5");
  assert.deepEqual([...boxes.isInlined], [0, 0, 1]);
  assert.equal(one("main.main;main.a;~main.b 1 5", { noInlines: true }).boxes.length, 2);
});

test("a label has the package apart from the symbol", () => {
  const { labels } = one("example.com/app.(*S).run 1 5").boxes;
  assert.deepEqual(labels, [{ name: "example.com/app.(*S).run", package: "example.com/app", symbol: "(*S).run" }]);
});

test("of very many boxes the widest 4,000 are drawn, and the others counted", () => {
  const text = Array.from({ length: 4005 }, (_, at) => `main.main;main.f${at} 1 ${at + 1}`).join("\n");
  const { boxes, hidden } = one(text);
  assert.deepEqual([boxes.length, hidden], [4000, 6]);
  // main.main and the others but six: of 1 to 4005 those from 7 on.
  assert.equal(Math.min(...boxes.width), 7);
});

test("a function that two binaries have is one box", () => {
  const builder = new ProfileBuilder(profileFromText("main.main 1 1").header);
  const run = builder.addFunction({ name: "main.run" });
  for (const [at, file] of ["/bin/a", "/bin/b"].entries()) {
    const mapping = builder.addMapping({ file });
    builder.addSample([builder.addLocation({ address: BigInt(at + 1), mapping, lines: [{ function: run }] })], [1, 5]);
  }
  const profile = builder.finish();
  const report = profileFlame(profile, 1, profilePictureHeader(profile, 1, []), { noInlines: false, least: 0 });
  assert.deepEqual(boxesOf(report), [["main.run", 10, 10, 0, 0, 0]]);
});
