import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { test } from "node:test";
import { withFontFiles } from "../../../src/cli/pictures/fonts.ts";
import { limitedLayout } from "../../../src/cli/pictures/layout-worker.ts";
import { layoutHere } from "../../../src/render/svg/graph/layout.ts";

/** `count` nodes in a ring with chords: more work for a layout the larger it is. */
function ring(count: number): string {
  const lines = Array.from(
    { length: count },
    (_, i) => `n${i} -> n${(i + 1) % count}\nn${i} -> n${(i * 7 + 3) % count}`,
  );
  return `digraph {\n${lines.join("\n")}\n}\n`;
}

test("a large graph is laid out by a worker as it is here", async () => {
  const dot = `digraph {\n${Array.from({ length: 600 }, (_, i) => `n${i} -> n${Math.floor(i / 3)}`).join("\n")}\n}\n`;
  assert.equal(await limitedLayout(60_000)(dot), await layoutHere(dot));
});

test("a layout that would take too long is stopped", async () => {
  assert.equal(await limitedLayout(300)(ring(3000)), "timeout");
});

test("the font's files are there while they are used, and gone afterwards, also after a failure", async () => {
  let seen: readonly string[] = [];
  await withFontFiles(async (files) => {
    seen = files;
    assert.ok(files.length === 2 && files.every((file) => existsSync(file)));
  });
  assert.ok(!existsSync(dirname(seen[0] as string)));
  await assert.rejects(
    withFontFiles(async (files) => {
      seen = files;
      throw new Error("no");
    }),
    /no/,
  );
  assert.ok(!existsSync(dirname(seen[0] as string)));
});
