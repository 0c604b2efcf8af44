/** "Copy as command": for every view, value, level and filter the line gives the numbers that the page shows. Wants `npm run build`. */
import assert from "node:assert/strict";
import { dirname } from "node:path";
import { before, test } from "node:test";
import type { GrowthReport } from "../../src/report/growth/growth.ts";
import { skipWithoutChromium } from "../chromium.ts";
import { runCli } from "../cli/run-cli.ts";
import { fixture, modePair } from "../fixtures.ts";
import { type OpenPage, openPage, openPageBench, writePage } from "./report-page.ts";

const skip = skipWithoutChromium;
const bench = openPageBench();
const [base, current] = modePair("retain");
const heap = fixture("leaks/generics/heap-after.out");
let pair: OpenPage;
let alone: OpenPage;

before(async () => {
  if (skip !== false) return;
  const files = [
    await writePage(bench.folder, "pair", ["diff", base, current]),
    await writePage(bench.folder, "alone", [heap]),
  ];
  [pair, alone] = (await Promise.all(files.map((file) => openPage(bench, file, 1440, 3000)))) as [OpenPage, OpenPage];
});

/** Words of the line, as a shell splits it: this program quotes with ' alone. */
async function commandIn({ page }: OpenPage): Promise<string[]> {
  const line = (await page.textContent(".exports code")) ?? "";
  const words = [...line.matchAll(/(?:'[^']*'|\\'|[^\s'\\])+/g)].map(([word]) =>
    word.replace(/\\'|'/g, (mark) => (mark === "'" ? "" : "'")),
  );
  assert.equal(words[0], "heapblame");
  return words.slice(1);
}

async function ran(opened: OpenPage, cwd: string, ...more: readonly string[]): Promise<string> {
  const words = await commandIn(opened);
  const { stdout, stderr, code } = await runCli([...words, ...more], { cwd });
  assert.equal(code, 0, `${words.join(" ")}: ${stderr}`);
  return stdout;
}

const UNITS: Readonly<Record<string, number>> = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

/** Of "+1.50 MiB", with what rounding hides. */
function numberIn(text: string): { readonly value: number; readonly slack: number } {
  const [, number = "", unit = "B"] = /^([+-]?[\d,.]+)(?: (\w+))?/.exec(text) ?? [];
  const factor = UNITS[unit] ?? Number.NaN;
  return { value: Number(number.replaceAll(",", "")) * factor, slack: number.includes(".") ? factor * 0.0051 : 0 };
}

function isNear(text: string, wanted: number): boolean {
  const { value, slack } = numberIn(text);
  return Math.abs(value - wanted) <= slack;
}

/** Name, own value or change, and cum of the rows that are drawn. */
async function rowsOf({ page }: OpenPage): Promise<(readonly [name: string, own: string, cum: string])[]> {
  return await page.$$eval(".rows .row", (rows) =>
    rows.map((row) => {
      const text = (cell: string): string => row.querySelector(cell)?.firstChild?.textContent ?? "";
      return [row.querySelector(".name")?.textContent ?? "", text(".delta, .current"), text(".cum")] as const;
    }),
  );
}

const SUBJECTS: readonly string[] = [
  "",
  "si=inuse_objects",
  "si=alloc_space",
  "si=0",
  "focus=Unmarshal&ignore=Container",
  "hide=Unmarshal%7Cruntime",
  "show=v1%5C.&noinlines=1",
  "show_from=Decode",
  "prune_from=Pod&tagshow=bytes&taghide=x",
];
const LEVELS: readonly string[] = ["functions", "packages", "modules", "files", "lines"];

interface Row {
  readonly name: string;
  readonly own: number;
  /** undefined where the page shows none. */
  readonly cum: number | undefined;
}

/** Of the JSON of either report. */
function rowsIn(text: string, level: string): Row[] {
  const report = JSON.parse(text) as Readonly<Record<string, readonly object[] | undefined>>;
  const charged = level === "packages" || level === "modules" ? report[level] : undefined;
  const rows = charged ?? report["functions"] ?? [];
  return rows.map(rowOf);
}

function rowOf(row: object): Row {
  const known: Readonly<Record<string, unknown>> = { ...row };
  const [version, module] = [String(known["version"] ?? ""), String(known["module"] ?? "")];
  const charged = known["package"] ?? (version === "" ? module : `${module}@${version}`);
  const isCharged = known["name"] === undefined;
  return {
    name: String(known["name"] ?? charged) || "unknown",
    own: Number(known["deltaFlat"] ?? known["flat"] ?? known["delta"] ?? known["value"]),
    cum: isCharged ? undefined : Number(known["deltaCum"] ?? known["cum"]),
  };
}

async function checkTable(opened: OpenPage, cwd: string, fragment: string, level: string): Promise<void> {
  await opened.show(fragment);
  const shown = await rowsOf(opened);
  const line = await commandIn(opened);
  const rows = rowsIn(await ran(opened, cwd, ...(line.includes("json") ? [] : ["-f", "json"])), level);
  assert.ok(shown.length > 0, fragment);
  // Rows of files are those of their functions: several have one name.
  for (const [name, own, cum] of shown) {
    const isThere = rows.some(
      (row) => row.name === name && isNear(own, row.own) && (row.cum === undefined ? cum === "" : isNear(cum, row.cum)),
    );
    const alike = rows.filter((row) => row.name === name);
    assert.ok(isThere, `${fragment}: ${name} ${own} ${cum} is none of ${JSON.stringify(alike)}`);
  }
}

for (const [at, subject] of SUBJECTS.entries()) {
  test(`the table with ${subject || "what it starts with"} has the rows of its command`, { skip }, async () => {
    const sort = ["delta", "cum", "objects", "-name"][at % 4];
    // Functions with each subject, of the other levels one: a command takes a while.
    for (const level of LEVELS.filter((_, index) => index === 0 || index === 1 + (at % 4)))
      await checkTable(pair, dirname(base), `v=table&g=${level}&sort=${sort}&${subject}`, level);
  });
}

test("the table of one heap has the rows of its command", { skip }, async () => {
  for (const [at, subject] of ["", "si=alloc_objects", "focus=main&sort=cum", "ignore=Put&noinlines=1"].entries()) {
    for (const level of LEVELS.filter((_, index) => index === 0 || index === 1 + (at % 4)))
      await checkTable(alone, dirname(heap), `v=table&g=${level}&${subject}`, level);
  }
});

const PPROF_UNITS: Readonly<Record<string, number>> = { B: 1, kB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30 };

test("peek has the callers, callees and sums of its command, of what is selected, looked for, or the verdict is about", {
  skip,
}, async () => {
  const selected = encodeURIComponent("k8s.io/api/core/v1.(*Container).Unmarshal");
  for (const fragment of [
    "v=peek",
    `v=peek&sel=${selected}&focus=Pod`,
    `v=flame&sandwich=1&sel=${selected}`,
    "v=peek&q=container%5C)&si=inuse_objects",
  ]) {
    await pair.show(fragment);
    const text = await ran(pair, dirname(base));
    await pair.page.keyboard.press("4");
    await pair.page.waitForSelector('[aria-label="Peek"] table', { timeout: 30_000 });
    const shown = await pair.page.$$eval(
      '[aria-label="Peek"] table:not(:has(button)) tbody tr:last-child td:first-child',
      (cells) => cells.map((cell) => cell.textContent ?? ""),
    );
    const cums = [...text.matchAll(/^ +\S+ +\S+% +\S+% +(-?[\d.]+)(\w*) +\S+% +\|/gm)].map(
      ([, number, unit = ""]) => Number(number) * (PPROF_UNITS[unit] ?? 1),
    );
    assert.equal(shown.length, cums.length, `${fragment}\n${text}`);
    for (const cum of cums) {
      const isThere = shown.some((cell) => Math.abs(numberIn(cell).value - cum) <= 0.0051 * 2 ** 20 * 2);
      assert.ok(isThere, `${fragment}: ${cum} of ${shown}`);
    }
  }
});

test("where peek would find no function there is no command, and the Markdown has that of the table", {
  skip,
}, async () => {
  const selected = encodeURIComponent("k8s.io/api/core/v1.(*Container).Unmarshal");
  for (const nothing of ["focus=NoSuchThing", `sel=${selected}&ignore=Unmarshal`, "q=NoSuchThing"]) {
    await pair.show(`v=peek&${nothing}`);
    const note = pair.page.locator(".exports .note");
    assert.equal(await note.textContent(), "No command: peek would find no function here.", nothing);
    assert.equal(await pair.page.locator(".exports code").count(), 0);
    await pair.page.evaluate(() => {
      Object.defineProperty(navigator, "clipboard", {
        value: {
          writeText: async (text: string) => {
            document.title = text;
          },
        },
        configurable: true,
      });
    });
    await pair.page.click(".exports >> text=Copy as Markdown");
    await pair.page.waitForFunction(() => document.title.includes("<sub>"), undefined, { timeout: 10_000 });
    assert.match(await pair.page.title(), /<sub>.{0,10}heapblame diff /, nothing);
  }
  await pair.show(`v=peek&sel=${selected}`);
  assert.ok((await commandIn(pair)).includes("peek"), "what is there has one");
});

test("pictures have commands that draw them, with what their addresses ask for", { skip }, async () => {
  const asked: readonly (readonly [fragment: string, words: RegExp])[] = [
    ["v=flame&w=change&focus=Pod&tagshow=x", / --width change --focus Pod -o flame\.svg$/],
    ["v=flame&w=gone", / --gone -o flame\.svg$/],
    [
      "v=graph&n=9&nf=0.1&ef=0.2&calltree=1&trim=0&dropneg=1&g=files&si=inuse_objects&taghide=x",
      / --taghide x --granularity files --nodecount 9 --nodefraction 0\.1 --edgefraction 0\.2 --call-tree --no-trim --drop-negative -o graph\.svg --sample-index inuse_objects$/,
    ],
    ["v=graph&sandwich=1&sel=bytes.Clone&focus=x", / --focus '\^bytes\\\.Clone\$' /],
    ["v=graph&g=modules", /heap-before\.out -o graph\.svg$/],
  ];
  for (const [fragment, words] of asked) {
    await pair.show(fragment);
    assert.match((await pair.page.textContent(".exports code")) ?? "", words);
    const line = await commandIn(pair);
    const { code, stderr } = await runCli(
      [...line.slice(0, line.indexOf("-o")), "-o", `${bench.folder}/x.svg`, ...line.slice(line.indexOf("-o") + 2)],
      { cwd: dirname(base) },
    );
    assert.equal(code, 0, `${line.join(" ")}: ${stderr}`);
  }
});

test("the call graph of a file says what it was drawn without", { skip }, async () => {
  const note = pair.page.locator('section[aria-label="Call graph"] .count');
  for (const changed of ["g=files", "noinlines=1", "dropneg=1", "focus=Pod", "n=9", "si=inuse_objects"]) {
    await pair.show(`v=graph&${changed}`);
    assert.match((await note.textContent()) ?? "", /^Drawn when the file was made/, changed);
  }
  for (const same of ["", "&g=modules", "&sort=cum", "&sel=bytes.Clone"]) {
    await pair.show(`v=graph${same}`);
    assert.equal(await note.count(), 0, same);
  }
});

test("what no command line has is said", { skip }, async () => {
  await pair.show("q=v1&own=1&dropneg=1");
  const note = async (): Promise<string | null> => await pair.page.textContent(".exports .note");
  assert.equal(await note(), "Not in the command: the filter of the table, own code only, without what shrank.");
  await pair.show("");
  assert.equal(await pair.page.locator(".exports .note").count(), 0);
});

test("what an address asks for and the page has not is said, and is not taken for something else", {
  skip,
}, async () => {
  for (const [fragment, chip] of [
    ["si=nothing", "not here: si=nothing ×"],
    ["nf=0.1", "not here: nf=0.1 ×"],
  ] as const) {
    await pair.show(fragment);
    assert.equal(await pair.page.textContent(".top .chip"), chip);
    await pair.page.click(".top .chip");
    assert.equal(await pair.page.locator(".top .chip").count(), 0);
  }
  await pair.show("si=2");
  assert.equal(await pair.page.inputValue("label:has-text('value') select"), "inuse_objects");
  assert.equal(await pair.page.locator(".top .chip").count(), 0);
});

test("goroutines that were given are given again, in a pair, a series, and a pair of a series", { skip }, async () => {
  const folder = dirname(base);
  const goroutines = ["goroutine-before.out", "goroutine-after.out"].map((name) => `${folder}/${name}`);
  const series = [1, 2, 3].map((at) => `${folder}/heap-${at}.out`);
  const [first = "", last = ""] = goroutines;
  const compared = await openPage(
    bench,
    await writePage(bench.folder, "with", [
      ...["diff", base, current, "--goroutine-base", first, "--goroutine-current", last, "--iterations", "5"],
    ]),
  );
  for (const view of ["table", "time"]) {
    await compared.show(`v=${view}`);
    const { goroutines: told } = JSON.parse(await ran(compared, folder, "-f", "json")) as Partial<GrowthReport>;
    assert.deepEqual([told?.base, told?.current], [191, 191], view);
  }
  for (const words of [
    [...series, "--goroutines", ...goroutines],
    [...series, ...goroutines],
  ]) {
    const course = await openPage(bench, await writePage(bench.folder, "course", ["trend", ...words]));
    await course.show("v=time");
    await ran(course, folder);
    assert.deepEqual((await commandIn(course)).slice(-3), [
      "--goroutines",
      "goroutine-before.out",
      "goroutine-after.out",
    ]);
    await course.show("v=table");
    const { goroutines: told } = JSON.parse(await ran(course, folder, "-f", "json")) as Partial<GrowthReport>;
    assert.deepEqual([told?.base, told?.current], [191, 191]);
    await course.show("v=table&to=1");
    assert.doesNotMatch((await commandIn(course)).join(" "), /goroutine/);
  }
});

test("a capture directory is one word, as long as its ends are compared", { skip }, async () => {
  const folder = fixture("cluster");
  for (const command of ["diff", "trend"]) {
    const file = await writePage(bench.folder, `captured-${command}`, [command, `${folder}/linkerd-destination`]);
    const captured = await openPage(bench, file);
    await captured.show("v=table");
    const words = await commandIn(captured);
    assert.deepEqual(words.slice(0, 2), ["diff", "linkerd-destination"]);
    const { totals } = JSON.parse(await ran(captured, folder, "-f", "json")) as GrowthReport;
    const headline = (await captured.page.textContent("h1")) ?? "";
    assert.ok(headline.startsWith(`+${(Number(totals.net) / 2 ** 20).toFixed(1)} MiB`), headline);
    if (command === "diff") continue;
    await captured.show("v=time");
    assert.deepEqual(await commandIn(captured), ["trend", "linkerd-destination"]);
    await captured.show("v=table&from=1");
    assert.match((await commandIn(captured)).join(" "), /^diff \S+002\/heap\.pb\.gz \S+006\/heap\.pb\.gz/);
  }
});

test("profiles that were added up are a word each", { skip }, async () => {
  const folder = dirname(base);
  const parts = [1, 2].map((at) => `heap-${at}.out`);
  for (const [name, before] of [
    ["sum", []],
    ["less", ["-base", "heap-before.out"]],
  ] as const) {
    const file = `${bench.folder}/${name}.html`;
    const { code, stderr } = await runCli(["-weblist", "Unmarshal", "-output", file, ...before, ...parts], {
      cwd: folder,
    });
    assert.equal(code, 0, stderr);
    const summed = await openPage(bench, file);
    const sum = ["heapblame", "proto", ...parts, "--merge", "-o", "sum.pb.gz", "&&", "heapblame"];
    for (const [fragment, wanted] of [
      ["v=peek&sel=bytes.Clone", ["heapblame", "peek", "^bytes\\.Clone$", ...parts, "--merge"]],
      ["v=graph", ["heapblame", "svg", ...parts, "--merge"]],
      ["v=flame", [...sum, "flame", "sum.pb.gz"]],
      ["v=table", name === "sum" ? [...sum, "sum.pb.gz"] : [...sum, "diff", "heap-before.out", "sum.pb.gz"]],
    ] as const) {
      await summed.show(fragment);
      assert.deepEqual(["heapblame", ...(await commandIn(summed))].slice(0, wanted.length), wanted, fragment);
      const next = await summed.page.$$eval(".verdict .copyline code", (lines) =>
        lines.map((line) => line.textContent),
      );
      for (const line of next) assert.doesNotMatch(line ?? "", /'heap-1\.out heap/);
    }
    // As a shell runs it: the sum first, then what is asked of it.
    const words = await commandIn(summed);
    const cut = words.indexOf("&&");
    const [first, second] = [words.slice(0, cut), words.slice(cut + 2)].map((part) =>
      part.map((word) => (word === "sum.pb.gz" ? `${bench.folder}/sum.pb.gz` : word)),
    ) as [string[], string[]];
    assert.equal((await runCli(first, { cwd: folder })).code, 0);
    const { stdout } = await runCli([...second, "-f", "json"], { cwd: folder });
    const rows = rowsIn(stdout, "functions");
    for (const [called, own] of (await rowsOf(summed)).slice(0, 5)) {
      assert.ok(
        rows.some((row) => row.name === called && isNear(own, row.own)),
        `${called} ${own}`,
      );
    }
  }
});

test("the page complains of nothing", { skip }, () => {
  assert.deepEqual([...pair.faults, ...alone.faults], []);
});
