/**
 * pprof command lines, the real program beside ours: the same standard output, the same words on standard error, the same exit code. What is
 * shown of profiles is compared at length in test/differential; here it is options, their mistakes, and filters.
 */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { withoutOwnLines } from "../../differential/compare.ts";
import { findPprof, openBench } from "../../differential/oracle.ts";
import { fixture, modePair } from "../../fixtures.ts";
import { corpusFile, hasCorpus } from "../../profile/corpus.ts";
import { runCli } from "../run-cli.ts";

const [before, after] = modePair("retain");
const pprof = findPprof();

/** Words of a command line after which pprof and we must agree. */
const lines: readonly (readonly string[])[] = [
  ["-top", "-base", before, after],
  ["-top", "-diff_base", before, "-normalize", after],
  ["-top", before, after],
  ["-top", "nofile", after],
  ["-top", "nofile"],
  ["-top", "-base", "nofile", after],
  ["-top", "-base", before, "-diff_base", before, after],
  ["-top", "-alloc_space", "-inuse_space", "-base", before, "-diff_base", before, after],
  ["-normalize", "-top", after],
  ["-top", "-tree", after],
  ["-top=false", "-tree", after],
  ["-top", "-lines", "-files", after],
  ["-top", "-sample_index=9", after],
  ["-top", "-sample_index=-1", after],
  ["-top", '-sample_index=fo"o\u200b\u007f', after],
  ["-top", "-sample_index=1", "-inuse_space", after],
  ["-top", "-divide_by=0", after],
  ["-top", "-focus=(*x)", after],
  ["-top", "-tagfocus=(", after],
  ["-top", "-tagfocus=1kb:", "-tagignore=[", after],
  ["-top", "-focus=zz", "-tagshow=[", after],
  ["-top", "-prune_from=[", "-hide=(", after],
  ["-peek=(*", after],
  ["-peek=zzzz", after],
  ["-list=zzzz", after],
  ["-list=main\\.", "-source_path=/nonexistent", after],
  ["-top", "-focus=zz", "-ignore=zz", "-hide=zz", "-show_from=zz", "-tagfocus=zz", "-tagignore=zz", after],
  ["-top", "-tagroot=zz", "-tagleaf=bytes", "-unit=kb", after],
  ["-top", "-focus=watch|json", "-ignore=runtime", "-hide=json", "-show=.", "-tagshow=b", "-taghide=z", after],
  ["-top", "-relative_percentages", "-focus=runtime", "-cum", after],
  ["-traces", "-tagfocus=bytes=:64b", "-prune_from=runtime", after],
  ["-raw", "-show_from=runtime", "-noinlines", after],
  ["-raw", "-diff_base", before, "-tagfocus=pprof::base=true", after],
  ["-tags", "-add_comment=x", "-buildid=abc", after],
  ["-comments", "-add_comment=a line", "-add_comment=another", after],
  ["-top", "-symbolize=Foo:bar", after],
  ["-top", "-symbolize=none:Foo", after],
  ["-top", "-symbolize=force", after],
  ["-top", "-symbolize=demangle=full", after],
  ["-top", "-symbolize=remote:FORCE", after],
  ["-top", "-output=/nonexistent/x", after],
  ["-top", "-output=report.out", after],
  ["-topproto", "-output=report.out", "-base", before, after],
  ["-proto", "-focus=runtime", "-divide_by=3", after],
  ["-top", "-mean", "-nodecount=3", after],
  ["-nope", after],
  ["-nodecount=x", after],
  ["-nodecount"],
  ["-trim=maybe", after],
  ["-=3", after],
  ["---top", after],
  ["--top", "--nodecount", "3", after],
  [],
  ["-top"],
  ["-help"],
];

const ofCorpus: readonly (readonly string[])[] = [
  ["ardanlabs__gotraining/cpu.out"],
  ["-symbolize=remote", "ardanlabs__gotraining/mem.pprof"],
  ["-symbolize=force", "Alekseyt9__ypmetrics/base.pprof"],
  ["tikv__pprof-rs/profile.v03-20201215.pb"],
  ["-symbolize=demangle=templates", "tikv__pprof-rs/profile.v03-20201215.pb"],
  ["parca-dev__parca/diff.pb.gz"],
  ["-symbolize=demangle=none", "parca-dev__parca/diff.pb.gz"],
  ["-base", "ArtemShalinFe__metcoll/cpu.pprof", "DMA8__speller/heap_before.pprof"],
  ["-base", "DataDog__go-profiler-notes/1.pprof.lookup.goroutine.debug0.pb.gz", "Azure__eno/heap.pprof"],
  ["DMA8__speller/heap_before.pprof", "ArtemShalinFe__metcoll/cpu.pprof"],
  ["-tagfocus=device", "JAX-DIPS__JAX-DIPS/memory.v01-20220124.prof"],
  ["-focus=\\x{fffd}", "grafana__pyroscope/invalid_utf8.pb.gz"],
  ["-base", "broken", "DMA8__speller/heap_before.pprof"],
].map((words) => ["-traces", ...words.map((word) => (/[/]|^broken$/.test(word) ? corpusFile(word) : word))]);

