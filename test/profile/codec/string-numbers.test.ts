/** Strings are numbered as they are asked for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { StringNumbers } from "../../../src/profile/codec/string-numbers.ts";
import { profileFromText } from "../profile-from-text.ts";

test("the empty string is 0, others follow in the order of asking, by text or by index alike", () => {
  const profile = profileFromText("main.a;main.b 1 1");
  const numbers = new StringNumbers(profile);
  const indexOf = (text: string): number =>
    Array.from({ length: profile.strings.length }, (_, at) => at).find((at) => profile.strings.at(at) === text) ?? -1;
  const asked = [numbers.ofText("x"), numbers.ofText(""), numbers.ofIndex(indexOf("main.b")), numbers.ofText("x")];
  assert.deepEqual(asked, [1, 0, 2, 1]);
  assert.deepEqual([numbers.ofText("main.b"), numbers.ofIndex(indexOf("main.b")), numbers.ofIndex(0)], [2, 2, 0]);
  assert.deepEqual([...numbers.texts()], ["", "x", "main.b"]);
});
