/** The real /debug/pprof of a Go program, by the library and by the command line. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { readHttp, saveHttp } from "../../../src/fetch/http/http.ts";
import { loadProfile } from "../../../src/load.ts";
import { runCli } from "../../cli/run-cli.ts";
import { failureOf } from "../failure-of.ts";
import { type FixtureProgram, missingGo, startFixtureProgram } from "../fixture-program.ts";

describe("a Go program", { skip: missingGo() }, () => {
  let program: FixtureProgram;
  const folder = mkdtempSync(join(tmpdir(), "heapblame-go-"));
  before(async () => {
    program = await startFixtureProgram();
  });
  after(async () => {
    await program.stop();
    rmSync(folder, { recursive: true });
  });
  const url = (path: string): string => `http://${program.address}/debug/pprof/${path}`;

  test("HOST:PORT is its heap after a collection, a path another profile", async () => {
    for (const source of [program.address, `http://${program.address}`, `${program.address}/debug/pprof/allocs`]) {
      const { header } = await loadProfile(source);
      assert.deepEqual(
        header.sampleTypes.map(({ type }) => type),
        ["alloc_objects", "alloc_space", "inuse_objects", "inuse_space"],
      );
      assert.equal(header.defaultSampleType, source.endsWith("allocs") ? "alloc_space" : "");
    }
  });

  test("every kind and form is taken for what it is, and saved", async () => {
    const paths = [
      "heap?gc=1",
      "heap?debug=1",
      "goroutine",
      "goroutine?debug=1",
      "goroutine?debug=2",
      "mutex",
      "block",
    ];
    for (const path of [...paths, "heap?seconds=1", "profile?seconds=1", "trace?seconds=1", "threadcreate?debug=1"]) {
      const file = join(folder, "saved");
      const { bytes } = await saveHttp(url(path), file, {});
      assert.equal(readFileSync(file).length, bytes, path);
      assert.ok(bytes > 20, path);
    }
  });

  test("what Go refuses is said in its words", async () => {
    const unknown = await failureOf(readHttp(url("nope"), {}));
    assert.deepEqual([unknown.status, unknown.message], [404, "the server answered 404 Not Found: Unknown profile"]);
    const both = await failureOf(readHttp(url("heap?seconds=1&debug=1"), {}));
    assert.deepEqual([both.code, both.status], ["http", 400]);
    assert.match(both.message, /400 Bad Request: seconds and debug params are incompatible$/);
    const elsewhere = await failureOf(readHttp(`http://${program.address}/metrics`, {}));
    assert.deepEqual(
      [elsewhere.status, elsewhere.message],
      [404, "the server answered 404 Not Found: 404 page not found"],
    );
    assert.match((await failureOf(readHttp(url(""), {}))).message, /is the index page of pprof, not a profile$/);
  });

  test("a timeout shorter than the profile ends it", async () => {
    assert.equal((await failureOf(readHttp(url("heap?seconds=30"), { timeout: 0.3 }))).code, "timeout");
  });

  test("a URL is a source of every command", async () => {
    const diff = await runCli([
      "--save",
      "none",
      "diff",
      program.address,
      `${program.address}/debug/pprof/heap`,
      "-f",
      "json",
    ]);
    assert.equal(diff.code, 0, diff.stderr);
    assert.equal(JSON.parse(diff.stdout).base.source, program.address);
    const top = await runCli(["--save", "none", "top", program.address]);
    assert.equal(top.code, 0, top.stderr);
    assert.match(top.stdout, /^File: heapshapes\n(.*\n)?Type: inuse_space\n/);
    assert.equal(top.stderr, "");
    const delta = await runCli(["--save", "none", "top", "--seconds", "1", program.address]);
    assert.match(delta.stdout, /\nDuration: 1(\.\d+)?s, /, delta.stderr);
    const goroutines = url("goroutine?debug=2");
    const counted = await runCli(["--save", "none", "goroutines", goroutines, goroutines]);
    assert.equal(counted.code, 0, counted.stderr);
    const advice = await runCli(["--save", "none", "advise", url("heap?debug=1"), "--limit", "250Mi"]);
    assert.equal(advice.code, 0, advice.stderr);
  });

  test("no pprof there is answered with how to have it", async () => {
    const ran = await runCli(["--save", "none", "diff", `${program.address}/nope`, program.address]);
    assert.equal(ran.code, 2);
    assert.match(
      ran.stderr,
      /^heapblame: 127\.0\.0\.1:\d+\/nope: the server answered 404 Not Found: 404 page not found; /,
    );
    for (const way of ['import _ "net/http/pprof"', "enablePprof", "--pprof-bind-address", "profiling.enable"]) {
      assert.ok(ran.stderr.includes(way), way);
    }
  });
});
