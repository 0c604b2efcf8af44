/** What was fetched is named by its copy; what is a file already by itself. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Io } from "../../../src/cli/terminal/io.ts";
import { keptFiles, noteKept } from "../../../src/cli/terminal/kept-files.ts";

const ioOf = (): Io => ({ kept: new Map() }) as unknown as Io;

test("a source is its own file, the copy of what was fetched, or nothing", () => {
  const io = ioOf();
  assert.equal(keptFiles(io)("a.out"), "a.out");
  noteKept(io, "http://a/heap", null);
  assert.deepEqual([keptFiles(io)("http://a/heap"), keptFiles(io)("a.out")], [null, "a.out"]);
  noteKept(io, "http://a/heap", "/pprof/a.001.pb.gz");
  assert.equal(keptFiles(io)("http://a/heap"), "/pprof/a.001.pb.gz");
  assert.equal(keptFiles(ioOf())("http://a/heap"), "http://a/heap", "another run");
});
