/** How many more goroutines there are, said of two captures of goroutines alone. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { GrowthFacts } from "../../../src/blame/findings/findings.ts";
import { goroutineReport } from "../../../src/report/goroutines/goroutines.ts";
import { goroutineWords } from "../../../src/wording/goroutines.ts";
import { goroutinesGrewText } from "../../../src/wording/growth/goroutine-counts.ts";
import { groupsOf } from "../../blame/findings/goroutine-of.ts";

function verdict(base: string, current: string): string {
  return goroutineWords(goroutineReport(groupsOf(base), groupsOf(current))).verdict;
}

const END = " Two captures cannot tell whether these end.";

test("those that are more start somewhere, all of them or some", () => {
  assert.equal(
    verdict("10 main.work < runtime.gopark", "910 main.work < runtime.gopark"),
    `There are 900 more goroutines (10 -> 910), which all start in main.work.${END}`,
  );
  assert.equal(
    verdict("1 main.work", "8 main.work [chan receive, 5 minutes] by main.Serve\n3 main.other"),
    `There are 10 more goroutines (1 -> 11); 7 of them start in main.work, started by main.Serve. Most of them wait to receive from a channel.${END}`,
  );
});

test("what others shrank by is not hidden, nor does it hide what grew", () => {
  assert.equal(
    verdict("1 main.work\n5 main.gone", "21 main.work"),
    `There are 15 more goroutines (6 -> 21); 20 more start in main.work.${END}`,
  );
  assert.equal(
    verdict("1 main.work\n20 main.gone", "21 main.work"),
    `There are as many goroutines as before (21 -> 21), but 20 more start in main.work.${END}`,
  );
  assert.equal(
    verdict("1 main.work\n90 main.gone", "21 main.work"),
    `There are fewer goroutines (91 -> 21), but 20 more start in main.work.${END}`,
  );
});

test("other functions with more are counted, and many with a few are one sentence", () => {
  const each = (count: number) => ["a", "b", "c"].map((name) => `${count} main.${name}`).join("\n");
  assert.equal(
    verdict(each(1), each(21)),
    `There are 60 more goroutines (3 -> 63); 20 of them start in main.a; 2 more functions have more.${END}`,
  );
  assert.equal(
    verdict(each(10), each(13)),
    `There are 9 more goroutines (30 -> 39), a few in each of several functions.${END}`,
  );
});

test("a few more come and go", () => {
  assert.equal(verdict("10 main.work", "14 main.work"), "Goroutines do not pile up (10 -> 14).");
  assert.match(verdict("10 main.work", "15 main.work"), /^There are 5 more goroutines \(10 -> 15\)/);
  assert.equal(verdict("500 main.work", "10 main.work"), "Goroutines do not pile up (500 -> 10).");
});

test("one of several starts, two start", () => {
  const facts = { base: 1, createdBy: null, others: 1, waits: null, waitsIn: null } as const;
  const said = (count: number) =>
    goroutinesGrewText({
      ...facts,
      current: count + 2,
      count,
      function: "main.work",
    } as GrowthFacts["goroutines-grew"]);
  assert.match(said(1), /; 1 of them starts in main\.work/);
  assert.match(said(2), /; 2 of them start in main\.work/);
});
