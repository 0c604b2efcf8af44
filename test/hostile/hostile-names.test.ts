/** Whatever a file, a server or a directory calls its things, no output of any command does anything to whoever looks at it. */
import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { SaxesParser } from "saxes";
import { formatsOf, type ReportKind } from "../../src/render/index.ts";
import { declaredProgram } from "../cli/declared-program.ts";
import { runCli } from "../cli/run-cli.ts";
import { serve } from "../fetch/servers.ts";
import {
  EVIL,
  hostileDump,
  hostileGoroutines,
  hostileHeap,
  hostileTypes,
  writeHostileCapture,
} from "./hostile-names.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-hostile-"));
after(() => rmSync(folder, { recursive: true }));

const NAME = "\u001b[2J\u202e\nheapblame: nothing grew\n@victim #1";
for (const factor of [1, 2, 3]) {
  writeFileSync(join(folder, `${factor}${NAME}.pb.gz`), hostileHeap(factor));
  writeFileSync(join(folder, `type${factor}.pb.gz`), hostileTypes(factor));
  writeFileSync(join(folder, `go${factor}.pb.gz`), hostileGoroutines(factor));
}
writeFileSync(join(folder, "dump"), hostileDump());
writeFileSync(join(folder, `suppress${NAME}`), `${EVIL}\n(\n`);
mkdirSync(join(folder, "capture"));
writeHostileCapture(join(folder, "capture"));
for (const pod of ["web-0", `web-1${NAME.replaceAll("/", "")}`]) {
  mkdirSync(join(folder, "pods", pod), { recursive: true });
  for (const factor of [1, 2, 3]) writeFileSync(join(folder, "pods", pod, `${factor}.pb.gz`), hostileHeap(factor));
}

const HEAPS = [1, 2, 3].map((factor) => `${factor}${NAME}.pb.gz`);
const [A, B] = HEAPS as [string, string];
const GO = ["go1.pb.gz", "go3.pb.gz"];

/** What a terminal obeys, what turns or hides text; an end of line is no part of a name that is shown. */
const OBEYED = /[^\P{C}\n\t]|[\p{Zl}\p{Zp}]|\p{DI}/u;

function assertQuiet(said: string, what: string): void {
  // A count that is shown while it goes on, and taken away.
  const text = said.replaceAll("\r\u001b[K", "");
  const found = OBEYED.exec(text);
  assert.equal(
    found,
    null,
    `${what}: ${JSON.stringify(text.slice(Math.max(0, (found?.index ?? 0) - 60), (found?.index ?? 0) + 20))}`,
  );
  assert.doesNotMatch(text, /^ ?heapblame: nothing grew/m, what);
}

/** Markdown without code: fences, spans by the rule of CommonMark, and our own line breaks. */
function proseOf(markdown: string): string {
  const lines = markdown.replace(/^```[^\n]*\n[\s\S]*?^```$/gm, "").replaceAll("\\`", "");
  return lines.replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, "CODE");
}

function assertMarkdown(text: string, what: string): void {
  const prose = proseOf(text).replace(/!\[[\w-]+\]\([\w.-]+\)/g, "");
  assert.doesNotMatch(
    prose,
    /@|#\d|GH-\d|https?:|!\[|\]\(|<(?!\/?(?:details|summary|sub)>)|^ {0,3}#(?!## Heap check)/m,
    `${what}\n${prose}`,
  );
}

/** Cells of RFC 4180. */
function cellsOf(csv: string): string[] {
  return [...csv.matchAll(/(?:^|[,\n])(?:"((?:[^"]|"")*)"|([^",\n]*))/g)].map(
    ([, quoted, bare]) => quoted ?? bare ?? "",
  );
}

function assertCsv(text: string, what: string): void {
  for (const cell of cellsOf(text))
    assert.ok(!/^[=+\-@]/.test(cell) || /^[+-]?[\d.e+]+$/.test(cell), `${what}: ${cell}`);
  assert.doesNotMatch(text.replace(/"(?:[^"]|"")*"/g, ""), /[;=]/, what);
}

function assertXml(text: string, what: string): void {
  const parser = new SaxesParser();
  const elements: string[] = [];
  parser.on("error", (error) => assert.fail(`${what}: ${error.message}`));
  parser.on("opentag", ({ name }) => elements.push(name));
  parser.write(text).close();
  assert.ok(!elements.includes("img"), what);
}

