/** What settings and measurements say, where it changes with the facts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { AdviceFinding } from "../../../src/report/advice/report.ts";
import { adviceFindingText } from "../../../src/wording/advice/findings.ts";

const MIB = 1024 ** 2;
const say = (code: string, facts: object = {}) =>
  adviceFindingText({ code, severity: "note", facts } as unknown as AdviceFinding);

test("no limit is claimed only of a container that was seen", () => {
  assert.match(say("limit-absent", { isSeen: true }), /^the container has no memory limit/);
  assert.match(say("limit-absent", { isSeen: false }), /^no limit was given/);
});

test("a limit in thousandths is told for what was meant", () => {
  assert.equal(
    say("limit-tiny", { text: "250m", bytes: 1 }),
    "the limit 250m is 1 bytes (m is a thousandth; 250Mi was meant?)",
  );
  assert.equal(say("limit-tiny", { text: "250", bytes: 250 }), "the limit 250 is 250 bytes");
});

test("a malformed GOMEMLIMIT has a guess where there is one", () => {
  assert.match(say("memlimit-malformed", { text: "225Mi", meant: 225 * MIB }), /TiB only; 225MiB was meant\?\)$/);
  assert.match(say("memlimit-malformed", { text: "x", meant: null }), /TiB only\)$/);
});

test("parts of the limit are whole percents", () => {
  assert.match(
    say("memlimit-equals-limit", { text: "250MiB", bytes: 249 * MIB, limit: 250 * MIB }),
    /^GOMEMLIMIT=250MiB is 100% of the container's limit of 250Mi:/,
  );
  assert.match(say("gc-cpu", { fraction: 0.256 }), /took 26% of the CPU/);
  assert.match(say("gc-pressure", { gogc: 12.4 }), /GOGC is down to 12 already/);
});

const MOST = { segment: "nonGo", bytes: 60 * MIB, total: 100 * MIB, resident: 100 * MIB, measure: "now" };

test("most of the memory is of what is resident, or of what Go holds where that was not measured", () => {
  assert.match(say("most-memory", MOST), /^of 100 MiB, 60 MiB is memory outside Go \(60%\): cgo, mmap/);
  assert.match(say("most-memory", { ...MOST, measure: "peak" }), /^of 100 MiB at most, .*, at least: cgo/);
  assert.match(
    say("most-memory", { ...MOST, segment: "stacks", resident: null }),
    /^of 100 MiB that Go holds, .*\); resident memory was not measured$/,
  );
  assert.match(say("most-memory", { ...MOST, segment: "stacks" }), /\(60%\)$/);
});

test("what is over the limit is named", () => {
  const over = (what: string) => say("over-limit", { what, bytes: 300 * MIB, limit: 250 * MIB });
  assert.match(over("live"), /300 MiB is live, and the process survives with 250 MiB/);
  assert.match(over("go"), /Go holds 300 MiB of 250Mi/);
  assert.match(over("resident"), /resident are 300 MiB of 250Mi/);
});
