/** The built program, as a user starts it: it runs, and it loads only what the command needs. Wants `npm run build`. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { generateProfile } from "../bench/generate.ts";
import { modePair } from "../fixtures.ts";

const heapblame = fileURLToPath(new URL("../../bin/heapblame.js", import.meta.url));
const [base, current] = modePair("retain");

const hooks = `export async function resolve(name, context, next) {
  const found = await next(name, context);
  process._rawDebug("loads " + found.url);
  return found;
}`;
const register = `import { register } from "node:module"; register("data:text/javascript,${encodeURIComponent(hooks)}");`;

/** Names of everything that was imported: packages, and our own files without their hash. */
function loads(args: readonly string[], code = 0): string[] {
  const { stderr, status } = spawnSync(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(register)}`, heapblame, ...args],
    { encoding: "utf8" },
  );
  assert.equal(status, code, stderr);
  const urls = [...stderr.matchAll(/^loads (.*)$/gm)].map((match) => match[1] as string);
  assert.ok(urls.some((url) => url.endsWith("dist/cli/main.js")));
  return urls.map(
    (url) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? url.replace(/^.*\/|-[A-Z0-9]{8}\.js$/g, ""),
  );
}

const HEAVY = /^(d3-.*|jsdom|@hpcc-js\/.*|@resvg\/.*|pdfkit|svg-to-pdfkit|http|node:http2?|node:https|node:net)$/;

const needless: readonly (readonly [what: string, args: readonly string[], never: RegExp])[] = [
  ["--help", ["--help"], /^(diff|load|pprof-command|regexp|encode|growth)$/],
  ["a diff as JSON", ["diff", base, current, "-f", "json"], /^(pprof-command|regexp|encode|markdown|csv)$/],
  ["pprof's top", ["-top", "-base", base, current], /^(program|diff|regexp|encode|dot|list)$/],
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

test("HTTP is loaded for a URL alone", () => {
  const loaded = loads(["top", "http://127.0.0.1:1/"], 2);
  assert.ok(loaded.includes("http") && loaded.includes("node:https"), loaded.join(" "));
});

test("patterns are compiled by a package that is loaded for them alone", () => {
  assert.ok(loads(["-top", "-focus", "a|b", current]).includes("regexp"));
});

test("profiles large enough for threads come out as they do without them", () => {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-large-"));
  try {
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
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the version is the package's", () => {
  const { stdout } = spawnSync(process.execPath, [heapblame, "--version"], { encoding: "utf8" });
  assert.match(stdout, /^\d+\.\d+\.\d+\n$/);
});
