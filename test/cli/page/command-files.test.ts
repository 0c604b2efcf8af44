/** What a page calls the files that it is made from. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { namesOfPage } from "../../../src/cli/page/command-files.ts";

test("all files lose their folders, or none does: one line is run in one folder", () => {
  const goroutines = ["/home/a/g0", "/home/a/g1"];
  const { called, given } = namesOfPage(["/home/a/h0", "/home/a/h1"], {
    goroutines,
    held: ["x/d"],
    binary: "x/server",
  });
  assert.deepEqual(
    [called, given.goroutines],
    [
      ["h0", "h1"],
      ["g0", "g1"],
    ],
  );
  assert.deepEqual(given.options, ["--held", "d", "--binary", "server"]);
  const typed = namesOfPage(["h0", "h1"], { goroutines: ["1/g", "2/g"] });
  assert.deepEqual(
    [typed.called, typed.given.goroutines],
    [
      ["h0", "h1"],
      ["1/g", "2/g"],
    ],
  );
});

test("a profile compared with itself is one file", () => {
  assert.deepEqual(namesOfPage(["a/h", "a/h"], {}).called, ["h", "h"]);
});

test("modules and counts are no files", () => {
  const { given } = namesOfPage(["h0", "h1"], { module: ["example.com/a", "example.com/b"], iterations: 15 });
  const words = ["--module", "example.com/a", "--module", "example.com/b", "--iterations", "15"];
  assert.deepEqual(given.options, words);
});

test("a directory is named where the profiles are called by it", () => {
  const names = ["cap/001/heap.pb.gz", "cap/002/heap.pb.gz"];
  assert.equal(namesOfPage(names, { directory: "cap/" }).given.directory, "cap");
  assert.equal(namesOfPage(["cap/h1", "cap/h2"], { directory: "cap" }).given.directory, "");
  assert.equal(namesOfPage(["app.log: gc 1", "app.log: gc 2"], { directory: "app.log" }).given.directory, "app.log");
  assert.equal(namesOfPage(["cap2/1/h", "cap2/2/h"], { directory: "cap" }).given.directory, "");
});

test("secrets of addresses are not shown", () => {
  const goroutines = ["http://u:p@h:1/g?token=x", "http://u:p@h:1/g2?token=x"];
  assert.doesNotMatch(JSON.stringify(namesOfPage(["h0", "h1"], { goroutines }).given), /u:p|=x/);
});
