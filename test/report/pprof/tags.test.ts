/** What each value of each label accounts for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { tagsReport } from "../../../src/report/pprof/tags.ts";
import { viewOf } from "../view-of.ts";
import { profileOf, type Sample } from "./small.ts";

const keysOf = (samples: readonly Sample[], options = {}) =>
  Array.from(tagsReport(viewOf(profileOf(samples), options)).keys, ({ key, total, values }) => [
    key,
    total,
    values.map(({ name, flat }) => [name, flat]),
  ]);

test("a key has its values, the largest first, and their sum; keys go by name", () => {
  assert.deepEqual(
    keysOf([
      ["a", 10, "zone=x"],
      ["b", 30, "zone=y", "app=p"],
      ["c", 5, "zone=x"],
      ["d", 100],
    ]),
    [
      ["app", 30, [["p", 30]]],
      [
        "zone",
        45,
        [
          ["y", 30],
          ["x", 15],
        ],
      ],
    ],
  );
});

test("a sample counts for every value it carries", () => {
  assert.deepEqual(keysOf([["a", 10, "k=x", "k=y"]]), [
    [
      "k",
      20,
      [
        ["x", 10],
        ["y", 10],
      ],
    ],
  ]);
});

test("magnitudes are ordered, and values below zero add up", () => {
  assert.deepEqual(
    keysOf([
      ["a", 10, "k=x"],
      ["a", -30, "k=y"],
    ]),
    [
      [
        "k",
        -20,
        [
          ["y", -30],
          ["x", 10],
        ],
      ],
    ],
  );
});

test("numbers that read the same are one value", () => {
  assert.deepEqual(
    keysOf([
      ["a", 10, "bytes:2048bytes"],
      ["b", 3, "bytes:2050bytes"],
    ]),
    [["bytes", 13, [["2kB", 13]]]],
  );
  assert.deepEqual(keysOf([["a", 10, "bytes:2048bytes"]], { unit: "B" }), [["bytes", 10, [["2048B", 10]]]]);
});

test("the total is that of all, with labels or without", () => {
  const { total, numbers } = tagsReport(
    viewOf(
      profileOf([
        ["a", 10, "k=x"],
        ["b", 7],
      ]),
      {},
    ),
  );
  assert.deepEqual([total, numbers.unit], [17, "bytes"]);
});

test("the texts of a report are its keys with all of their values", () => {
  const { texts } = tagsReport(
    viewOf(
      profileOf([
        ["a", 10, "k=x", "zone=z"],
        ["b", 7, "k=y"],
      ]),
      {},
    ),
  );
  assert.deepEqual([...new Set(texts)].sort(), ["k", "x", "y", "z", "zone"]);
});
