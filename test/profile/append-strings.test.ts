/** Strings behind those of a table. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { StringAppender } from "../../src/profile/append-strings.ts";
import { profileFromText } from "./profile-from-text.ts";

test("what is added has numbers behind the table's own, once for each text, and the rest stays", () => {
  const { strings } = profileFromText("main.a;main.b 1 1");
  const appender = new StringAppender(strings);
  assert.equal(appender.finish(), strings, "nothing added");
  const { length } = strings;
  assert.deepEqual(
    ["é", "", "é", "long enough"].map((text) => appender.intern(text)),
    [...[length, length + 1, length, length + 2]],
  );
  const table = appender.finish();
  const texts = (of: typeof table) => Array.from({ length: of.length }, (_, at) => of.at(at));
  assert.deepEqual(texts(table), [...texts(strings), "é", "", "long enough"]);
});
