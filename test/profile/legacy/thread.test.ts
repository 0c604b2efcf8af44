/** Profiles of threads, thread by thread. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ProfileError } from "../../../src/errors.ts";
import { parseLegacyThreads } from "../../../src/profile/legacy/thread.ts";

/** `2: 1001 2000`: how many threads stand there, and the addresses, leaf first. */
function rowsOf(lines: readonly string[]): string[] | undefined {
  const profile = parseLegacyThreads(new TextEncoder().encode(lines.join("\n")));
  if (profile === undefined) return undefined;
  const { samples, locations } = profile;
  return Array.from({ length: samples.length }, (_, row) => {
    const stack = samples.locations.subarray(samples.start[row], samples.start[row + 1]);
    const addresses = [...stack].map((at) => (locations.address[at] as bigint).toString(16));
    return `${samples.values[0]?.[row]}: ${addresses.join(" ")}`;
  });
}

const TITLE = "--- threadz 1 ---";
const END = "--- Memory map: ---";
const of = (id: string, name = "main/12"): string => `--- Thread ${id} (name: ${name}) stack: ---`;

test("each thread is a sample; its leaf is no call and stays, the callers are moved back onto theirs", () => {
  const lines = [TITLE, "", of("7f00"), "  0x1001 0x2001", "", "  0x3001", of("7f01", "a/b/3"), "  0x5001", END];
  assert.deepEqual(rowsOf(lines), ["1: 1001 2000 3000", "1: 5001"]);
  assert.deepEqual(rowsOf(lines.slice(2)), ["1: 1001 2000 3000", "1: 5001"], "without a title too");
  assert.deepEqual(rowsOf(["# a comment", "", ...lines]), ["1: 1001 2000 3000", "1: 5001"]);
});

test("a thread that is the same as the one before counts once more, the first of all for nothing", () => {
  const same = "  [same as previous thread]";
  assert.deepEqual(rowsOf([TITLE, of("1"), " 0x10", of("2"), same, of("3"), same, of("4"), " 0x20", END]), [
    "3: 10",
    "1: 20",
  ]);
  assert.deepEqual(rowsOf([TITLE, of("1"), same, of("2"), " 0x10", END]), ["1: 10"]);
  assert.deepEqual(
    rowsOf([TITLE, of("1"), " 0x10", of("2"), " 0x30", same, END]),
    ["2: 10"],
    "whatever else is said of it",
  );
});

test("the threads end where the memory map begins, or where a stack is missing", () => {
  assert.deepEqual(rowsOf([TITLE, of("1"), " 0x10", END, "  10-20: /bin/a"]), ["1: 10"]);
  assert.deepEqual(rowsOf([TITLE, of("1"), " 0x10", "---- no stack trace for 3 threads", "x"]), ["1: 10"]);
  assert.deepEqual(rowsOf([TITLE, "anything", END]), []);
});

test("what is none is another format, and what is no address is refused", () => {
  for (const lines of [[""], ["heap profile: 1: 2"], [TITLE, "- other"], [TITLE, of("1"), " 0x10", "--- other ---"]])
    assert.equal(rowsOf(lines), undefined, lines.join("|"));
  for (const last of [" 0x11112222333344445", "x".repeat(70_000)])
    assert.throws(() => rowsOf([TITLE, of("1"), " 0x10", last, END]), ProfileError);
});
