/** The tarball as users get it: installed by npm into an empty folder, light, with every licence, and whole. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, cpSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { layBareMachine, missingBareMachine, proveOnBareMachine } from "./bare-machine.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "heapblame-package-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const tarball = execFileSync(process.execPath, [join(project, ".ci/pack.js"), folder], { encoding: "utf8" }).trim();
const install = ["install", "--no-audit", "--no-fund", "--prefer-offline", "--prefix", folder, tarball];
execFileSync("npm", install, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
const modules = join(folder, "node_modules");
const installed = join(modules, "heapblame");

const MOST_PACKAGES = 10;
const MOST_BYTES = 20e6;

function sizeOf(path: string): number {
  const stats = lstatSync(path);
  if (!stats.isDirectory()) return stats.size;
  return readdirSync(path).reduce((sum, entry) => sum + sizeOf(join(path, entry)), 0);
}

function packagesIn(path: string): string[] {
  return readdirSync(path)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) => (name.startsWith("@") ? readdirSync(join(path, name)).map((own) => `${name}/${own}`) : [name]));
}

test("it installs few packages and few bytes, and runs nothing while it does", () => {
  assert.ok(packagesIn(modules).length <= MOST_PACKAGES, packagesIn(modules).join(" "));
  assert.ok(sizeOf(modules) <= MOST_BYTES, `${sizeOf(modules)} bytes`);
  for (const name of packagesIn(modules)) {
    const { scripts = {} } = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
    const hooks = Object.keys(scripts).filter((script) => /^(pre|post)?(install|prepare)$/.test(script));
    assert.deepEqual(hooks, [], name);
  }
});

test("what the README says of installing is so: the program and the plugin are there, by their names", () => {
  const readme = readFileSync(join(project, "README.md"), "utf8");
  const [, block = ""] = /^```sh install\n([\s\S]*?)^```$/m.exec(readme) ?? [];
  const [pack, install, ...after] = block.trim().split("\n");
  assert.equal(pack, "npm ci && npm run package");
  // What it makes is here already, in a folder of its own.
  const line = (install as string).replace("dist/", `${folder}/`);
  const prefix = join(folder, "global");
  const env = { ...process.env, npm_config_prefix: prefix, npm_config_prefer_offline: "true" };
  execFileSync("bash", ["--norc", "-c", line], {
    cwd: folder,
    env,
    stdio: ["ignore", "ignore", "pipe"],
    timeout: 300_000,
  });
  const path = `${join(prefix, "bin")}:${process.env["PATH"]}`;
  const asPlugin = after.map((command) => command.replace("kubectl heapblame", "kubectl-heapblame")).join("\n");
  const said = execFileSync("bash", ["--norc", "-ec", asPlugin], {
    cwd: folder,
    encoding: "utf8",
    env: { ...env, PATH: path },
  });
  assert.match(said, /^Usage: kubectl heapblame/);
  assert.match(readFileSync(join(prefix, "share/man/man1/heapblame.1"), "utf8"), /^\.TH HEAPBLAME 1 /);
});

test("the manifest has no scripts, and lists only what is not bundled", () => {
  const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  assert.equal(manifest.scripts, undefined);
  assert.equal(manifest.devDependencies, undefined);
  assert.deepEqual(Object.keys(manifest.dependencies), ["@resvg/resvg-js"]);
});

test("the licence of everything bundled travels with it, the font's too", () => {
  const text = readFileSync(join(installed, "dist/LICENSES.txt"), "utf8");
  const names = [
    "protobufjs",
    "pako",
    "commander",
    "cli-table3",
    "d3-node",
    "re2js",
    "fzstd",
    "pdfkit",
    "@xmldom/xmldom",
  ];
  for (const name of [...names, "@hpcc-js/wasm-graphviz", "fontkit"]) {
    assert.match(text, new RegExp(`^-{80}\\n${name}@[\\d.]+\\n\\n.`, "m"), name);
  }
  assert.match(text, /^Roboto Condensed\n\n.*SIL|Apache/ms);
  const jsdom = readdirSync(join(installed, "dist/pictures")).filter((file) =>
    readFileSync(join(installed, "dist/pictures", file), "latin1").includes("jsdom/lib"),
  );
  assert.deepEqual(jsdom, []);
});

const fixture = (name: string): string => join(project, "fixtures/streamwatcher/retain", name);
const program = join(modules, ".bin/heapblame");

/** Far from the project, with an empty home. */
function run(...words: string[]): { readonly stdout: string; readonly stderr: string; readonly status: number | null } {
  const env = { PATH: process.env["PATH"], HOME: folder };
  return spawnSync(program, words, { cwd: folder, encoding: "utf8", env });
}

test("verdict, views and every picture work from it", () => {
  const [base, current] = [fixture("heap-before.out"), fixture("heap-after.out")];
  for (const words of [
    ["diff", base, current],
    ["-top", "-base", base, current],
    ["trend", base, fixture("heap-1.out"), current],
    ["--help"],
  ]) {
    const { stdout, stderr, status } = run(...words);
    assert.equal(status, 0, `${words.join(" ")}: ${stderr}`);
    assert.ok(stdout.length > 100, words.join(" "));
  }
  for (const [words, start] of [
    [["svg", "--base", base, current], "<?xml"],
    [["png", "--base", base, current], "\x89PNG"],
    [["pdf", "--base", base, current], "%PDF"],
    [["flame", "--base", base, current], "<"],
  ] as const) {
    const file = join(folder, `picture.${words[0] === "flame" ? "svg" : words[0]}`);
    const { stderr, status } = run(...words, "-o", file);
    assert.equal(status, 0, `${words.join(" ")}: ${stderr}`);
    assert.ok(readFileSync(file, "latin1").startsWith(start), words.join(" "));
    assert.ok(statSync(file).size > 1000, words.join(" "));
  }
});

test("verdict, pictures and page need Node, the package and two files: no network, no shell", {
  skip: missingBareMachine(),
}, () => {
  const root = join(folder, "root");
  const natives = packagesIn(modules)
    .flatMap((name) => readdirSync(join(modules, name)).map((file) => join(modules, name, file)))
    .filter((file) => file.endsWith(".node"));
  layBareMachine(root, [process.execPath, ...natives]);
  copyFileSync(process.execPath, join(root, "node"));
  cpSync(modules, join(root, "node_modules"), { recursive: true, verbatimSymlinks: true });
  proveOnBareMachine(root, ["/node", "/node_modules/heapblame/bin/heapblame.js"]);
});

test("what is bundled is listed with its versions, as licences and as a bill of materials", () => {
  const licenses = readFileSync(join(installed, "dist/LICENSES.txt"), "utf8");
  const bill = JSON.parse(readFileSync(join(installed, "dist/sbom.cdx.json"), "utf8"));
  assert.deepEqual([bill.bomFormat, bill.specVersion], ["CycloneDX", "1.5"]);
  const components: readonly { readonly name: string; readonly version: string; readonly purl: string }[] =
    bill.components;
  assert.ok(components.length > 10);
  for (const { name, version, purl } of components) {
    assert.ok(licenses.includes(`${name}@${version} (`), name);
    assert.match(purl, /^pkg:npm\/(?:%40[\w.-]+\/)?[\w.-]+@\d/);
  }
  assert.ok(!components.some(({ name }) => name === "jsdom"), "jsdom is replaced");
  assert.ok(statSync(join(installed, "SECURITY.md")).size > 1000);
});