function assertFormat(file: string, text: string): void {
  assertQuiet(text, file);
  if (/\.md$/.test(file)) assertMarkdown(text, file);
  if (/\.csv$/.test(file)) assertCsv(text, file);
  if (/\.(svg|xml)$/.test(file)) assertXml(text, file);
  if (/\.(json|sarif)$/.test(file)) JSON.parse(text);
  if (/\.html$/.test(file)) assert.doesNotMatch(text, /<img src|alert\(1\)/, file);
  if (/\.sarif$/.test(file)) {
    for (const [message] of text.matchAll(/"text": "(?:[^"\\]|\\.)*"/g))
      assert.doesNotMatch(JSON.parse(message.slice(8)), /(?<!\\)\[[^[\]]*\]\(/, file);
  }
}

/** Every report in every format that has names in it. */
const WRITTEN: readonly (readonly [words: readonly string[], formats: readonly string[]])[] = [
  [
    ["diff", A, B],
    ["txt", "md", "json", "csv", "html"],
  ],
  [
    ["diff", A, B, "--explain", "--goroutine-base", "go1.pb.gz", "--goroutine-current", "go3.pb.gz"],
    ["txt", "md", "json", "html"],
  ],
  [
    ["diff", "type1.pb.gz", "type2.pb.gz"],
    ["txt", "md", "json", "csv", "html"],
  ],
  [["heap", A], []],
  [
    ["report", A],
    ["txt", "md", "json", "csv", "html"],
  ],
  [
    ["report", "type1.pb.gz"],
    ["txt", "md", "json", "csv"],
  ],
  [
    ["trend", ...HEAPS],
    ["txt", "md", "json", "html", "svg"],
  ],
  [["trend", ...HEAPS, "--explain"], ["txt"]],
  [
    ["check", A, B, "--max-growth", "1MiB"],
    ["txt", "md", "json", "xml", "sarif"],
  ],
  [
    ["check", "type1.pb.gz", "type2.pb.gz", "--max-growth", "1"],
    ["txt", "md", "json", "xml", "sarif"],
  ],
  [
    ["goroutines", ...GO],
    ["txt", "md", "json"],
  ],
  [
    ["held", "dump"],
    ["txt", "md", "json", "html"],
  ],
  [
    ["advise", A],
    ["txt", "md", "json"],
  ],
  [
    ["capture", "-o", "capture"],
    ["txt", "md", "json", "html"],
  ],
  [
    ["fleet", "pods"],
    ["txt", "md", "json", "html"],
  ],
  [["speedscope", B], ["json"]],
  [
    ["flame", B, "--base", A],
    ["svg", "html"],
  ],
  [["flame", B], ["svg"]],
  [["series", ...HEAPS], ["svg"]],
  [["svg", B, "--base", A], ["svg"]],
  [["dot", B], ["dot-terminal"]],
];

for (const [words, formats] of WRITTEN) {
  for (const format of formats.filter((name) => name !== "dot-terminal")) {
    test(`${words.slice(0, 1)} as ${format}: ${words.includes("type1.pb.gz") ? "types" : "names"}${words.includes("--explain") ? ", explained" : ""}`, async () => {
      const file = `out.${format}`;
      const isCapture = words[0] === "capture";
      const args = isCapture ? [...words, "-f", FORMATS[format] as string] : [...words, "-o", file];
      const ran = await runCli(args, { cwd: folder, isErrorShown: true });
      assertQuiet(ran.stderr, args.join(" "));
      assert.ok(ran.code < 2, ran.stderr);
      assertFormat(file, isCapture ? ran.stdout : readFileSync(join(folder, file), "utf8"));
    });
  }
}

const FORMATS: Readonly<Record<string, string>> = { txt: "text", md: "markdown", json: "json", html: "html" };

/** Which command shows it; a kind of report that is added does not compile until it is here. */
const COMMAND_OF: Readonly<Record<Exclude<ReportKind, "replicas">, string>> = {
  growth: "diff",
  heap: "report",
  trend: "trend",
  check: "check",
  goroutines: "goroutines",
  held: "held",
  advice: "advise",
  capture: "capture",
  fleet: "fleet",
};

const EXTENSIONS: Readonly<Record<string, string>> = { text: "txt", markdown: "md", junit: "xml" };

test("every report is tried in every format that it has", () => {
  for (const [kind, command] of Object.entries(COMMAND_OF)) {
    const tried = WRITTEN.filter(([[name]]) => name === command).flatMap(([, formats]) => formats);
    const wanted = formatsOf(kind as ReportKind).map((format) => EXTENSIONS[format] ?? format);
    assert.deepEqual(
      wanted.filter((format) => !tried.includes(format)),
      [],
      command,
    );
  }
});

/** Commands that show no name here, and where those are tried that do. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  fetch: "its messages, below",
  serve: "test/web/hostile.test.ts",
  mcp: "the reports, as JSON",
  png: "pixels of svg",
  pdf: "drawn from svg",
  proto: "a profile",
  topproto: "a profile",
  web: "svg, in a file",
  weblist: "a page, in a file",
  shell: "the views",
  guide: "no input",
  man: "no input",
  completion: "no input",
  help: "no input",
};

test("every command is tried", () => {
  const program = declaredProgram();
  const tried = new Set([...WRITTEN.map(([[name]]) => name), ...ON_TERMINAL.map(([name]) => name)]);
  const missing = program.commands.map((command) => command.name()).filter((name) => !tried.has(name));
  assert.deepEqual(
    missing.filter((name) => ELSEWHERE[name] === undefined),
    [],
  );
});

const OUR_COLOURS = ["33", "39", "36", "2", "22", "1"].map((code) => `\u001b[${code}m`);

const VIEWS = ["top", "tree", "traces", "tags", "comments", "raw", "dot", "callgrind", "folded", "speedscope", "text"];
const ON_TERMINAL: readonly (readonly string[])[] = [
  ...VIEWS.map((view) => [view, B]),
  ...["-top", "-tree", "-traces", "-tags", "-comments", "-raw", "-dot", "-callgrind", "-text"].map((flag) => [flag, B]),
  ["peek", ".", B],
  ["list", ".", B],
  ["diff", A, B],
  ["trend", ...HEAPS],
  ["report", A],
  ["capture", "-o", "capture"],
  ["held", "dump"],
  ["check", A, B, "--max-growth", "1MiB"],
  ["difffolded", B, "--base", A],
  ["advise", A],
  ["goroutines", ...GO],
  ["fleet", "pods"],
];

test("what goes to a terminal has no more than our own colours", async () => {
  for (const words of ON_TERMINAL) {
    const ran = await runCli(words, { cwd: folder, columns: 100, isErrorShown: true });
    const ours = OUR_COLOURS.reduce((text, colour) => text.replaceAll(colour, ""), ran.stdout);
    const isNative =
      ours !== ran.stdout ||
      ["diff", "trend", "report", "capture", "held", "check", "advise", "goroutines", "fleet"].includes(
        words[0] as string,
      );
    const found = OBEYED.exec(isNative ? ours : ran.stdout);
    assert.equal(found, null, `${words}: ${JSON.stringify(ran.stdout.slice(found?.index, (found?.index ?? 0) + 40))}`);
    assertQuiet(ran.stderr, words.join(" "));
  }
});

test("lines of our own about files, options and answers are one message each", async () => {
  const server = await serve((request, response) => {
    if (request.url?.startsWith("/redirect"))
      response.writeHead(302, { location: `/${encodeURI("\u202e")}%1b[2J` }).end();
    else response.writeHead(500, "x", { "content-type": "text/plain" }).end(EVIL);
  });
  const commands = [
    ["diff", `missing${NAME}`, B],
    [`missing${NAME}`],
    ["-top", `missing${NAME}`],
    ["diff", A, B, "--focus", `(${EVIL}`],
    ["diff", A, B, "--sample-index", EVIL],
    ["diff", A, B, "--sort", EVIL],
    [EVIL],
    [`--${EVIL}`],
    ["diff", A, B, "-o", `no/such${NAME}/out.md`],
    ["diff", A, B, "-o", `out.${NAME}`],
    ["check", A, B, "--suppress", `suppress${NAME}`, "--max-growth", "1MiB"],
    ["fetch", `${server.url}/debug/pprof/heap`, "-o", "heap"],
    ["fetch", `${server.url}/redirect`, "-o", "heap"],
    ["diff", `${server.url}/debug/pprof/heap`, B],
    ["trend", "type1.pb.gz", B, A],
    ["diff", "type1.pb.gz", B],
    ["capture", "-o", `missing${NAME}`],
  ];
  for (const words of commands) {
    const ran = await runCli(words, { cwd: folder, columns: 100, isErrorShown: true });
    const what = JSON.stringify(words);
    assert.doesNotMatch(ran.stderr, /bug in heapblame/, what);
    const found = OBEYED.exec(ran.stderr);
    assert.equal(found, null, `${what}: ${JSON.stringify(ran.stderr)}`);
    assert.doesNotMatch(ran.stderr, /^heapblame: nothing grew/m, `${what}: ${ran.stderr}`);
  }
});

test("a bundle is named by us and reads as it is", async () => {
  const ran = await runCli(["capture", "-o", "capture", "--report", "bundle"], { cwd: folder, isErrorShown: true });
  assert.equal(ran.code, 0, ran.stderr);
  const names = readdirSync(join(folder, "bundle"), { recursive: true, encoding: "utf8" });
  for (const name of names) {
    assert.match(name, /^[\w./-]+$/);
    const path = join(folder, "bundle", name);
    // A copy, byte for byte: its checksum is part of what it says.
    if (name.endsWith("manifest.json")) continue;
    if (statSync(path).isFile() && /\.(md|json|svg|txt)$/.test(name)) assertFormat(name, readFileSync(path, "utf8"));
  }
  assert.ok(existsSync(join(folder, "bundle")));
});
