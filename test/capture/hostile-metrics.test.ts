/** What a process tells of itself is not to be believed. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseMetrics } from "../../src/capture/metrics-text.ts";
import { readFacts } from "../../src/capture/process-facts.ts";
import type { Endpoint } from "../../src/fetch/kubernetes/endpoint.ts";

const endpoint = (commandLine: string): Endpoint => ({
  name: "http://h:1",
  path: "/debug/pprof/heap?gc=1",
  pod: undefined,
  read: async () => Buffer.from(commandLine),
  save: async () => assert.fail("nothing is saved"),
  saveDump: async () => assert.fail("nothing is saved"),
  request: () => Promise.reject(new Error("not asked")),
  close: async () => {},
});

test("times that no date can be and sizes beyond int64 are none", async () => {
  for (const [text, startedAt] of [
    ["process_start_time_seconds 1.7e9", "2023-11-14T22:13:20.000Z"],
    ["process_start_time_seconds 9e18", null],
    ["process_start_time_seconds 1e300", null],
    ["process_start_time_seconds +Inf", null],
    ["process_start_time_seconds NaN", null],
  ] as const) {
    const facts = await readFacts(
      endpoint("p"),
      undefined,
      undefined,
      parseMetrics(text),
      new AbortController().signal,
    );
    assert.equal(facts.startedAt, startedAt, text);
  }
  assert.equal(parseMetrics("process_resident_memory_bytes 1e300").residentBytes, undefined);
});

test("names and versions that would write on the terminal are not kept", async () => {
  const facts = async (commandLine: string) =>
    await readFacts(endpoint(commandLine), undefined, undefined, parseMetrics(""), new AbortController().signal);
  assert.equal((await facts("/bin/web\0--token=x")).program, "web");
  assert.equal((await facts("/bin/web\u001b[2J\0")).program, null);
  assert.equal((await facts("web\u009b2J")).program, null);
  assert.equal(parseMetrics('go_info{version="go1.26\u001b[2J"} 1').goVersion, undefined);
  assert.equal(parseMetrics('go_info{version="go1.26.8 X:nodwarf5"} 1').goVersion, "go1.26.8 X:nodwarf5");
});
