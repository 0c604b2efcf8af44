import assert from "node:assert/strict";
import { test } from "node:test";
import { Pseudonyms } from "../../../src/graph/anonymize/pseudonyms.ts";
import { anonymizeGoroutines, functionsOfGoroutineText } from "../../../src/graph/go/goroutine-functions.ts";
import { parseGoroutineText } from "../../../src/profile/legacy/goroutines.ts";
import { fixtureBytes } from "../../fixtures.ts";

for (const form of ["debug1", "debug2"]) {
  test(`every frame of a ${form} text is found with its file`, () => {
    const bytes = fixtureBytes(`programs/kinds/goroutine.${form}.txt`);
    const functions = functionsOfGoroutineText(new TextDecoder().decode(bytes));
    const files = new Map(functions.map(({ name, file }) => [name, file]));
    const groups = parseGoroutineText(bytes) ?? [];
    const names = groups.flatMap(({ frames, createdBy }) => [
      ...frames,
      ...(createdBy === undefined ? [] : [createdBy]),
    ]);
    const named = names.filter((name) => !name.startsWith("0x"));
    assert.ok(named.length > 10);
    for (const name of named) assert.match(files.get(name) ?? "", /\.go$|\.s$/, name);
    assert.ok([...files].some(([name, file]) => name === "main.main" && file.endsWith("/main.go")));
  });
}

test("goroutines keep their counts and states under pseudonyms", () => {
  const groups = [
    {
      count: 3,
      frames: ["net/http.(*conn).serve", "corp.example/a.(*T).run"],
      state: "select",
      waitMinutes: 4,
      createdBy: "corp.example/a.start",
    },
  ];
  const names = new Pseudonyms("corp.example/a");
  assert.deepEqual(anonymizeGoroutines(groups, [], names), [
    {
      count: 3,
      frames: ["net/http.(*conn).serve", "private1.com/app.(*Type1).method1"],
      state: "select",
      waitMinutes: 4,
      createdBy: "private1.com/app.function1",
    },
  ]);
});
