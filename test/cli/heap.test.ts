/** The report on one heap: its numbers, what it says and what it does not. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gunzipSync } from "node:zlib";
import type { HeapReport } from "../../src/report/heap/report.ts";
import type { HeapWords } from "../../src/wording/heap/words.ts";
import { serve } from "../fetch/servers.ts";
import { podObject, stubKubectl } from "../fetch/stub-kubectl.ts";
import { fixture, MODES, modePair } from "../fixtures.ts";
import { validatorOf } from "./json-schemas.ts";
import { runCli } from "./run-cli.ts";

const [, HEAP] = modePair("retain");
const TEXT = fixture("streamwatcher/retain/heap-after.debug1.txt.gz");
const folder = mkdtempSync(join(tmpdir(), "heapblame-heap-"));
after(() => rmSync(folder, { recursive: true }));

async function reportOf(...words: string[]): Promise<HeapReport & { readonly words: HeapWords }> {
  const { code, stdout, stderr } = await runCli([...words, "-f", "json"]);
  assert.equal(code, 0, stderr);
  const report = JSON.parse(stdout) as HeapReport & { readonly words: HeapWords };
  const validate = validatorOf("heap");
  const isValid: boolean = validate(report as unknown);
  assert.ok(isValid, JSON.stringify(validate.errors?.slice(0, 3)));
  return report;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

test("of every fixture the parts add up to the total, and each interval holds its estimate", async () => {
  for (const mode of MODES) {
    const report = await reportOf(modePair(mode)[1]);
    const { total, functions, omitted, modules, packages, places } = report;
    const whole = Number(total.value);
    assert.equal(sum(functions.map(({ flat }) => Number(flat))) + Number(omitted.flat), whole);
    assert.equal(sum(modules.map(({ value }) => Number(value))), whole);
    assert.equal(sum(packages.map(({ value }) => Number(value))), whole);
    for (const amount of [total, ...places, ...modules, ...packages]) {
      assert.ok((amount.low as number) >= 0, JSON.stringify(amount));
      assert.ok((amount.low as number) <= Number(amount.value) && Number(amount.value) <= (amount.high as number));
    }
    assert.ok(sum(places.map(({ share }) => share)) <= 1.000001);
  }
});

test("what is live is that of the profile, and its interval that of this one profile alone", async () => {
  const { total, objects } = await reportOf(HEAP);
  assert.deepEqual(total, { value: 66171760, low: 55140682, high: 78763765, samples: 126 });
  assert.equal(objects?.value, 567789);
});

test("rows are those of pprof's top", async () => {
  const { functions } = await reportOf(HEAP, "--nodecount", "5");
  const { stdout } = await runCli(["-top", "-unit=B", "-nodecount=5", HEAP]);
  const rows = [...stdout.matchAll(/^ *(\d+)B +[\d.]+% +[\d.]+% +(\d+)B +[\d.]+% {2}(\S+)/gm)];
  assert.deepEqual(
    functions.map(({ flat, cum, name }) => [String(flat), String(cum), name]),
    rows.map(([, flat, cum, name]) => [flat, cum, name]),
  );
});

test("places are those of growth from nothing: allocator, entry, own frame, role", async () => {
  const { places, words } = await reportOf(HEAP);
  const [first] = places;
  assert.equal(first?.frame, "k8s.io/api/core/v1.(*Pod).Unmarshal");
  assert.equal(first?.entry, "k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive");
  assert.deepEqual([first?.ownFrame, first?.role], [null, "decoder"]);
  assert.match(
    words.verdict,
    /93% allocated decoding core\/v1\.Pod in watch\.\(\*StreamWatcher\)\.receive \(48\.5, 77%\)/,
  );
  assert.match(words.verdict, /Allocator, not holder: no function of example\.com\/destination is on these stacks\./);
  const own = await reportOf(modePair("warm-up")[1]);
  assert.doesNotMatch(own.words.verdict, /no function of example\.com\/destination is/i);
});

test("memory of the process is spoken of where the text form or a limit brings it, and only there", async () => {
  const plain = await reportOf(HEAP);
  assert.equal(plain.memory, null);
  assert.doesNotMatch(plain.words.verdict, /runtime holds|limit/);
  assert.match(plain.words.notes.join(" "), /How much of the process's memory this is, is not known/);
  const limited = await reportOf(HEAP, "--limit", "250Mi");
  assert.match(limited.words.verdict, /25\.2% \(21\.0% to 30\.0%\) of the container's limit of 250Mi/);
  assert.equal((await reportOf(HEAP, "--limit", "250M")).memory?.limit?.bytes, 250_000_000);
  const text = await reportOf(TEXT);
  const waterfall = text.memory?.waterfall;
  assert.equal(sum(Object.values(waterfall?.segments ?? {})), waterfall?.goBytes);
  assert.match(
    text.words.verdict,
    /The Go runtime holds [\d.]+ MiB of the system's memory; the live heap is 29% of that\./,
  );
  assert.match(text.words.notes.join(" "), /The runtime's memory is live heap 63\.1 MiB, garbage/);
  assert.ok(!text.gaps.includes("outside") && plain.gaps.includes("outside"));
});

test("a resident set above what the runtime holds is told, without a claim of what it is now", async () => {
  const text = gunzipSync(readFileSync(TEXT)).toString("latin1");
  const { memory } = await reportOf(TEXT);
  const held = memory?.waterfall?.goBytes as number;
  const said = async (rss: number): Promise<string> => {
    const file = join(folder, "rss.txt");
    writeFileSync(file, text.replace(/^# MaxRSS = .*$/m, `# MaxRSS = ${rss}`), "latin1");
    return (await reportOf(file)).words.verdict;
  };
  assert.match(await said(held + 1), /given back since, or outside Go/);
  assert.doesNotMatch(await said(held), /resident set/);
});

test("what was allocated is not called live", async () => {
  const { words, memory, gaps } = await reportOf(HEAP, "--sample-index", "alloc_space", "--limit", "1Gi");
  assert.match(words.headline, /allocated .* in .*, freed since or not$/);
  assert.doesNotMatch(words.verdict, /live|grows/);
  assert.equal(memory, null);
  assert.deepEqual(gaps, ["allocated"]);
});

test("the next command is one that runs", async () => {
  const { next } = await reportOf(HEAP);
  const flame = next.find((line) => line.startsWith("heapblame flame ")) as string;
  assert.equal((await runCli(flame.split(" ").slice(1), { cwd: folder })).code, 0);
  assert.match(readFileSync(join(folder, "flame.html"), "latin1"), /^<!DOCTYPE html>/);
  assert.ok(next.includes(`heapblame ${HEAP} later.out`));
});

test("a URL, a HOST:PORT and a pod get the report that the file gets", async () => {
  const { port, url } = await serve((_, response) => response.end(readFileSync(HEAP)));
  const kubectl = stubKubectl();
  kubectl.answer("pod-web-1", podObject());
  kubectl.forward(9996, port);
  const around = { cwd: folder, env: { PATH: process.env["PATH"] ?? "", PPROF_TMPDIR: folder } };
  const numbers = (json: string): object => {
    const { source, next, words, ...rest } = JSON.parse(json) as Record<string, unknown>;
    assert.ok(source !== undefined && next !== undefined && words !== undefined);
    return rest;
  };
  const expected = numbers((await runCli([HEAP, "-f", "json"])).stdout);
  for (const source of [
    [`${url}/debug/pprof/heap`],
    [`127.0.0.1:${port}`],
    ["k8s://shop/pod/web-1:9996", "--kubectl", kubectl.path],
  ]) {
    const { code, stdout, stderr } = await runCli([...source, "-f", "json"], around);
    assert.equal(code, 0, `${source}: ${stderr}`);
    assert.deepEqual(numbers(stdout), expected, `${source}`);
  }
  const short = await runCli(["pod/web-1"], around);
  const meant = "of a cluster it would be k8s://NAMESPACE/pod/web-1";
  assert.deepEqual([short.code, short.stderr], [2, `heapblame: pod/web-1: no such file; ${meant}; check the name\n`]);
});

test("standard input, filters, granularity and --anonymize act", async () => {
  const { stdout } = await runCli(["-"], { stdin: readFileSync(HEAP) });
  assert.match(stdout, /^63\.1 MiB live heap \(95% .* in about 568,000 objects/);
  const filtered = await reportOf(HEAP, "--focus", "Pod");
  assert.deepEqual(filtered.filters, ["focus=Pod"]);
  assert.ok(Number(filtered.total.value) < 66171760 && filtered.memory === null);
  const packages = await reportOf(HEAP, "--granularity", "packages", "--nodecount", "1");
  assert.equal(packages.functions[0]?.name, "k8s.io/api/core/v1");
  const anonymous = await runCli([HEAP, "--anonymize", "-f", "json"]);
  assert.doesNotMatch(anonymous.stdout, /example\.com|retain|endpointTranslator/);
});

test("the short report has the rows that are surely something, and counts the rest; --explain has all", async () => {
  const short = (await runCli([HEAP])).stdout.split("\n");
  const rows = short.filter((line) => /^ *[\d.]+ +[\d.]+ +\d+% /.test(line));
  assert.equal(rows.length, 8);
  for (const row of rows) {
    const [, value, half] = /^ *([\d.]+) +([\d.]+)/.exec(row) ?? [];
    assert.ok(Number(half) <= Number(value), row);
  }
  const rest = short.find((line) => line.includes("more frames"));
  assert.equal(rest, "64 more frames, 8.6 MiB together");
  assert.ok(short.includes("5 notes: --explain"));
  assert.ok(short.length < 30, String(short.length));
  const all = (await runCli([HEAP, "--explain"])).stdout;
  assert.ok(all.startsWith(short.slice(0, 10).join("\n")));
  assert.match(all, /gc=1[\s\S]*About 3,500 Pods|About 3,500 Pods[\s\S]*gc=1/);
  const cum = (await runCli([HEAP, "--sort", "cum", "--nodecount", "3"])).stdout;
  assert.match(cum, /^cum MiB +± +share +frame\n +58\.5 /m);
  assert.match(cum, /^\d+ more frames$/m);
  const objects = (await runCli([HEAP, "--sort", "objects", "--nodecount", "1"])).stdout;
  assert.match(objects, /^objects +share +frame\n *196,119 +35% +k8s/m);
});

test("every format is written, and CSV names the interval", async () => {
  const markdown = (await runCli([HEAP, "-f", "markdown"])).stdout;
  assert.match(markdown, /^\*\*63\.1 MiB live heap.*\n/);
  assert.ok(markdown.length < 65_536);
  const csv = (await runCli([HEAP, "-f", "csv"])).stdout.split("\n");
  assert.equal(
    csv[0],
    "name,file,package,module,flat,flatLow,flatHigh,cum,cumLow,cumHigh,share,shareCum,objects,samples",
  );
  for (const columns of [80, 120]) {
    const { stdout } = await runCli([HEAP], { columns, env: { NO_COLOR: "1" } });
    const wide = stdout.split("\n").filter((line) => line.length > columns && !line.startsWith("  "));
    assert.deepEqual(wide, []);
  }
});

test("addresses without names get those of the program before the profile", {
  skip: hasGo() ? false : "no Go here",
}, async () => {
  writeFileSync(join(folder, "go.mod"), "module example.com/leak\n\ngo 1.20\n");
  copyFileSync(fixture("../test/cli/heap-program.go.txt"), join(folder, "main.go"));
  execFileSync("go", ["build", "-o", "prog", "."], { cwd: folder });
  const profile = execFileSync(join(folder, "prog"), [], { cwd: folder });
  // As a tool leaves it that does not copy the comments.
  const bare = profile
    .toString("latin1")
    .split("\n")
    .filter((line) => !line.startsWith("#\t"))
    .join("\n");
  writeFileSync(join(folder, "bare.txt"), bare, "latin1");
  const { stdout } = await runCli(["prog", "bare.txt"], { cwd: folder });
  assert.match(stdout, /main\.keep/);
  assert.doesNotMatch((await runCli(["bare.txt"], { cwd: folder })).stdout, /main\.keep/);
});

function hasGo(): boolean {
  try {
    execFileSync("go", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
