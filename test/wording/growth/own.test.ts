/** What was taken for the program's own is said with why. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ownBasisText } from "../../../src/wording/growth/own.ts";

test("each evidence has words of its own, and what is not known is not denied", () => {
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
