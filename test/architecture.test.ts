/** The layers, as a table: what a folder may import, and why. ARCHITECTURE.md has it for readers. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const src = fileURLToPath(new URL("../src", import.meta.url));

/** Lowest first: a layer may import itself and any layer named in `may`. */
const LAYERS: Record<string, { readonly may: readonly string[]; readonly why: string }> = {
  errors: { may: [], why: "everyone throws them, they know no one" },
  visible: { may: [], why: "texts of strangers that can be read and do nothing: a rule for all formats" },
  nearest: { may: [], why: "words; knows nothing of whose they are" },
  signature: { may: [], why: "how bytes are packed, for whoever has only begun to read them" },
  measurement: { may: ["errors"], why: "a number becomes text without knowing whose number it is" },
  binary: { may: ["errors", "measurement"], why: "names from a program's file; knows nothing of who asks for them" },
  profile: {
    may: ["errors", "signature", "measurement"],
    why: "the decoded profile knows nothing of graphs, reports or files",
  },
  dump: {
    may: ["errors", "measurement", "stats", "binary", "profile"],
    why: "heap dumps as graphs of objects; what they mean for growth is for blame",
  },
  stats: { may: ["errors"], why: "mathematics that knows nothing of profiles" },
  demangle: { may: ["errors", "measurement", "profile"], why: "names of C++ and Rust; nothing below needs them" },
  graph: {
    may: ["errors", "measurement", "profile"],
    why: "structures over a profile, not yet an answer to a question",
  },
  blame: {
    may: ["errors", "measurement", "stats", "dump", "profile", "graph"],
    why: "computes what growth means, prints nothing",
  },
  report: {
    may: ["errors", "measurement", "stats", "dump", "profile", "graph", "blame"],
    why: "plain data, one question a file",
  },
  wording: {
    may: ["errors", "measurement", "stats", "dump", "profile", "graph", "blame", "report"],
    why: "codes and facts become sentences; knows no format",
  },
  render: {
    may: ["errors", "visible", "measurement", "profile", "graph", "blame", "report", "wording"],
    why: "a view of a report; computes nothing new",
  },
  fetch: {
    may: ["errors", "nearest", "signature", "measurement"],
    why: "where bytes come from; knows nothing of profiles",
  },
  capture: {
    may: ["errors", "measurement", "profile", "fetch", "load"],
    why: "takes profiles and keeps them with what they are from; what they mean is for reports",
  },
  load: {
    may: ["errors", "signature", "fetch", "binary", "dump", "profile", "measurement"],
    why: "joins fetch and profile",
  },
  version: { may: [], why: "the number, and nothing else" },
  index: {
    may: ["errors", "measurement", "stats", "dump", "profile", "graph", "blame", "report", "wording", "render"],
    why: "the core without I/O",
  },
  web: {
    may: ["errors", "visible", "measurement", "profile", "graph", "blame", "report", "wording", "render"],
    why: "the page: the same core in a browser",
  },
  cli: {
    may: [
      "errors",
      "visible",
      "nearest",
      "signature",
      "measurement",
      "binary",
      "dump",
      "profile",
      "demangle",
      "graph",
      "blame",
      "report",
      "wording",
      "render",
      "fetch",
      "load",
      "capture",
      "version",
    ],
    why: "the only layer that talks to a user",
  },
};

/** Packages with one door each. */
const DOORS: Record<string, readonly string[]> = {
  pako: ["profile/codec/gzip/", "binary/inflate-section.ts"],
  protobufjs: ["profile/codec/encode.ts", "profile/codec/json-message.ts"],
  "cli-table3": ["render/text/"],
  "d3-node": ["render/svg/"],
  commander: ["cli/"],
  fflate: ["fetch/archives/"],
  "modern-tar": ["fetch/archives/"],
  fzstd: ["load/zstd.ts", "binary/inflate-section.ts"],
  re2js: ["profile/filter/regexp.ts"],
  "@modelcontextprotocol/sdk": ["cli/mcp/"],
  "@xmldom/xmldom": ["render/svg/light-dom.ts"],
  preact: ["web/"],
  "@tanstack/virtual-core": ["web/table/"],
};

const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file));

function importsOf(file: string): string[] {
  const text = readFileSync(join(src, file), "utf8");
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)];
  return found.map((match) => match[1] as string).filter((name) => !name.endsWith(".json"));
}

