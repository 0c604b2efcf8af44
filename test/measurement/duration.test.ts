import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDuration } from "../../src/measurement/duration.ts";

test("durations are read in any of their units, and nothing else is", () => {
  const read = {
    "90s": 90_000,
    "25m": 1_500_000,
    "1h30m": 5_400_000,
    "1.5h": 5_400_000,
    "500ms": 500,
    "2d": 172_800_000,
  };
  for (const [text, milliseconds] of Object.entries(read)) assert.equal(parseDuration(text), milliseconds, text);
  for (const text of ["", "5", "m", "-5s", "0s", "5 s", "1h x", "1e3s", `${"9".repeat(400)}d`])
    assert.equal(parseDuration(text), undefined, text);
});
