/** What people type who know pprof, or who mistype: each line does what was meant, or says what would. */
import assert from "node:assert/strict";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fixture } from "../../fixtures.ts";
import { type Ran, runCli } from "../run-cli.ts";

const cwd = mkdtempSync(join(tmpdir(), "heapblame-habits-"));
after(() => rmSync(cwd, { recursive: true }));

const retain = (name: string): string => fixture(`streamwatcher/retain/${name}`);
copyFileSync(retain("heap-before.out"), join(cwd, "A"));
copyFileSync(retain("heap-after.out"), join(cwd, "B"));
copyFileSync(retain("goroutine-before.out"), join(cwd, "g0"));
copyFileSync(retain("goroutine-after.out"), join(cwd, "g1"));
mkdirSync(join(cwd, "snaps"));
for (const number of [1, 2, 3]) copyFileSync(retain(`heap-${number}.out`), join(cwd, "snaps", `heap-${number}.out`));
copyFileSync(join(cwd, "g0"), join(cwd, "snaps", "goroutine.out"));
copyFileSync(process.execPath, join(cwd, "prog"));
symlinkSync("loop", join(cwd, "loop"));
mkdirSync(join(cwd, "nothing"));
mkdirSync(join(cwd, "deep", "er"), { recursive: true });
writeFileSync(join(cwd, "core"), Buffer.from("7f454c4602010100000000000000000004003e00", "hex"));
cpSync(fixture("cluster/linkerd-destination"), join(cwd, "pods", "web-1"), { recursive: true });
writeFileSync(
  join(cwd, "app.log"),
  [1, 2, 3]
    .map(
      (n) =>
        `gc ${n} @${n}.012s 2%: 0.0+0.4+0.0 ms clock, 0.1+0.3/0.4/0.2+0.0 ms cpu, ${n}->${n}->${n} MB, 9 MB goal, 8 P\n`,
    )
    .join(""),
);

const type = (...args: string[]): Promise<Ran> => runCli(args, { cwd, env: { TMPDIR: cwd, TZ: "UTC" } });
const typeLine = (line: string): Promise<Ran> => type(...line.split(" ").filter((word) => word !== ""));

