/** The shell beside the real one: the same lines through both, every byte of both streams and of the files that are written. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { findPprof } from "../../../differential/oracle.ts";
import { fixture, modePair } from "../../../fixtures.ts";
import { runCli } from "../../run-cli.ts";

const [before, current] = modePair("retain");
const pprof = findPprof();
const skip = "missing" in pprof ? pprof.missing : false;
const root = mkdtempSync(join(tmpdir(), "heapblame-shell-"));
after(() => rmSync(root, { recursive: true }));

/** Reports, options, shortcuts, redirections, mistakes. */
const SCRIPT = [
  ...["top", "top 5", "top20 -cum", "top 3 Unmarshal", "top -Unmarshal", "text 4", "tree 5", "tree10 Pod -Node"],
  ...["peek Unmarshal", "peek", "peek (", "list zzz", "list", "traces", "tags", "tags bytes", "tags -bytes", "raw"],
  ...["comments", "dot 10", "focus=Unmarshal", "top", "options", "o", "focus", "ignore=Pod", "top 5", ":", "top 5"],
  ...["sample_index=inuse_objects", "top 5", "alloc_space", "top 5", "inuse_space", "sample_index=0", "top 3"],
  ...["sample_index=nope", "sample_index=9", "sample_index=-1", "sample_index=", "sample_index", "mean_inuse_space"],
  ...["top 5", "total_inuse_space", "nodecount=7", "top", "nodecount=x", "nodecount=99999999999999999999"],
  ...["nodecount=010", "top", "nodecount= 5", "top", "nodecount=-1", "cum", "cum=true", "top 4", "cum=yes", "flat=1"],
  ...["sort=cum", "sort=nope", "sort 3", "granularity=lines", "top 5", "granularity=", "granularity=packages"],
  ...["functions=true", "top 3", "unit=kb", "top 3", "unit=minimum", "divide_by=2", "top 3", "divide_by=0", "top 3"],
  ...["divide_by=1e-7", "o", "divide_by=1e21", "o", "divide_by=0x1p4", "divide_by=1_0", "divide_by=inf", "divide_by=1"],
  ...["compact_labels=false", "top 2", "compact_labels", "call_tree=maybe", "call_tree=YES", "dot 3", "call_tree=n"],
  ...["hide=runtime //: a comment", "top 3", "hide=", "top 5 > out.txt", "top 5 >", "top 5 >second.txt Pod"],
  ...[
    "show_from=(",
    "top",
    "show_from=",
    "tagfocus=1kb:",
    "top 3",
    "tagfocus=",
    "foo",
    "foo12",
    "12",
    "nodefraction 3",
  ],
  ...["nodefraction=.1", "top 3", "nodefraction=0.005", "trim=false", "tree 3", "trim=true", "relative_percentages=1"],
  ...["focus=Pod", "top 2", "f=1", "proto", "callgrind", "help nosuch", "topproto 3", "output=all.txt", "top 3"],
  ...[
    "output=",
    "",
    "   ",
    "  top   2  ",
    "top 3 --cum",
    "top -1",
    "top +2",
    "top 99999999999",
    "tagroot=bytes",
    "top 3",
  ],
  ...["tagroot=", "tagleaf=bytes", "top 3", "tagleaf=", "svg=1", "drop_negative", "top 3", "options", "quit", "top"],
];

const subjects: readonly (readonly [what: string, args: readonly string[]])[] = [
  ["one profile", [current]],
  ["a difference", ["-base", before, current]],
  ["a difference with shares of the base, filtered", ["-diff_base", before, "-focus=Unmarshal", "-lines", current]],
  ["labels", [fixture("programs/labels/heap-after.out")]],
  ["the text form", [fixture("streamwatcher/retain/heap-after.debug1.txt.gz")]],
  ["another kind", ["-cum", "-nodecount=3", fixture("streamwatcher/retain/goroutine-after.out")]],
];

test("the script is long enough", () => assert.ok(SCRIPT.length >= 60));

describe("as go tool pprof", { skip }, () => {
  for (const [at, [what, args]] of subjects.entries()) {
    test(`${SCRIPT.length} lines on ${what}`, async () => await compare(args, `${SCRIPT.join("\n")}\n`, `${at}`));
  }
  test("a last line without an end, and none at all", async () => {
    await compare([current], "top 3", "last");
    await compare([current], "", "none");
  });
  test("what keeps it from opening", async () => {
    await compare(["nofile"], "top\n", "missing");
    await compare(["-base", before, "-diff_base", before, current], "top\n", "both");
    await compare(["-normalize", current], "top\n", "normalize");
    await compare(["-sample_index=nope", current], "top 3\nsample_index=0\ntop 3\n", "index");
    await compare(["-divide_by=0", current], "top 3\n", "zero");
  });
  test("with a report it is that report", async () => await compare(["-top", "-cum", current], "", "report"));
});

