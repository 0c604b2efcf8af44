/** The sentences of a growth report that are in no other file. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { matchedText, ownBasisText } from "../../../src/wording/growth/words.ts";

test("of two builds, each side has its own part", () => {
  assert.match(
    matchedText({ base: 0.9, current: 0.25 }),
    /^By name, 90\.0% of base and 25\.0% of current are on stacks/,
  );
});

test("each evidence for the program's own modules has words of its own, and what is not known is not denied", () => {
  assert.equal(
    ownBasisText({ modules: ["a.com/b", "a.com/c"], by: "stated" }),
    "Taken as the program's own: a.com/b and a.com/c (as stated).",
  );
  assert.match(
    ownBasisText({ modules: ["a.com/b"], by: "main" }),
    /^Taken as the program's own: a\.com\/b \(main's module/,
  );
  assert.match(ownBasisText({ modules: ["a.com/b"], by: "paths" }), /guessed: .* --module PATH states another/);
  assert.match(ownBasisText({ modules: [], by: "unknown" }), /is not known/);
});
