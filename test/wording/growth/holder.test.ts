/** Who holds, beside who allocated: what is known then is no longer asked for, and nothing else changes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { compare } from "../../../src/blame/provenance/comparison.ts";
import { loadProfiles } from "../../../src/load.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { growthReport } from "../../../src/report/growth/growth.ts";
import { addHolder } from "../../../src/wording/growth/holder.ts";
import { growthWords } from "../../../src/wording/growth/words.ts";
import { modePair } from "../../fixtures.ts";

const [base, current] = (await loadProfiles(modePair("retain"))) as [Profile, Profile];
const comparison = compare(base, current, { sources: { base: "a", current: "b" } });
const words = growthWords(growthReport(comparison, { sampleIndex: "inuse_space" }));
const decoder = "A decoder allocated it: look for what keeps the result.";
const hidden = "No function of x is on these stacks, so they do not show who holds it.";
const asked = {
  ...words,
  following: [decoder, hidden, "It stays."],
  verdict: `It grew. ${decoder} ${hidden} It stays.`,
};

test("with a holder the reader is not told to look for one", () => {
  const said = addHolder(asked, { text: "A map holds it.", isFound: true });
  assert.equal(said.verdict, "It grew. No function of x is on these stacks. It stays. A map holds it.");
  assert.deepEqual(said.following, ["No function of x is on these stacks.", "It stays.", "A map holds it."]);
});

test("without one he still is", () => {
  const said = addHolder(asked, { text: "Nothing of it is alive.", isFound: false });
  assert.equal(said.verdict, `${asked.verdict} Nothing of it is alive.`);
  assert.deepEqual(addHolder(asked, { text: "", isFound: false }), asked);
});

test("the words of a real pair lose nothing but that", () => {
  const said = addHolder(words, { text: "A map holds it.", isFound: true });
  assert.ok(said.verdict.endsWith(" A map holds it."));
  assert.doesNotMatch(said.verdict, /look for what keeps|do not show who holds/);
  assert.equal(said.headline, words.headline);
});
