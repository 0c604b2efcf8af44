/** The built program, as a user starts it: it runs, and it loads only what the command needs. Wants `npm run build`. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { codeUse } from "../../src/cli/compiled.ts";
import { generateProfile } from "../bench/generate.ts";
import { modePair } from "../fixtures.ts";

const heapblame = fileURLToPath(new URL("../../bin/heapblame.js", import.meta.url));
const bundle = fileURLToPath(new URL("../../dist/cli/main.cjs", import.meta.url));
const [base, current] = modePair("retain");
const folder = mkdtempSync(join(tmpdir(), "heapblame-startup-"));
after(() => rmSync(folder, { recursive: true }));

/** Notes which of Node's own modules are loaded after it. */
const noteBuiltins = join(folder, "builtins.cjs");
writeFileSync(
  noteBuiltins,
  `const before = new Set(process.moduleLoadList);
process.on("exit", () => {
  const names = process.moduleLoadList.filter((name) => !before.has(name));
  require("node:fs").writeFileSync(process.env.BUILTINS, names.join("\\n"));
});`,
);

interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly functionName: string; readonly ranges: readonly { count: number }[] }[];
  }[];
}

/**
 * Names of everything that was run: packages, our own files, \`node:http\` and the like. The program is one file, where modules that are
 * wanted together are a function that bears their names and is called when they are wanted; so what was called is asked of V8.
 */
function loads(args: readonly string[], code = 0): string[] {
  const coverage = mkdtempSync(join(folder, "coverage-"));
  const builtins = join(coverage, "builtins");
  const { stderr, status } = spawnSync(process.execPath, ["--require", noteBuiltins, bundle, ...args], {
    encoding: "utf8",
    env: { ...process.env, NODE_V8_COVERAGE: coverage, BUILTINS: builtins },
  });
  assert.equal(status, code, stderr);
  const scripts = readdirSync(coverage)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => (JSON.parse(readFileSync(join(coverage, name), "utf8")) as Coverage).result);
  const called = scripts.flatMap(({ url, functions }) => [
    url,
    ...functions
      .filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0)
      .flatMap(({ functionName }) => functionName.split(" ")),
  ]);
  const files = called.filter((name) => /\.[cm]?[jt]s$/.test(name));
  assert.ok(files.includes("src/errors.ts"), "the bundle does not name its modules");
  return [
    ...files.map(
      (file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file.replace(/^src\/|\.[cm]?[jt]s$/g, ""),
    ),
    ...readFileSync(builtins, "utf8")
      .split("\n")
      .map((name) => name.replace(/^NativeModule /, "node:")),
  ];
}

const HEAVY = /^(d3-.*|jsdom|@hpcc-js\/.*|@resvg\/.*|pdfkit|svg-to-pdfkit|node:http2?|node:https|node:tls)$/;

/** What each report of a file would pay for, and only some want. */
const PROGRAMS = /^node:(child_process|worker_threads|net|http2?|https|tls)$/;

test("reports load nothing that starts programs or threads, a call graph of pprof's grammar no other grammar", () => {
  const file = join(folder, "graph.svg");
  const views = [
    ["-top", current],
    ["diff", base, current],
    ["-svg", "-output", file, "-base", base, current],
  ];
  for (const words of views)
    assert.deepEqual(
      loads(words).filter((name) => PROGRAMS.test(name)),
      [],
      words[0],
    );
  const loaded = loads(views[2] as string[]);
  assert.deepEqual(
    loaded.filter((name) => /commander/.test(name)),
    [],
  );
});

const needless: readonly (readonly [what: string, args: readonly string[], never: RegExp])[] = [
  ["--help", ["--help"], /(^|\/)(commands\/diff|load|pprof\/command|regexp|encode|growth)$/],
  ["a diff as JSON", ["diff", base, current, "-f", "json"], /\/(pprof\/command|regexp|encode|markdown\/growth|csv)$/],
  ["pprof's top", ["-top", "-base", base, current], /\/(program|commands\/diff|regexp|encode|dot|list)$/],
];

for (const [what, args, never] of needless) {
  test(`${what} loads no picture, layout or network code, and no other command's`, () => {
    const loaded = loads(args);
    assert.deepEqual(
      loaded.filter((name) => HEAVY.test(name) || never.test(name)),
      [],
    );
  });
}

test("the built program draws pictures, with packages that are not part of it", () => {
  for (const [name, magic] of [
    ["graph.svg", "<?xml"],
    ["graph.png", "\u0089PNG"],
    ["graph.pdf", "%PDF"],
  ] as const) {
    const file = join(folder, name);
    const words = [heapblame, name.slice(-3), "--nodecount", "5", "--base", base, current, "-o", file];
    const { stderr, status } = spawnSync(process.execPath, words, { encoding: "utf8" });
    assert.deepEqual([stderr, status], [`Generating report in ${file}\n`, 0]);
    assert.ok(readFileSync(file, "latin1").startsWith(magic), name);
  }
});

test("HTTP is loaded for a URL alone", () => {
  const loaded = loads(["top", "http://127.0.0.1:1/"], 2);
  assert.ok(loaded.includes("fetch/http/http") && loaded.includes("node:https"), loaded.join(" "));
});

