import assert from "node:assert/strict";
import { test } from "node:test";
import { formatNanos, parseMoment, parseNanos } from "../../src/measurement/moment.ts";

const NOW = Date.UTC(2026, 7, 21, 12, 30);

test("a moment is now, how long ago, or a date in UTC unless it says otherwise", () => {
  assert.equal(parseMoment("now", NOW), NOW);
  assert.equal(parseMoment("24h", NOW), NOW - 86_400_000);
  assert.equal(parseMoment("1d", NOW), NOW - 86_400_000);
  assert.equal(parseMoment("2026-08-21", NOW), Date.UTC(2026, 7, 21));
  assert.equal(parseMoment("2026-08-21T14:00", NOW), Date.UTC(2026, 7, 21, 14));
  assert.equal(parseMoment("2026-08-21 14:00:30", NOW), Date.UTC(2026, 7, 21, 14, 0, 30));
  assert.equal(parseMoment("2026-08-21T14:00+02:00", NOW), Date.UTC(2026, 7, 21, 12));
  assert.equal(parseMoment("2026-08-21T14:00z", NOW), Date.UTC(2026, 7, 21, 14));
});

test("what is no moment is none", () => {
  for (const text of ["", "yesterday", "5", "0h", "2026-13-01", "2026-08-21T25:00", "14:00", "1h ago"]) {
    assert.equal(parseMoment(text, NOW), undefined, text);
  }
});

test("nanoseconds keep their last digit both ways", () => {
  for (const text of ["2026-07-05T10:11:12.123456789Z", "2026-07-05T10:11:12.5Z", "2026-07-05T10:11:12Z"]) {
    assert.equal(formatNanos(parseNanos(text) as bigint), text);
  }
  assert.equal(parseNanos("1790000000123456789"), 1790000000123456789n);
  assert.equal(parseNanos("2026-07-05"), undefined);
  assert.equal(parseNanos("12"), undefined);
});
