/** What a page calls the files that it is made from. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { namesOfPage } from "../../../src/cli/page/command-files.ts";

test("files are called as from the innermost folder that has all of them: one line is run in one folder", () => {
  const calledOf = (...names: string[]): readonly string[] => namesOfPage(names, {}).called;
  assert.deepEqual(calledOf("/home/a/h0", "/home/a/h1"), ["h0", "h1"]);
  assert.deepEqual(calledOf("/home/a/1/h", "/home/a/2/h"), ["1/h", "2/h"]);
  assert.deepEqual(calledOf("/home/a/old/h0", "/home/a/new/h1"), ["old/h0", "new/h1"]);
  assert.deepEqual(calledOf("/home/a/h0", "/home/a/new/h1"), ["h0", "new/h1"]);
  assert.deepEqual(calledOf("../x/ab/h0", "../x/ac/h1"), ["ab/h0", "ac/h1"]);
  assert.deepEqual(calledOf("/home/a/capture/", "/home/a/b/h1"), ["capture/", "b/h1"]);
  assert.deepEqual(calledOf("C:\\a\\1\\h", "C:\\a\\2\\h"), ["1\\h", "2\\h"]);
  // There is no such folder, or none that anybody is in.
  for (const names of [
    ["h0", "old/h1"],
    ["a/h0", "b/h1"],
    ["/a/h0", "/b/h1"],
    ["/a/h0", "b/h1"],
    ["a/capture/", "b/h1"],
  ]) {
    assert.deepEqual(calledOf(...names), names);
  }
});

test("what is given beside the profiles is called from the same folder", () => {
  const beside = { goroutines: ["/home/a/g/0", "/home/a/g/1"], held: ["/home/a/d"], binary: "/home/a/bin/server" };
  const { called, given } = namesOfPage(["/home/a/h0", "/home/a/h1"], beside);
  assert.deepEqual(
    [called, given.goroutines],
    [
      ["h0", "h1"],
      ["g/0", "g/1"],
    ],
  );
  assert.deepEqual(given.options, ["--held", "d", "--binary", "bin/server"]);
  const elsewhere = namesOfPage(["/home/a/h0", "/home/a/h1"], { binary: "x/server" });
  assert.deepEqual(elsewhere.called, ["/home/a/h0", "/home/a/h1"]);
  const typed = namesOfPage(["h0", "h1"], { goroutines: ["1/g", "2/g"] });
  assert.deepEqual(
    [typed.called, typed.given.goroutines],
    [
      ["h0", "h1"],
      ["1/g", "2/g"],
    ],
  );
  assert.deepEqual(namesOfPage(["/a/h", "http://h:1/debug/pprof/heap"], {}).called, [
    "h",
    "http://h:1/debug/pprof/heap",
  ]);
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
  assert.equal(namesOfPage(["cap/h1", "cap/h2"], { directory: "cap" }).given.directory, "cap");
  const elsewhere = namesOfPage(["/x/cap/1/h", "/x/cap/2/h"], { directory: "/x/cap" });
  assert.deepEqual([elsewhere.called, elsewhere.given.directory], [["cap/1/h", "cap/2/h"], "cap"]);
  const log = namesOfPage(["x/app.log: gc 1", "x/app.log: gc 2"], { directory: "x/app.log" });
  assert.deepEqual([log.called, log.given.directory], [["app.log: gc 1", "app.log: gc 2"], "app.log"]);
  assert.equal(namesOfPage(["app.log: gc 1", "app.log: gc 2"], { directory: "app.log" }).given.directory, "app.log");
  assert.equal(namesOfPage(["cap2/1/h", "cap2/2/h"], { directory: "cap" }).given.directory, "");
});

test("secrets of addresses are not shown", () => {
  const goroutines = ["http://u:p@h:1/g?token=x", "http://u:p@h:1/g2?token=x"];
  assert.doesNotMatch(JSON.stringify(namesOfPage(["h0", "h1"], { goroutines }).given), /u:p|=x/);
});
