import assert from "node:assert/strict";
import { test } from "node:test";
import { liveByFunction } from "../../../src/report/fleet/functions.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";

test("bytes belong to the nearest function that is not of the standard library", () => {
  const profile = profileFromText(`
    main.main;example.com/shop/cache.(*Cache).Put;bytes.growSlice 1 100
    main.main;example.com/shop/cache.(*Cache).Put 1 10
    main.main;encoding/json.Unmarshal 1 1000
    runtime.main;runtime.malg 1 5
    net/http.(*conn).serve;~example.com/shop.handle;~strings.Repeat 1 7
  `);
  assert.deepEqual(
    [...liveByFunction(profile)],
    [
      ["example.com/shop/cache.(*Cache).Put", 110],
      ["main.main", 1000],
      ["runtime.malg", 5],
      ["example.com/shop.handle", 7],
    ],
  );
});

test("what is not live is not there", () => {
  assert.deepEqual([...liveByFunction(profileFromText("main.main;main.gone 0 0"))], []);
});
