/** The profile of a page: its names can be shown, its rows are the same. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { visibleProfile } from "../../src/web/visible-profile.ts";
import { profileFromText } from "../profile/profile-from-text.ts";

test("names that turn text around are spelled out, others are the same table", () => {
  const plain = profileFromText("main.main;main.leak 1 4096");
  assert.equal(visibleProfile(plain).strings, plain.strings);
  const evil = profileFromText("main.main;\u202ekael 1 4096", { comments: ["\u001b[2J"] });
  const seen = visibleProfile(evil);
  assert.deepEqual(
    Array.from({ length: seen.strings.length }, (_, at) => seen.strings.at(at)).filter((name) => /kael/.test(name)),
    ["\\u202ekael"],
  );
  assert.equal(seen.strings.length, evil.strings.length);
  assert.equal(seen.samples, evil.samples);
  assert.deepEqual(seen.header.comments, ["\\x1b[2J"]);
});
