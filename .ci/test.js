// Runs the tests: node's own runner over test/**/*.test.ts, or the files given; with `--cluster` those of test/cluster, which are left out
// otherwise, with `--nodes` every command on the other Nodes, and with `--long` what takes minutes: all command lines against pprof, live
// programs, costs. `-u` writes goldens anew instead of comparing.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleTests, makeFolder } from "./bundle-tests.js";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const words = process.argv.slice(2);
const isUpdate = words.includes("-u");
const named = words.filter((word) => !["-u", "--cluster", "--nodes", "--long"].includes(word));
/** Only `.ci/run` has the time for them. */
const LONG = [
  "test/action/action.test.ts",
  "test/api/browser.test.ts",
  "test/blame/trend/trend-rates.test.ts",
  "test/cli/capture-heap-dump.test.ts",
  "test/cli/capture-json.test.ts",
  "test/cli/fleet/partial.test.ts",
  "test/cli/held-kinds.test.ts",
  "test/cli/held-scenarios.test.ts",
  "test/cli/stores/counted.test.ts",
  "test/cli/stores/kept-answers.test.ts",
  "test/cli/system-errors.test.ts",
  "test/differential/remote.test.ts",
  "test/fetch/kubernetes/watched-child.test.ts",
  "test/fuzz/findings.test.ts",
  "test/graph/go/symbol.corpus.test.ts",
  "test/hostile/cost.test.ts",
  "test/hostile/limits.test.ts",
  "test/package/binary.test.ts",
  "test/package/installed.test.ts",
  "test/profile/codec/encode.test.ts",
  "test/profile/codec/fuzz.test.ts",
  "test/render/markdown/capture.test.ts",
  "test/web/accessible.test.ts",
  "test/web/command.test.ts",
  "test/web/dropped.test.ts",
  "test/web/export.test.ts",
  "test/web/fleet.test.ts",
  "test/web/gestures.test.ts",
  "test/web/holder.test.ts",
  "test/web/hostile.test.ts",
  "test/web/keyboard.test.ts",
  "test/web/large.test.ts",
  "test/web/look.test.ts",
  "test/web/served.test.ts",
  "test/web/source.test.ts",
  "test/web/streamwatcher.test.ts",
];
/** Of what they try, the usual run has a part (test/sample.ts); here is the rest. */
const SAMPLED = [
  "test/binary/damage.test.ts",
  "test/cli/capture/hostile-api.test.ts",
  "test/cli/capture/hostile-servers.test.ts",
  "test/cli/determinism.test.ts",
  "test/cli/faults.test.ts",
  "test/cli/full-disk.test.ts",
  "test/cli/held-holders.test.ts",
  "test/cli/outputs.test.ts",
  "test/cli/pprof/flag-table.test.ts",
  "test/cli/terminal/closed-output.test.ts",
  "test/differential/differential.test.ts",
  "test/differential/symbols.test.ts",
  "test/documents/documents.test.ts",
  "test/dump/paths/path-tree.test.ts",
  "test/hostile/large-patterns.test.ts",
  "test/package/library.test.ts",
  "test/report/pprof/graph.test.ts",
  "test/report/pprof/samples.test.ts",
];
// Some wait for a server or for the end of a process most of their time: one more than there are cores keeps these at work.
const flags = ["--test", `--test-concurrency=${availableParallelism() + 1}`];
// What waits for what does not come would wait for ever.
flags.push(`--test-timeout=${words.includes("--cluster") ? 900_000 : 600_000}`);
flags.push(`--test-reporter=${process.stdout.isTTY ? "spec" : "tap"}`, "--test-reporter-destination=stdout");
flags.push("--test-reporter=./.ci/failures.js", "--test-reporter-destination=stderr");
if (words.includes("--cluster")) named.push("test/cluster/all.ts");
const others = {};
if (words.includes("--nodes")) {
  named.push("test/nodes/all.ts");
  others.HEAPBLAME_NODES = execFileSync(process.execPath, [".ci/nodes.js"], { encoding: "utf8" });
}
if (words.includes("--long")) {
  named.push(...LONG, ...SAMPLED);
  others.HEAPBLAME_LONG = "1";
}
const all = readdirSync("test", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts") && !file.startsWith("cluster/"))
  .map((file) => `test/${file}`)
  .filter((file) => !LONG.includes(file))
  .sort();
const files = named.length > 0 ? named : all;
for (const file of files) {
  if (existsSync(file)) continue;
  process.stderr.write(`no such test: ${file}\n`);
  process.exit(2);
}
// Node reads all of them before it runs anything, 40 to 90 ms in each of thousands of processes, and only npm needs them.
const { NODE_EXTRA_CA_CERTS: certificates, ...inherited } = process.env;
const environment = {
  ...inherited,
  ...(certificates === undefined ? {} : { npm_config_cafile: certificates }),
  TZ: "UTC",
  LC_ALL: "C",
  NO_COLOR: "1",
  COLUMNS: "",
  ...others,
  ...(isUpdate ? { UPDATE_GOLDENS: "1" } : {}),
};
// Those who gather the files of a folder are run as they are.
const folder = files.every((file) => file.endsWith(".test.ts")) ? makeFolder() : undefined;
// Since 22 the runner finds nothing whose name has node_modules in it.
const names = mkdtempSync(join(tmpdir(), "heapblame-tests-"));
try {
  const loaded = folder === undefined ? ["--import", "tsx", ...files] : namedOutside(await bundled(folder));
  const { status } = spawnSync(process.execPath, [...flags, ...loaded], { stdio: "inherit", env: environment });
  process.exitCode = status ?? 1;
} finally {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  rmSync(names, { recursive: true, force: true });
}

/** The modules by a link to their folder. */
function namedOutside(loaded) {
  symlinkSync(resolve(folder), join(names, "of"));
  return loaded.map((word) => (word.startsWith(`${folder}/`) ? join(names, "of", word.slice(folder.length)) : word));
}

async function bundled(into) {
  if (process.env.HEAPBLAME_COVERAGE === undefined)
    return ["--enable-source-maps", ...(await bundleTests(files, into))];
  const { makeInstrument } = await import("./instrument.js");
  return ["--import", "./.ci/keep-coverage.js", ...(await bundleTests(files, into, makeInstrument()))];
}
