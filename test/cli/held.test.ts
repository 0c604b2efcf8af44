/** `heapblame held`, on dumps of a live program: the sentence, the join with allocation stacks, two dumps, and what is refused. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import type { HeldReport } from "../../src/report/held/held.ts";
import { type HeldRun, removeHeld, runHeld } from "../dump/held-program.ts";
import { missingGo } from "../fetch/fixture-program.ts";
import { validatorOf } from "./json-schemas.ts";
import { runCli } from "./run-cli.ts";

async function reportOf(...words: readonly string[]): Promise<HeldReport> {
  const { code, stdout, stderr } = await runCli(["held", ...words, "-f", "json"]);
  assert.equal(code, 0, stderr);
  const report: HeldReport = JSON.parse(stdout);
  const validate = validatorOf("held");
  const isValid: boolean = validate(report);
  assert.ok(isValid, JSON.stringify(validate.errors?.slice(0, 3)));
  return report;
}

describe("held", { skip: missingGo() }, () => {
  let all: HeldRun;
  let keys: HeldRun;
  before(() => {
    all = runHeld();
    keys = runHeld({ args: ["-only", "map key", "-scale", "10"] });
  });
  after(removeHeld);

  test("says that the keys of a map of a struct hold what was planted, and nothing else does", async () => {
    const { stdout } = await runCli(["held", keys.dump, "--binary", keys.binary]);
    assert.match(
      stdout,
      /is held by the keys of the map `subscriptions` of `main\.ServerWatcher` \(`map\[podPort\]\[\]listener`\), and by nothing else: \d+ of the \d+ sampled objects that are alive lie behind it \(95% interval \d/,
    );
    assert.match(stdout, /allocated (mostly )?by main\.newPod\./);
  });

  test("every planted holder is in the report with its bytes", async () => {
    const { holders, otherBytes, current } = await reportOf(all.dump, "--binary", all.binary);
    const held = holders.reduce((sum, { bytes }) => sum + bytes, 0);
    assert.equal(held + otherBytes, current.liveBytes);
    for (const { holder } of all.planted)
      assert.ok(
        holders.some((row) => row.holder.name === holder),
        holder,
      );
  });

  test("the samples of one stack are found where they are kept", async () => {
    const { holders, samples } = await reportOf(all.dump, "--binary", all.binary, "--stack", "registry\\.Add");
    assert.equal(holders[0]?.holder.name, "example.com/held/registry.entries");
    assert.ok((holders[0]?.samples?.count ?? 0) > 0);
    assert.ok((holders[0]?.samples?.count ?? 0) <= samples.live);
  });

  test("two dumps are compared by path", async () => {
    const small = runHeld({ args: ["-only", "map key"] });
    const { holders, base } = await reportOf(small.dump, keys.dump, "--binary", keys.binary);
    assert.ok(base !== null);
    assert.equal(holders[0]?.path, "main.watcher .subscriptions");
    assert.ok((holders[0]?.deltaBytes ?? 0) > 3_000_000);
    const back = await reportOf(keys.dump, small.dump, "--binary", keys.binary);
    assert.equal(back.holders[0]?.deltaBytes, -(holders[0]?.deltaBytes ?? 0));
  });

  test("without a program variables have addresses, and a note says what would name them", async () => {
    const { stdout, code } = await runCli(["held", keys.dump]);
    assert.equal(code, 0);
    assert.match(stdout, /the variable at 0x[0-9a-f]+/);
    assert.match(stdout, /give it with --binary, unstripped/);
  });

  test("another build is refused before a name is printed", async () => {
    const other = runHeld({ flags: ["-gcflags=all=-N -l"], args: ["-only", "slice"] });
    const { code, stdout, stderr } = await runCli(["held", keys.dump, "--binary", other.binary]);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /did not write .*: \d+ of \d+ functions on the stacks of the dump lie elsewhere in it/);
  });

  test("a dump packed by gzip is read, a cut one is refused with the place", async () => {
    const packed = join(dirname(keys.dump), "heap.dump.gz");
    const bytes = readFileSync(keys.dump);
    writeFileSync(packed, gzipSync(bytes));
    assert.equal((await reportOf(packed)).current.liveBytes, (await reportOf(keys.dump)).current.liveBytes);
    const cut = join(dirname(keys.dump), "cut.dump");
    writeFileSync(cut, bytes.subarray(0, 100_000));
    const { code, stderr } = await runCli(["held", cut]);
    assert.equal(code, 2);
    assert.match(stderr, /cut\.dump: the heap dump ends at byte 100000, in /);
    writeFileSync(packed, gzipSync(bytes).subarray(0, 50_000));
    assert.match((await runCli(["held", packed])).stderr, /heap\.dump\.gz: the gzip data is cut short/);
  });

  test("the verdict of a diff names who holds what its first suspect allocated", async () => {
    const small = runHeld({ args: ["-only", "map key"] });
    const { code, stdout, stderr } = await runCli([
      ...["diff", small.profile, keys.profile],
      ...["--held", keys.dump, "--binary", keys.binary],
    ]);
    assert.equal(code, 0, stderr);
    assert.match(
      stdout.replaceAll(/\s+/g, " "),
      /In \S+ \S+ MiB \(exact\) is held by the keys of the map `subscriptions` of `main\.ServerWatcher` .* sampled objects of `main\.\S+` that are alive lie behind it/,
    );
  });

  /** Every private name of the fixture that it plants by. */
  const PRIVATE =
    /watcher|subscriptions|ServerWatcher|podPort|listener|newPod|byName|registered|onClose|registry|example\.com|embedded|backlog|held-|\.dump|\bPod\b/;

  test("--anonymize leaves no name of a variable, a field, a type or a function, in any format", async () => {
    const small = runHeld({ args: ["-only", "map key"] });
    const pair = ["diff", small.profile, keys.profile, "--held", small.dump, keys.dump, "--binary", keys.binary];
    for (const words of [["held", all.dump, "--binary", all.binary], ["held", small.dump, all.dump], pair]) {
      for (const format of ["text", "markdown", "json"]) {
        const { code, stdout, stderr } = await runCli([...words, "--anonymize", "-f", format]);
        assert.equal(code, 0, stderr);
        assert.doesNotMatch(stdout, PRIVATE, words.join(" "));
      }
    }
    const { stdout } = await runCli([...pair, "--anonymize"]);
    assert.match(
      stdout.replaceAll(/\s+/g, " "),
      /is held by the keys of the map `field\d+` of `main\.Type\d+` \(`map\[type\d+\]\[\]type\d+`\), and by nothing else: \d+ of the \d+ sampled objects of `main\.\S+` that are alive lie behind it/,
    );
    const refused = await runCli(["held", all.dump, "--anonymize", "--stack", "newPod"]);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /--anonymize does not go with --stack/);
  });

  test("no format has what is in memory, only sizes and names", async () => {
    for (const format of ["text", "markdown", "json"]) {
      const { stdout } = await runCli(["held", all.dump, "--binary", all.binary, "-f", format]);
      assert.ok(stdout.includes("main.byName"));
      assert.doesNotMatch(stdout, /a pod of that long|a key of that long/, format);
    }
  });
});