async function compare(args: readonly string[], input: string, name: string): Promise<void> {
  const folders = ["pprof", "heapblame"].map((who) => mkdtempSync(join(root, `${who}-${name}-`)));
  const [theirs, ours] = folders as [string, string];
  const env = { PATH: "", HOME: root, PPROF_TMPDIR: root, TZ: "UTC", TERM: "dumb" };
  const expected = spawnSync((pprof as { path: string }).path, args, { cwd: theirs, env, input, maxBuffer: 1 << 28 });
  const actual = await runCli(["shell", ...args], { cwd: ours, env, stdin: Buffer.from(input) });
  const hide = (text: string): string => text.replaceAll(theirs, "FOLDER").replaceAll(ours, "FOLDER");
  assert.equal(hide(actual.stderr), hide(expected.stderr.toString()));
  assert.equal(hide(actual.stdout), hide(expected.stdout.toString()));
  assert.equal(actual.code, expected.status);
  assert.deepEqual(readdirSync(ours), readdirSync(theirs));
  for (const file of readdirSync(theirs)) {
    const read = (folder: string): Buffer => unpacked(readFileSync(join(folder, file)));
    assert.ok(read(ours).equals(read(theirs)), file);
  }
}

function unpacked(bytes: Buffer): Buffer {
  return bytes[0] === 0x1f ? gunzipSync(bytes) : bytes;
}

const type = (lines: readonly string[], args: readonly string[] = ["-base", before, current]) =>
  runCli(["shell", ...args], {
    cwd: root,
    env: { TMPDIR: root, PATH: process.env["PATH"] ?? "" },
    stdin: Buffer.from(lines.join("\n")),
  });

test("commands of ours stand beside: growth, the heap, a flame graph", async () => {
  const { stdout, stderr, code } = await type([
    "diff 3",
    "heap 3",
    "flame > f.svg",
    "focus=Pod",
    "diff > d.json",
    "quit",
  ]);
  assert.equal(code, 0);
  assert.match(stdout, /\+54\.1 MiB live heap[\s\S]*63\.1 MiB live heap/);
  assert.match(readFileSync(join(root, "f.svg"), "latin1"), /^<\?xml/);
  assert.deepEqual(JSON.parse(readFileSync(join(root, "d.json"), "utf8")).filters, ["focus=Pod"]);
  assert.doesNotMatch(stderr, /bug/);
  const { stderr: refused } = await type(["diff", "flame >"], [current]);
  assert.match(refused, /diff needs a base: heapblame shell -base BEFORE AFTER\nunexpected end of line after >\n$/);
});

test("a report goes through a command of the user's shell, whose failure is said", async () => {
  const { stdout, stderr } = await type(["top 5 | head -2", "top 2 | false", "top zz( | cat"]);
  assert.match(stdout, /^\(pprof\) Showing nodes.*\nShowing top 5 nodes.*\n\(pprof\) \(pprof\) \(pprof\) $/);
  assert.match(stderr, /false: exit code 1\nparsing focus regexp/);
});

test("web and weblist serve the page at what they ask for until the shell ends; what heapblame does not do is said", async () => {
  const { stderr } = await type(["web Unmarshal", "gif", "weblist Read.*", "weblist", "web >w.svg"]);
  const [graph = "", source = "", ...others] = [...stderr.matchAll(/Serving web UI on (\S+)/g)].map(
    ([, url]) => url ?? "",
  );
  assert.match(graph, /^http:\/\/localhost:\d+\/ui\/graph\?token=/);
  assert.match(source, /^http:\/\/localhost:\d+\/ui\/source\?f=Read\.\*&token=/);
  assert.deepEqual(others, []);
  assert.match(stderr, /heapblame does not do gif: [\s\S]*command weblist requires an argument/);
  assert.match(readFileSync(join(root, "w.svg"), "latin1"), /^<\?xml/);
  await assert.rejects(fetch(graph), "nothing is served any more");
});

test("web opens the page with the shell's settings", async () => {
  const lines = [
    "nodecount=7",
    "drop_negative=1",
    "call_tree=1",
    "web",
    "web 5",
    "granularity=lines",
    "weblist Read.*",
  ];
  const { stderr } = await type(lines);
  const opened = [...stderr.matchAll(/Serving web UI on (\S+)&token=/g)].map(([, url = ""]) => new URL(url));
  assert.deepEqual(
    opened.map(({ pathname, search }) => pathname + search),
    [
      "/ui/graph?n=7&calltree=t&dropneg=t",
      "/ui/graph?n=5&calltree=t&dropneg=t",
      "/ui/source?f=Read.*&g=lines&n=7&calltree=t&dropneg=t",
    ],
  );
});

test("help says what there is, and of each thing what it is", async () => {
  const { stderr } = await type(["help", "help top", "help focus", "help cum", "help diff", "help gif"]);
  for (const name of ["top", "peek", "nodecount", "diff", "flame", "o/options"])
    assert.match(stderr, new RegExp(`^  ${name} `, "m"));
  assert.doesNotMatch(stderr, /Unknown command/);
});
