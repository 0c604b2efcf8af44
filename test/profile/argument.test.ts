/** What the library is handed, and how it says what it is not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  checkBytes,
  checkFields,
  checkKind,
  checkList,
  checkProfile,
  checkString,
} from "../../src/profile/argument.ts";
import { profileFromText } from "./profile-from-text.ts";

const refuses = (check: () => unknown, message: RegExp): void =>
  assert.throws(
    check,
    (error: Error & { code?: string }) => error.code === "bad-option" && message.test(error.message),
  );

test("what is right is given back", () => {
  const [bytes, profile, list] = [new Uint8Array(1), profileFromText("- 0 0"), [1]];
  assert.equal(checkBytes(bytes), bytes);
  assert.equal(checkProfile(profile), profile);
  assert.equal(checkList(list, "numbers"), list);
  assert.equal(checkString("", "a name"), "");
  assert.deepEqual(checkFields({ a: 0, b: null }, ["a", "b"], "a pair"), { a: 0, b: null });
  assert.deepEqual(checkKind({ kind: "heap" }, "heap"), { kind: "heap" });
});

test("what is wrong is named by what it is", () => {
  refuses(() => checkBytes("x" as never), /Uint8Array, not as a string$/);
  refuses(() => checkBytes(undefined as never), /not as nothing$/);
  refuses(() => checkProfile(null as never), /parseProfile gives, not nothing$/);
  refuses(() => checkProfile({ header: {}, samples: {} } as never), /not another object$/);
  refuses(() => checkList({} as never, "profiles"), /^profiles are given as an array, not as another object$/);
  refuses(() => checkString(7 as never, "a name"), /^a name is a string, not a number$/);
  refuses(
    () => checkFields({ a: 1 } as { a: number; b?: number }, ["a", "b"], "a pair has a and b"),
    /^a pair has a and b, not/,
  );
  refuses(() => checkKind({ kind: "trend" }, "heap" as never), /kind heap is wanted, not another object$/);
});