/** Lines that mean the same: all print, on standard output, what the first does. */
const equals: readonly (readonly string[])[] = [
  [
    "diff A B",
    "A B",
    "-- A B",
    "report A B",
    "--base A B",
    "-base A B",
    "-base=A B",
    "--base=A B",
    "--diff_base A B",
    "-diff_base=A B",
    "B --base A",
    "B -base A",
    "B --diff_base=A",
    "diff -base A B",
    "diff --base=A B",
    "diff B -base A",
    "prog A B",
    "-base A prog B",
    "diff prog A B",
    "diff --base A prog B",
    "diff -timeout=3 A B",
  ],
  ["check A B --max-growth 100MB", "check prog A B --max-growth 100MB"],
  ["folded B", "folded prog B"],
  [
    "diff A B --sort cum --nodecount 3",
    "-cum -nodecount=3 -base A B",
    "--base A --cum --nodecount 3 B",
    "-cum -base A B --nodecount=3",
  ],
  [
    "diff A B --sample-index inuse_objects",
    "--inuse_objects --base A B",
    "diff A B -inuse_objects",
    "-sample_index 2 -base A B",
  ],
  ["diff A B --focus Pod", "--focus Pod -base A B", "--focus=Pod diff A B", "A B -focus Pod"],
  ["diff A B --granularity packages", "diff A B --granularity package", "diff A B --granularity=Packages"],
  ["diff A B -f markdown", "diff A B -f md", "diff A B -f MARKDOWN", "diff A B -f=md", "A B -o=- -f=Markdown"],
  ["trend app.log", "app.log"],
  ["trend pods/web-1", "trend pods"],
  ["pods/web-1", "pods", "pods/web-1/manifest.json", "diff pods"],
  ["diff pods/web-1/001 pods/web-1/006", "pods/web-1/001 pods/web-1/006"],
  ["diff A B", "DIFF A B", "Diff A B"],
  ["diff A B --granularity lines", "-lines -base A B", "diff -lines A B", "diff A B -lines=true -flat"],
  ["diff A B --noinlines", "-noinlines -base A B", "--noinlines=true A B"],
  ["diff A B --nodecount 0", "-trim=false A B", "diff -trim=false A B", "diff A B -trim=false"],
  ["report B", "B", "-tools=x B", "-flat B"],
  ["report B --nodecount 10", "--nodecount=10 B", "-nodecount 10 B", "B -nodecount=10"],
  ["report B --sample-index inuse_objects", "--sample_index=inuse_objects B", "-sample_index inuse_objects B"],
  ["report B --sort cum", "--cum B", "-cum B", "B -cum"],
  ["-top B", "top B", "--top B", "B -top", "B --top", "-top -- B", "text B", "top -flat B"],
  ["diff A B --sample-index inuse_space", "diff A B --inuse-space", "--inuse-space A B", "--diff-base A B"],
  ["-top B", "go tool pprof -top B", "tool pprof -top B", "pprof -top B", "pprof top B", "B top"],
  ["diff A B", "go tool pprof A B", "pprof diff A B", "A B diff"],
  ["top20 -cum B", "top 20 -cum B", "top -cum 20 B"],
  ["-top -base A B", "top --base A B", "-base A -top B", "--base A --top B", "-base=A --top=true B", "B -top -base A"],
  [
    "-top -nodecount=20 -cum B",
    "top20 -cum B",
    "top -cum -nodecount=20 B",
    "top B --sort cum --nodecount 20",
    "top20 B -cum",
  ],
  ["-peek=Unmarshal B", "peek Unmarshal B", "B -peek Unmarshal", "-peek Unmarshal B", "B --peek=Unmarshal"],
  ["-top -trim=false -unit=kb B", "top -trim=false -unit=kb B", "top --no-trim --unit kb B"],
  ["-tree -lines -drop_negative B", "tree -lines -drop_negative B", "tree --granularity lines --drop-negative B"],
  [
    "trend snaps/heap-1.out snaps/heap-2.out snaps/heap-3.out",
    "snaps/heap-1.out snaps/heap-2.out snaps/heap-3.out",
    "snaps",
    "snaps/heap-[0-9].out",
    "snaps/h*",
    "-cum=false snaps",
    "trend prog snaps/heap-1.out snaps/heap-2.out snaps/heap-3.out",
  ],
  ["goroutines g0 g1", "g0 g1"],
  ["-top A B", "top --merge A B"],
  ["--help", "-help", "help", "-h", "--help nosuch"],
  ["diff --help", "diff help", "--help diff", "help diff", "diff -help", "diff -h"],
  ["--version", "-version", "-v", "-V", "version"],
];

for (const [first = "", ...others] of equals) {
  describe(first, () => {
    for (const line of others) {
      test(`is ${line}`, async () => {
        const [expected, actual] = [await typeLine(first), await typeLine(line)];
        assert.equal(expected.code, 0, expected.stderr);
        assert.ok(expected.stdout.length > 0);
        assert.equal(actual.stderr.includes("bug"), false, actual.stderr);
        assert.equal(actual.code, 0, actual.stderr);
        assert.equal(actual.stdout, expected.stdout);
      });
    }
  });
}

test("a pprof command line without a format is answered by a report, and says what pprof would have done", async () => {
  const { stderr } = await typeLine("-base A -tools=x -seconds=3 B");
  assert.equal(
    stderr,
    "heapblame: pprof would open its shell here: heapblame shell -base A -tools=x -seconds=3 B\n" +
      "heapblame: of no effect on this report: -seconds, -tools\n",
  );
  assert.equal((await typeLine("A B")).stderr, "");
});

