/** What Go's tabwriter makes of the same texts (AlignRight, padding 1) was taken from it; random texts agreed too. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeText } from "../../../src/profile/string-table.ts";
import { alignCells } from "../../../src/render/text/aligned-cells.ts";

test("sets the cells of a column flush right, one space before the widest", () => {
  assert.equal(alignCells("a\tb\tend\nccc\td\tend\n"), "   a bend\n ccc dend\n");
});

test("counts characters, not bytes or UTF-16 units", () => {
  assert.equal(alignCells("é😀\tx\nabc\ty\n"), "  é😀x\n abcy\n");
});

test("ends a column at a line that has no cell in it", () => {
  assert.equal(alignCells("long\tx\nno cell\nb\ty\n"), " longx\nno cell\n by\n");
});

test("keeps columns to the right apart where the line between has fewer cells", () => {
  assert.equal(alignCells("a\tlong\tx\nb\ty\nc\td\tz\n"), " a longx\n by\n c dz\n");
});

test("pads empty cells", () => {
  assert.equal(alignCells("\tx\nab\ty\n"), "   x\n aby\n");
});

test("takes a vertical tab for a tab, and starts anew after a form feed", () => {
  assert.equal(alignCells("long\vx\fa\ty\n"), " longx\n ay\n");
});

test("leaves what is between two bytes 0xFF alone", () => {
  const text = decodeText(Uint8Array.from([0x61, 0xff, 0x09, 0xff, 0x09, 0x78, 0x0a, 0x62, 0x09, 0x79, 0x0a]));
  assert.equal(alignCells(text), " a\udcff\t\udcffx\n  by\n");
});

test("has nothing to say about nothing", () => {
  assert.equal(alignCells(""), "");
});

test("as many cells as somebody likes are set in time that follows from their number", () => {
  const line = `${"a\t".repeat(100_000)}x\n`;
  assert.equal(alignCells(line + line), `${" a".repeat(100_000)}x\n`.repeat(2));
});

test("a column that ended begins anew below, as wide as its own cells", () => {
  assert.equal(alignCells("long\tlonger\tx\na\ty\nb\tc\tz\n"), " long longerx\n    ay\n    b cz\n");
});