test("the handler that is printed compiles", { skip: missingGo() }, async () => {
  const { stdout, code } = await runCli(["held", "--handler"]);
  assert.equal(code, 0);
  assert.match(stdout, /goroutineleak/);
  assert.match(stdout, /debug\.WriteHeapDump\(file\.Fd\(\)\)/);
  const { execFileSync } = await import("node:child_process");
  const { mkdtempSync, rmSync } = await import("node:fs");
  const { tmpdir } = await import("node:os");
  const folder = mkdtempSync(join(tmpdir(), "heapblame-handler-"));
  writeFileSync(
    join(folder, "main.go"),
    `package main\n\n${stdout}\nfunc main() { http.HandleFunc("/debug/heapdump", heapDump) }\n`,
  );
  try {
    execFileSync("go", ["vet", "main.go"], { cwd: folder, stdio: "pipe" });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("what is missing or no dump is told so", async () => {
  assert.match((await runCli(["held"])).stderr, /missing required argument 'dump'/);
  assert.match((await runCli(["held", "/nowhere/heap.dump"])).stderr, /no such file/);
  assert.match((await runCli(["held", "package.json"])).stderr, /this is no Go heap dump/);
});

test("a profile in the place of a dump is told for what it is, with what is needed", async () => {
  const heap = "fixtures/leaks/ticker/heap-after.out";
  const needed = /held reads heap dumps \(.*held --handler.*\) and goref's profiles/;
  for (const [words, kind] of [
    [
      ["held", heap],
      /heap-after\.out: this is no heap dump but a heap profile, which says who allocated and not who holds/,
    ],
    [
      ["held", "fixtures/leaks/ticker/heap-before.out", heap],
      /heap-before\.out: this is no heap dump but a heap profile/,
    ],
    [["held", "fixtures/leaks/ticker/goroutine-after.out"], /this is no heap dump but a profile of goroutines/],
    [["diff", heap, heap, "--held", heap], /heap-after\.out: this is no heap dump but a heap profile/],
  ] as const) {
    const { code, stdout, stderr } = await runCli([...words]);
    assert.deepEqual([code, stdout], [2, ""], words.join(" "));
    assert.match(stderr, kind);
    assert.match(stderr, needed);
    assert.equal(stderr.trimEnd().split("\n").length, 1);
  }
});
