/** The tables beside the samples as pprof's own parser reads them, and what their strings may be. */
import { after, before, test } from "node:test";
import { compareWithGo } from "../compare-with-go.ts";
import { type GoParser, openGoParser } from "../go-parser.ts";
import { bytes, message, strings } from "./messages.ts";

let go: GoParser | string = "not opened";
before(() => {
  go = openGoParser();
});
after(() => {
  if (typeof go !== "string") go.close();
});

test("strings begin with the empty one, and no index goes beyond the last", (t) => {
  if (typeof go === "string") return t.skip(go);
  const start = bytes(message(1, 8, 1, 16, 2), message(2, 16, 5));
  const header = [7, 8, 13, 14, 15].flatMap((field) => [3, 4].map((index) => bytes(field << 3, index)));
  const tables = [
    [3, 5],
    [3, 6],
    [5, 2],
    [5, 3],
    [5, 4],
    [11, 1],
    [11, 2],
    [1, 1],
    [1, 2],
  ] as const;
  const named = tables.flatMap(([outer, field]) => [3, 4].map((index) => message(outer, 8, 1, field << 3, index)));
  const labels = [1, 2, 4].flatMap((field) =>
    [3, 4].map((index) => message(2, 16, 5, message(3, 24, 1, field << 3, index))),
  );
  const four = strings("", "a", "b", "c");
  compareWithGo(go, [start, bytes(start, strings("a", "b", "c")), bytes(start, strings("", "a", ""))]);
  compareWithGo(
    go,
    [...header, ...named, ...labels].map((field) => bytes(start, four, field)),
  );
  // An index that is replaced is not looked up.
  compareWithGo(go, [bytes(start, four, message(5, 8, 1, 16, 9, 16, 3)), bytes(start, four, 56, 9, 56, 3)]);
});
