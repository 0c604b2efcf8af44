import assert from "node:assert/strict";
import { test } from "node:test";
import { steadyNow, waitUntil } from "../../src/capture/steady-time.ts";

test("a wait of months is not over at once", async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 50);
  await assert.rejects(waitUntil(steadyNow() + 1000 * 3_600_000, stop.signal), { name: "AbortError" });
});

test("setting the clock does not shorten or lengthen a wait", async () => {
  const { now } = Date;
  try {
    const started = steadyNow();
    const wait = waitUntil(started + 60, new AbortController().signal);
    Date.now = () => now() + 3_600_000;
    await wait;
    assert.ok(steadyNow() - started > 50 && steadyNow() - started < 30_000);
  } finally {
    Date.now = now;
  }
});
