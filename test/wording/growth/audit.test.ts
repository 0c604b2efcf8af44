/** What a diff cannot support: the sentences that have numbers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AuditEntry } from "../../../src/blame/verdict/audit.ts";
import { auditText } from "../../../src/wording/growth/audit.ts";

const say = (code: string, facts: object = {}) => auditText({ code, severity: "note", facts } as unknown as AuditEntry);

test("shares are whole percents, and goroutines are not asked for again", () => {
  assert.match(
    say("no-own-frame", { share: 0.966, hasGoroutines: false }),
    /of 97% of the growth: .* Capture \/debug\/pprof\/goroutine at both ends and count/,
  );
  assert.match(say("no-own-frame", { share: 0.5, hasGoroutines: true }), /50% .*\. Count the live objects/);
});

test("times, samples and limits are those of the pair", () => {
  assert.match(say("short-interval", { seconds: 75 }), /^Only 75 s lie between/);
  assert.match(say("few-samples", { samples: 12 }), /rests on 12 samples/);
  assert.match(say("detection-limit", { limit: 5 * 1024 ** 2, unit: "bytes" }), /by less than 5\.00 MiB/);
  assert.match(say("alloc-counters", { type: "alloc_space" }), /^alloc_space counts what was allocated/);
});