/** Of the usage only that it is there: ours is our own. Options that exclude one another pprof lists in the order of a map. */
function withoutUsage(stderr: Buffer): string {
  return withoutOwnLines(stderr.toString())
    .replace(/usage:.*?(?=no profile source specified|$)/s, "(usage)\n")
    .replace(/(?<=conflicting options set: \[)[^\]]*/, (words) => words.split(" ").sort().join(" "));
}

function unpack(bytes: Buffer | undefined): Buffer | undefined {
  return bytes?.[0] === 0x1f ? gunzipSync(bytes) : bytes;
}

describe("beside the real pprof", { skip: "missing" in pprof ? pprof.missing : false }, () => {
  if ("missing" in pprof) return;
  const bench = openBench(pprof.path);
  for (const args of hasCorpus ? [...lines, ...ofCorpus] : lines) {
    const title = args.map((arg) => arg.replace(/^.*\/(.*\/.*)$/, "$1")).join(" ");
    test(`"${title}" says and does the same`, async () => {
      // Our own program starts with its help; all other lines are pprof's by their first word.
      const ours = args.length === 0 || args[0] === "-help" || args[0] === "-nope" || /^-[-=]/.test(args[0] as string);
      const [want, got] = [await bench.pprof(args), await (ours ? direct(args) : bench.heapblame(args))];
      assert.equal(withoutUsage(got.stderr), withoutUsage(want.stderr));
      assert.equal(got.code, want.code);
      assert.ok((unpack(got.stdout) as Buffer).equals(unpack(want.stdout) as Buffer), "stdout differs");
      assert.equal(unpack(got.file)?.toString("latin1"), unpack(want.file)?.toString("latin1"));
    });
  }
  test("the bench is cleared away", () => bench.close());
});

/** Straight into pprof's grammar, whatever the words. */
async function direct(args: readonly string[]) {
  const { runPprofCommand } = await import("../../../src/cli/pprof/command.ts");
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
  const output = (chunks: Buffer[]) => ({
    isTerminal: false,
    columns: undefined,
    write: async (chunk: string | Uint8Array) => void chunks.push(Buffer.from(chunk as Uint8Array)),
  });
  const code = await runPprofCommand(args, {
    env: { TZ: "UTC" },
    cwd: process.cwd(),
    stdin: async () => new Uint8Array(),
    stdout: output(stdout),
    stderr: output(stderr),
  });
  return { code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr), file: undefined };
}

for (const args of [["-disasm=main"], ["-gv"]]) {
  test(`${args[0]} says in one line that it is not done, and what to do instead`, async () => {
    const ran = await runCli([...args, fixture("streamwatcher/retain/heap-after.out")]);
    assert.equal(ran.code, 2);
    assert.equal(ran.stdout, "");
    assert.match(ran.stderr, /^heapblame (has no|does not) .*: (use|name) .*\n$/);
  });
}

test("a binary format goes to a numbered file when standard output is a terminal", async () => {
  const cwd = mkdtempSync(join(tmpdir(), "heapblame-terminal-"));
  for (const number of ["001", "002"]) {
    const ran = await runCli(["-proto", after], { cwd, columns: 80 });
    assert.equal(ran.stdout, "");
    assert.equal(ran.stderr, `Generating report in profile${number}.pb.gz\n`);
  }
  assert.deepEqual(readdirSync(cwd).sort(), ["profile001.pb.gz", "profile002.pb.gz"]);
  assert.deepEqual(gunzipSync(readFileSync(join(cwd, "profile001.pb.gz"))).subarray(0, 1), Buffer.of(0x0a));
  const shown = await runCli(["-tags", after], { cwd, columns: 80 });
  assert.match(shown.stdout, /bytes: Total/);
});

test("the program given before the profile names it", async () => {
  const ran = await runCli(["-top", "-nodecount=1", process.execPath, after]);
  assert.match(ran.stdout, /^File: node\n/);
});

test("a profile may come from standard input", async () => {
  const ran = await runCli(["-comments", "-add_comment=read", "-"], { stdin: readFileSync(after) });
  assert.deepEqual([ran.code, ran.stdout], [0, "read\n"]);
});
