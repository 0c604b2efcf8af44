import assert from "node:assert/strict";
import { test } from "node:test";
import { overrideMainMapping, replaceMappingTexts, withMainMapping } from "../../src/profile/main-mapping.ts";
import type { Profile } from "../../src/profile/tables.ts";
import { profileFromText } from "./profile-from-text.ts";
import { rowsOf } from "./rows-of.ts";
import { wholeProfile } from "./whole-profile.ts";

function textsOf(profile: Profile): string[] {
  const text = (row: number | undefined): string => profile.strings.at(row as number);
  const { length, file, buildId } = profile.mappings;
  return Array.from({ length }, (_, row) => `${text(file[row])} ${text(buildId[row])}`);
}

test("a profile without mappings gets one, of everything; one that has some stays", () => {
  const bare = profileFromText("main.main;main.f 1 2");
  const whole = withMainMapping(bare);
  const none = { start: 0n, limit: 0n, offset: 0n, file: "", buildId: "", flags: [0, 0, 0, 0] };
  assert.deepEqual(rowsOf(whole).mappings, [{ id: 1n, ...none }]);
  assert.deepEqual([...whole.locations.mapping], [0, 0]);
  const { length, ...columns } = whole.mappings;
  for (const column of Object.values(columns)) assert.equal(column.length, length);
  assert.equal(withMainMapping(whole), whole);
});

test("the command line names the first program, and fills in a build id that is missing", () => {
  const profile = wholeProfile();
  assert.equal(overrideMainMapping(profile, "", "other"), profile);
  assert.deepEqual(textsOf(overrideMainMapping(profile, "/x", "other")), ["/x abc", "/lib/c.so "]);
  const bare = withMainMapping(profileFromText("main.main 1 2"));
  assert.deepEqual(textsOf(overrideMainMapping(bare, "/x", "id")), ["/x id"]);
  assert.deepEqual(textsOf(overrideMainMapping(bare, "", "id")), [" id"]);
});

test("files and build ids are replaced row by row, by nothing too", () => {
  const profile = wholeProfile();
  assert.equal(
    replaceMappingTexts(profile, () => undefined),
    profile,
  );
  const replaced = replaceMappingTexts(profile, (row, column) => (row === 0 ? "" : `${column}${row}`));
  assert.deepEqual(textsOf(replaced), [" ", "file1 buildId1"]);
  assert.deepEqual(textsOf(profile), ["/bin/app abc", "/lib/c.so "], "what was given stays");
});