test("what only changes the looks of a view of pprof's is named on a line, wherever it was typed", async () => {
  const top = " (acts in heapblame -top)";
  for (const [flags, said] of [
    ["-unit=MB", `-unit${top}`],
    ["-unit kb -mean", `-unit, -mean${top}`],
    ["-divide_by=2", `-divide_by${top}`],
    ["-call_tree -tagroot x", `-call_tree (acts in heapblame -dot), -tagroot${top}`],
  ] as const) {
    const notice = `heapblame: of no effect on this report: ${said}\n`;
    for (const line of [`diff ${flags} A B`, `A B ${flags}`, `-base A ${flags} B`, `report ${flags} B`, `${flags} B`]) {
      const { code, stdout, stderr } = await typeLine(line);
      assert.equal(code, 0, stderr);
      assert.equal(stderr.replace(/^heapblame: pprof would .*\n/, ""), notice, line);
      assert.equal(stdout.slice(0, 9), line.includes("A") ? "+54.1 MiB" : "63.1 MiB ", line);
    }
  }
  const normalized = (await typeLine("diff -normalize A B")).stderr;
  assert.equal(normalized, `heapblame: of no effect on this report: -normalize${top}\n`);
});

/** Refused, with these words on standard error. */
const refused: readonly (readonly [line: string, stderr: RegExp])[] = [
  ["-json B", /^flag provided but not defined: -json\n.*\n.*: heapblame B -f json\n$/],
  ["-json -base A B", /: heapblame --base A B -f json\n$/],
  ["-flamegraph B", /^flag provided but not defined: -flamegraph\n.*\n.*: heapblame flame B -o flame.html\n$/],
  ["-flamegraph -base A B", /: heapblame flame B --base A -o flame.html\n$/],
  ["-flame B", /^flag provided but not defined: -flame\n[\s\S]*: heapblame flame B -o flame.html\n$/],
  ["-nosuch B", /^flag provided but not defined: -nosuch\nusage: .*\nheapblame: /],
  ["-nodecuont=5 -top B", /^flag provided but not defined: -nodecuont\n[\s\S]*did you mean -nodecount\?\n$/],
  ["-sample-index=0 -top B", /^flag provided but not defined: -sample-index\n[\s\S]*did you mean -sample_index\?\n$/],
  ["-sort=cum B", /^flag provided but not defined: -sort\n[\s\S]*did you mean -cum\?\n$/],
  ["-top -granularity lines B", /did you mean -lines\?\n$/],
  ["-top -sort=size B", /did you mean -cum, -flat\?\n$/],
  ["-top -o x.txt B", /did you mean -output\?\n$/],
  ["-TOP B", /did you mean -top\?\n$/],
  ["peek B", /the pattern comes first: peek REGEXP FILE; see heapblame peek --help\n$/],
  ["diff prog B", /^heapblame: B: the profile after is missing/],
  ["A B -o x.xyz", /use one of .txt .* .html .htm .svg .png .pdf, or give --format\n$/],
  ["snaps -o x.xyz", /use one of .txt .* .json .html .htm .svg .png, or give --format\n$/],
  ["./loop", /^heapblame: \.\/loop: too many levels of symbolic links\n$/],
  ["-fjson A B", /^flag provided but not defined: -fjson\n/],
  ["diff A B -fjson", /flag provided but not defined: -fjson; give the value as a word of its own: -f json;/],
  ["diff A B -nodecuont=5", /flag provided but not defined: -nodecuont; did you mean --nodecount\?/],
  ["diff A B -top", /-top is pprof's report/],
  ["goroutines g0 g1 -focus x", /-focus of pprof changes nothing in what goroutines shows; see heapblame goroutines/],
  [
    "-base=~/A B",
    /^heapblame: pprof would .*\nheapblame: ~\/A: no such file: the shell did not replace the ~; write \$HOME in its place; .*\n$/,
  ],
  ["-top -base=~/A B", /^~\/A: stat ~\/A: no such .*\nheapblame: ~\/A: the shell did not replace the ~; write \$HOME/],
  ["~nobody/A", /^heapblame: ~nobody\/A: no such file: the shell did not replace the ~nobody; write the folder/],
  ["top B -nosuch", /flag provided but not defined: -nosuch; see heapblame top --help\n$/],
  [
    "-list B",
    /^usage: .*\nno profile source specified\nheapblame: -list has B as its value: give -list=VALUE, and the/,
  ],
  ["-http B", /\nheapblame: -http has B as its value/],
  ["-top", /^usage: .*\nno profile source specified\n$/],
  ["compare A B", /no file and no command `compare`; here it is heapblame diff; see heapblame --help\n$/],
  ["flamegraph B", /here it is heapblame flame;/],
  ["localhost", /no command `localhost`; here it is heapblame localhost:PORT;/],
  ["6060", /^heapblame: 6060: no such file; a process at that port is localhost:6060; check the name\n$/],
  ["diff A B -n 5", /-n 5 is a namespace, of pods; rows are --nodecount 5; see heapblame diff --help\n$/],
  ["top -n 5 B", /-n 5 is a namespace, of pods; rows are --nodecount 5; see heapblame top --help\n$/],
  ["capture x:1 --count -1", /argument '-1' is invalid. Give a whole number above 0;/],
  ["capture -A x", /unknown option '-A'; here it is -n NAMESPACE, one at a time;/],
  [
    "-v A B",
    /^heapblame: -v prints the version, alone; all there is in a report is --explain; see heapblame --help\n$/,
  ],
  ["diff A B -o json", /'json' is invalid. That is a format: -f json chooses one .* a file is NAME.json, or .\/json;/],
  ["A B --output=svg", /That is a format/],
  ["diff A B -ox.md", /-ox.md; give the value as a word of its own: -o x.md;/],
  ["diff A B --since 1h", /unknown option '--since'; here it is --from;/],
  [
    "diff - -",
    /^heapblame: standard input is one profile: give the other as a file or a URL; see heapblame diff --help\n$/,
  ],
  [
    "s3://bucket/A B",
    /^heapblame: s3:\/\/bucket\/A: no such file: s3:\/\/ is not read here, get it first and give the file;/,
  ],
  ["flame B", /required option '-o, --output <path>' not specified, as -o flame.svg; see heapblame flame --help\n$/],
  ["fetch x:1 A", /Expected 1 argument but got 2; where to write goes with -o; see heapblame fetch --help\n$/],
  ["fleet nothing", /^heapblame: nothing: there is no pod with a heap profile\n$/],
  ["core", /^heapblame: core: a core dump, not a profile; /],
  ["dif A B", /^heapblame: no file and no command `dif`; did you mean diff\? See heapblame --help\n$/],
  ["flam X", /no command `flam`; did you mean flame\?/],
  ["tpo B", /no command `tpo`; did you mean top\?/],
  ["help nosuch", /^heapblame: no command `nosuch`; see heapblame --help\n$/],
  ["help dif", /^heapblame: no command `dif`; did you mean diff\?/],
  ["gif B", /heapblame does not do gif: use/],
  ["B -gv", /heapblame does not do -gv: use/],
  ["B -kcachegrind", /heapblame does not do -kcachegrind: use/],
  ["png A B", /2 profiles are not added up unasked: heapblame png --base A B shows.*--merge adds them up/],
  ["top A B", /heapblame top --base A B shows what grew between them/],
  ["A B -top", /heapblame top --base A B/],
  ["top A B B", /3 profiles are not added up unasked: --merge adds them up/],
  ["serve B --port 8080", /--port 8080 is of a pod; where to listen is --http localhost:8080; see heapblame serve/],
  ["flame A B B -o x.svg", /3 profiles are too many: flame takes one, or that before and that after; heapblame trend /],
  ["difffolded --base A A B", /3 profiles are too many: difffolded takes one, or that before and that after/],
  ["folded A B", /folded writes one value a stack: for two profiles use difffolded; see heapblame folded --help\n$/],
  ["diff A B B", /heapblame trend compares more; see heapblame diff --help\n$/],
  ["diff A", /the profile after is missing.*of one heap heapblame A is the report; see heapblame diff --help\n$/],
  ["--base A B B", /--base compares two profiles: give one beside it/],
  ["diff --base A A B", /--base A and A are both the profile before/],
  ["B --fail-above 5MiB", /--fail-above is of no use in the report on one heap/],
  ["snaps --objects pods=3", /--objects is of no use in the report on the course of several/],
  ["g0", /heapblame goroutines BEFORE AFTER compares two/],
  ["nofile.out", /^heapblame: nofile.out: no such file; check the name\n$/],
  ["no*such", /^heapblame: no\*such: no file matches/],
  ["A app.lgo", /^heapblame: app\.lgo: no such file; app\.log is there; check the name\n$/],
  ["app A", /^heapblame: no file and no command `app`; app\.log is there; see heapblame --help\n$/],
  ["diff A snap/heap-1.out", /^heapblame: snap\/heap-1\.out: no such file; snaps is there; check the name\n$/],
  ["http:/localhost:1/x", /: no such file: an address begins with http:\/\/ or https:\/\/; check the name\n$/],
  ["http//localhost:1", /: no such file: an address begins with http:\/\/ or https:\/\/; check the name\n$/],
  ["htpp://localhost:1", /: no such file: an address begins with http:\/\/ or https:\/\/; check the name\n$/],
  [
    "top pod/web-1",
    /^pod\/web-1: stat .*\nheapblame: pod\/web-1: of a cluster it would be k8s:\/\/NAMESPACE\/pod\/web-1\n/,
  ],
  [
    "file:///nowhere/A B",
    /^heapblame: file:\/\/\/nowhere\/A: no such file: give the file without file:\/\/: \/nowhere\/A;/,
  ],
  ["analyze B", /no command `analyze`; here it is heapblame report;/],
  ["list A newPod", /^heapblame: A is a file; the pattern comes first: list REGEXP FILE; see heapblame list --help\n$/],
  ["peek A newPod", /^heapblame: A is a file; the pattern comes first: peek REGEXP FILE; see/],
  ["deep", /^heapblame: deep: a directory without heap profiles: not looked into deep\/er; give the files in it\n$/],
  ["goroutines g0", /^heapblame: g0: two profiles of goroutines are compared: give the one after as well/],
  ["goroutines x:1", /^heapblame: x:1: two profiles of goroutines are compared: give the one after as well/],
  ["capture -n 2 x:1", /^heapblame: -n 2 is a namespace, of pods; snapshots of capture are --count 2; see/],
  ["capture pod/web-1 6060:6060", /^heapblame: a port goes with --port: --port 6060; see heapblame --help\n$/],
  [
    "capture cronjob/web",
    /^heapblame: cronjob\/web: a CronJob has no pods of its own: give one of its jobs, as job\/NAME; see/,
  ],
  ["capture pod/web-1 -o wide", /That is a format/],
  ["--timeout 5m diff A B", /^invalid value "5m" for flag -timeout: parse error\n[\s\S]*--request-timeout 5m/],
  ["prog", /give the heap profile, not the program/],
];

for (const [line, stderr] of refused) {
  test(`${line} is refused: ${stderr.source}`, async () => {
    const ran = await typeLine(line);
    assert.match(ran.stderr, stderr);
    assert.equal(ran.code, 2);
    assert.equal(ran.stdout, "");
  });
}

test("what is proposed in place of a flag runs as it stands", async () => {
  for (const line of [
    "-json B",
    "-flamegraph B",
    "-json -base A B",
    "-flamegraph -base A B",
    "-flame B",
    "-csv B",
    "-trend snaps",
  ]) {
    const { stderr } = await typeLine(line);
    const proposed = /heapblame has it as: heapblame (.*)\n/.exec(stderr)?.[1] ?? "";
    const ran = await typeLine(proposed);
    assert.equal(ran.code, 0, `${line}: ${proposed}: ${ran.stderr}`);
  }
});

for (const [name, magic] of [
  ["growth.svg", "<?xml"],
  ["growth.png", "\u0089PNG"],
  ["growth.pdf", "%PDF"],
  ["growth.html", "<!DOCTYPE html>"],
] as const) {
  test(`diff, the report and its shorter forms write ${name} as what its name says`, async () => {
    for (const line of [`diff A B -o ${name}`, `A B -o ${name}`, `--base A --output=${name} B`, `B -o ${name}`]) {
      rmSync(join(cwd, name), { force: true });
      const { code, stdout, stderr } = await typeLine(line);
      assert.equal(code, 0, stderr);
      assert.equal(stdout, "");
      assert.equal(readFileSync(join(cwd, name), "latin1").slice(0, magic.length), magic, line);
    }
  });
}

test("web writes a picture and says where", async () => {
  for (const line of ["web B", "-web B", "web --base A B"]) {
    const { code, stdout, stderr } = await typeLine(line);
    const file = /^Generating report in (.*\.svg)\n$/.exec(stderr)?.[1] ?? "";
    assert.deepEqual([code, stdout], [0, ""]);
    assert.ok(existsSync(file) && file.startsWith(cwd), stderr);
  }
});

test("weblist writes a page that has the sources, and says where", async () => {
  for (const line of ["weblist Unmarshal B", "-weblist=Unmarshal B", "-weblist=Unmarshal -base=A B"]) {
    const { code, stdout, stderr } = await typeLine(line);
    const file = /^Generating report in (.*\.html)\n$/.exec(stderr)?.[1] ?? "";
    assert.deepEqual([code, stdout], [0, ""]);
    assert.match(readFileSync(file, "latin1"), /^<!DOCTYPE html>\n[\s\S]*<title>[^<]*B: heapblame</);
  }
  const { code, stdout, stderr } = await typeLine("weblist ( B");
  assert.deepEqual([code, stdout], [2, ""]);
  assert.match(stderr, /^heapblame: .*missing closing \)/);
});