/** The file without its comments. */
function codeOf(file: string): string {
  return readFileSync(join(src, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
}

function layerOf(file: string): string {
  const first = file.split("/")[0] as string;
  return first.replace(/(-worker)?\.tsx?$/, "");
}

test("what no case was written for ends in one function, which throws an Error", () => {
  const others = files.filter((file) => /satisfies never/.test(codeOf(file)));
  assert.deepEqual(others, []);
});

test("files are written by one writer", () => {
  const writing =
    /\b(?:writeFile|appendFile|copyFile|cp|createWriteStream|writeFileSync|appendFileSync|copyFileSync)\b *[(,}]/;
  const others = files.filter((file) => !file.startsWith("fetch/files/") && writing.test(codeOf(file)));
  // Files of our own making in a folder of our own making, gone before we are.
  assert.deepEqual(others, ["cli/pictures/fonts.ts"]);
});

const architecture = readFileSync(join(src, "../ARCHITECTURE.md"), "utf8");

test("the table in ARCHITECTURE.md is the one that is tested", () => {
  const rows = [...architecture.matchAll(/^\| `([\w-]+)(?:\/|\.ts)` *\|[^|]*\| *([^|]*?) *\|$/gm)];
  const written = Object.fromEntries(rows.map(([, layer = "", may = ""]) => [layer, may]));
  const tested = Object.entries(LAYERS).map(([layer, { may }]) => [
    layer,
    may.filter((name) => name !== "errors").join(", ") || "nothing",
  ]);
  assert.deepEqual(written, Object.fromEntries(tested));
});

test("files and folders that ARCHITECTURE.md names are there", () => {
  const names = [...architecture.matchAll(/`((?:[\w-]+\/)+(?:[\w-]+\.ts)?)`/g)].map(([, name]) => name as string);
  assert.ok(names.length > 10);
  const isThere = (name: string): boolean => existsSync(join(src, name)) || existsSync(join(src, "..", name));
  assert.deepEqual(
    names.filter((name) => !isThere(name)),
    [],
  );
});

test("every source file belongs to a layer", () => {
  assert.ok(files.length > 20);
  assert.deepEqual(
    files.filter((file) => !(layerOf(file) in LAYERS)),
    [],
  );
});

test("imports run downwards only", () => {
  const wrong = files.flatMap((file) => {
    const layer = layerOf(file);
    return importsOf(file)
      .filter((name) => name.startsWith("."))
      .map((name) => layerOf(relative(src, resolve(src, dirname(file), name))))
      .filter((target) => target !== layer && !LAYERS[layer]?.may.includes(target))
      .map((target) => `${file} imports ${target}: ${layer} may not, ${LAYERS[layer]?.why}`);
  });
  assert.deepEqual(wrong, []);
});

/** What makes text of a number. */
const NUMBER_TEXT = /\b(?:format\w+|chooseColumnUnit|scaledLabel|label|percentage)\b/;

test("no number becomes text in blame and in native reports: that is for wording", () => {
  const isNative = (file: string): boolean =>
    layerOf(file) === "blame" || (layerOf(file) === "report" && !file.startsWith("report/pprof/"));
  const wrong = files.filter(isNative).flatMap((file) => {
    const imports = [
      ...readFileSync(join(src, file), "utf8").matchAll(/import ([^;]*?) from "[^"]*measurement\/[^"]*"/g),
    ];
    return imports.filter(([, names = ""]) => NUMBER_TEXT.test(names)).map(([text]) => `${file}: ${text}`);
  });
  assert.deepEqual(wrong, []);
});

test("imports form no cycle", () => {
  const graph = new Map(
    files.map((file) => [
      file,
      importsOf(file)
        .filter((name) => name.startsWith("."))
        .map((name) => relative(src, resolve(src, dirname(file), name))),
    ]),
  );
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    assert.ok(!path.includes(file), `cycle: ${[...path, file].join(" -> ")}`);
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
});

test("only the command line and the loader know Node, and each heavy package has one door", () => {
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .filter((name) => !name.startsWith("."))
      .filter((name) => {
        if (name.startsWith("node:")) return !["cli", "fetch", "load", "capture"].includes(layerOf(file));
        const doors = Object.entries(DOORS).find(([pkg]) => name === pkg || name.startsWith(`${pkg}/`))?.[1];
        return doors !== undefined && !doors.some((door) => file.startsWith(door));
      })
      .map((name) => `${file} imports ${name}`),
  );
  assert.deepEqual(wrong, []);
});

test("nothing below the command line prints, exits or asks the clock", () => {
  const core = files.filter((file) => !["cli", "fetch", "load", "capture"].includes(layerOf(file)));
  const wrong = core.filter((file) => /\bconsole\.|\bprocess\.|Date\.now|toLocale/.test(codeOf(file)));
  assert.deepEqual(wrong, []);
});

/** What each file has from which other, by every form of import; the names of what is taken, "*" for all of it. */
function takenFrom(folder: string): Map<string, { readonly by: string; readonly names: string }[]> {
  const taken = new Map<string, { readonly by: string; readonly names: string }[]>();
  const all = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /\.[tj]sx?$/.test(file));
  for (const file of all) {
    const text = readFileSync(join(folder, file), "utf8");
    const found = [
      ...[...text.matchAll(/(?:import|export) ([^;"'()]*?) from "(\.[^"]+)"/g)].map(([, names = "", path = ""]) => [
        names,
        path,
      ]),
      ...[...text.matchAll(/import\("(\.[^"]+)"\)/g)].map(([, path = ""]) => ["*", path]),
    ] as const;
    for (const [names = "", path = ""] of found) {
      const target = relative(src, resolve(folder, dirname(file), path));
      taken.set(target, [...(taken.get(target) ?? []), { by: folder === src ? file : join(folder, file), names }]);
    }
  }
  return taken;
}

const inSource = takenFrom(src);
const inTests = takenFrom(join(src, "../test"));

/** Nothing imports them: they are started, or bundled in place of a package. */
const STARTED = ["index.ts", "load.ts", "cli/start.ts", "render/svg/light-dom.ts"];

/** TypeScript writes no declarations of what has one of its own as a private class. */
const FOR_DECLARATIONS = ["dump/reader/number-column.ts: NumberColumn"];

/** What .ci/precompile.js writes. */
const FOR_THE_BUILD = ["cli/compiled.ts: codeFile"];

test("what is exported is imported by another file, or by a test of what the file itself uses", () => {
  const wrong = files
    .filter((file) => !STARTED.includes(file))
    .flatMap((file) => {
      const code = codeOf(file);
      const exported = [
        ...code.matchAll(/^export (?:async )?(?:function\*?|class|const|let|interface|type|enum) (\w+)/gm),
      ];
      const isIn = (taken: typeof inSource, name: string): boolean =>
        (taken.get(file) ?? []).some(({ names }) => names.includes("*") || new RegExp(`\\b${name}\\b`).test(names));
      return exported
        .map(([, name = ""]) => name)
        .filter((name) => !isIn(inSource, name))
        .filter((name) => !isIn(inTests, name) || code.split(new RegExp(`\\b${name}\\b`)).length <= 2)
        .map((name) => `${file}: ${name}`)
        .filter((name) => ![...FOR_DECLARATIONS, ...FOR_THE_BUILD].includes(name));
    });
  assert.deepEqual(wrong, []);
});

const FEWEST_LINES = 20;
/** Generated; where a font is, is for the pictures alone to know. */
const SMALL_ALONE = ["render/font/roboto-condensed.ts"];

test("a small file that one neighbour alone imports is part of that neighbour", () => {
  const wrong = files.flatMap((file) => {
    const importers = [...new Set((inSource.get(file) ?? []).map(({ by }) => by))];
    const [only] = importers;
    if (only === undefined || importers.length > 1 || layerOf(only) !== layerOf(file)) return [];
    // What is loaded on demand is apart for that.
    if (inSource.get(file)?.every(({ names }) => names === "*") || SMALL_ALONE.includes(file)) return [];
    const lines = readFileSync(join(src, file), "utf8").trimEnd().split("\n").length;
    return lines <= FEWEST_LINES ? [`${file} is for ${only} alone`] : [];
  });
  assert.deepEqual(wrong, []);
});

const MOST_LINES = 250;
test("a file is not longer than a reader takes in", () => {
  const wrong = files.filter((file) => readFileSync(join(src, file), "utf8").trimEnd().split("\n").length > MOST_LINES);
  assert.deepEqual(
    wrong.filter((file) => !/Made by|@generated/.test(readFileSync(join(src, file), "utf8").slice(0, 200))),
    [],
  );
});

const MOST_FILES = 25;

test("no folder is a flat list of more files than a reader takes in", () => {
  const sizes = new Map<string, number>();
  for (const file of files) sizes.set(dirname(file), (sizes.get(dirname(file)) ?? 0) + 1);
  assert.deepEqual(
    [...sizes].filter(([, size]) => size > MOST_FILES),
    [],
  );
});

test("no folder or file is a drawer for everything", () => {
  assert.deepEqual(
    files.filter((file) => /(^|\/)(utils?|helpers?|common|types|misc)(\/|\.ts$)/.test(file)),
    [],
  );
});