test("patterns are compiled by a package that is loaded for them alone", () => {
  assert.ok(loads(["-top", "-focus", "a|b", current]).includes("profile/filter/regexp"));
});

test("profiles large enough for threads come out as they do without them", () => {
  const files = [0, 1].map((round) => {
    const file = join(folder, `${round}.pb.gz`);
    const shape = { samples: 60_000, functions: 900, locations: 3_000, seed: 3, round };
    writeFileSync(file, gzipSync(generateProfile(shape), { level: 0 }));
    assert.ok(statSync(file).size > 4 << 20, "too small for a thread");
    return file;
  }) as [string, string];
  const { stdout, stderr, status } = spawnSync(process.execPath, [heapblame, "-top", "-base", ...files], {
    encoding: "utf8",
    timeout: 60_000,
  });
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^File: service\n[\s\S]*Showing nodes accounting for/);
});

test("V8 takes the code that the build compiled", () => {
  // In a process that has compiled the program V8 looks at no code any more.
  const script = `import { compile, readCode } from ${JSON.stringify(new URL("../../src/cli/compiled.ts", import.meta.url))};
    const [bundle, use, part] = process.argv.slice(1);
    const code = readCode(bundle, use);
    process.stdout.write(String(compile(bundle, code.subarray(0, code.length * part)).cachedDataRejected));`;
  const isRejected = (use: string, part: string): string => {
    const flags = ["--import", "tsx", "--input-type=module", "-e", script, bundle, use, part];
    return spawnSync(process.execPath, flags, { encoding: "utf8", timeout: 60_000 }).stdout;
  };
  for (const use of ["pprof", "text", "pictures"]) {
    assert.deepEqual([isRejected(use, "1"), isRejected(use, "0.5")], ["false", "true"], use);
  }
});

test("code of pictures is taken where one is asked for, that of pprof's reports in pprof's grammar", () => {
  for (const words of [["-svg", current], ["--png", current], ["flame", current], ["svg", current], ["-web"]]) {
    assert.equal(codeUse(words), "pictures", words[0]);
  }
  for (const words of [["-top", current], ["--tree", "-base", base, current], ["-svgx"]]) {
    assert.equal(codeUse(words), "pprof", words[0]);
  }
  for (const words of [["top", current], ["diff", base, "flame.pb.gz"], [current, "-top"], []]) {
    assert.equal(codeUse(words), "text", words[0]);
  }
});

test("code that was compiled ahead imports what it needs", () => {
  const run = (flag: string): Buffer => {
    const file = join(folder, "imported");
    const { stderr, status } = spawnSync(process.execPath, [heapblame, flag, "-output", file, current]);
    assert.equal(status, 0, stderr.toString());
    return readFileSync(file);
  };
  assert.match(run("-svg").toString(), /<svg/);
  assert.equal(run("-proto").readUInt16BE(0), 0x1f8b);
});

test("the program runs without it too", () => {
  const { stdout, status } = spawnSync(process.execPath, ["--no-opt", heapblame, "-top", current], {
    encoding: "utf8",
  });
  const { stdout: direct } = spawnSync(process.execPath, [bundle, "-top", current], { encoding: "utf8" });
  assert.equal(status, 0);
  assert.match(stdout, /^File: /);
  assert.equal(stdout, direct);
});

test("a disk that is full is told of in a line", { skip: !existsSync("/dev/full") }, () => {
  const full = openSync("/dev/full", "w");
  const { stderr, status } = spawnSync(process.execPath, [heapblame, "-top", current], {
    encoding: "utf8",
    stdio: ["ignore", full, "pipe"],
  });
  assert.match(stderr, /^(heapblame: )?standard output: cannot write: no space left on device\n$/);
  assert.equal(status, 2);
});

test("a reader that goes away ends the program quietly, and one that is slow gets everything", () => {
  const file = join(folder, "long.pb");
  writeFileSync(file, generateProfile({ samples: 2_000, functions: 900, locations: 3_000, seed: 3, round: 0 }));
  const shell = (script: string): ReturnType<typeof spawnSync> =>
    spawnSync("sh", ["-c", script, "sh", process.execPath, heapblame, file], { encoding: "utf8" });
  const whole = shell('"$1" "$2" -raw "$3"').stdout as string;
  assert.ok(whole.length > 1 << 17, "not enough to fill a pipe");
  assert.equal(shell('"$1" "$2" -raw "$3" | (sleep 1; cat)').stdout, whole);
  const { stdout, stderr } = shell('"$1" "$2" -raw "$3" | head -1');
  assert.equal(stdout, whole.slice(0, whole.indexOf("\n") + 1));
  assert.equal(stderr, "");
});

test("the version is the package's", () => {
  const { stdout } = spawnSync(process.execPath, [heapblame, "--version"], { encoding: "utf8" });
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
});

test("the layout engine's WebAssembly is a file of its own: nothing unpacks it before a first picture", () => {
  const inPictures = (name: string): string => fileURLToPath(new URL(`../../dist/pictures/${name}`, import.meta.url));
  assert.equal(readFileSync(inPictures("graphviz.wasm")).subarray(0, 4).toString("latin1"), "\0asm");
  assert.ok(statSync(inPictures("graphviz.mjs")).size < 200_000, "what was packed is there beside it");
});