test("a format that is not that of the name is written, and told", async () => {
  const { code, stderr } = await typeLine("diff A B -f json -o told.md");
  assert.deepEqual([code, stderr], [0, "heapblame: told.md is json, as --format says, not what its name says\n"]);
  assert.equal(readFileSync(join(cwd, "told.md"), "utf8").slice(0, 1), "{");
  assert.equal((await typeLine("diff A B -f markdown -o same.md")).stderr, "");
});

test("an empty name is no directory", async () => {
  const { code, stderr } = await type("");
  assert.deepEqual(
    [code, stderr],
    [2, "heapblame: the source is empty: give a file, - or a URL; see heapblame --help\n"],
  );
  assert.match((await type("diff", "A", "B", "-o", "")).stderr, /Give the name of a file, or - for standard output;/);
});

test("no words give the first screen of help, which fits a terminal", async () => {
  const { code, stdout } = await type();
  assert.equal(code, 0);
  assert.match(stdout, /heapblame before\.out after\.out/);
  assert.ok(stdout.split("\n").length <= 24 && stdout.split("\n").every((line) => line.length <= 80), stdout);
});

test("a file that is named as a command is the command, behind a path the file", async () => {
  writeFileSync(join(cwd, "flam"), readFileSync(join(cwd, "B")));
  assert.equal((await typeLine("flam")).stdout.slice(0, 8), "63.1 MiB");
  rmSync(join(cwd, "flam"));
});
