// Runs the tests: node's own runner over test/**/*.test.ts, or the files given; with `--cluster` those of test/cluster, which are left out
// otherwise, and with `--nodes` every command on the other Nodes. `-u` writes goldens anew instead of comparing.
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const words = process.argv.slice(2);
const isUpdate = words.includes("-u");
const named = words.filter((word) => !["-u", "--cluster", "--nodes"].includes(word));
// What waits for a cluster that does not come to it would wait for ever.
const flags = ["--import", "tsx", "--test"];
if (words.includes("--cluster")) {
  named.push("test/cluster/all.ts");
  flags.push("--test-timeout=300000");
}
const others = {};
if (words.includes("--nodes")) {
  named.push("test/nodes/all.ts");
  others.HEAPBLAME_NODES = execFileSync(process.execPath, [".ci/nodes.js"], { encoding: "utf8" });
}
const all = readdirSync("test", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts") && !file.startsWith("cluster/"))
  .map((file) => `test/${file}`)
  .sort();
const { status } = spawnSync(process.execPath, [...flags, ...(named.length > 0 ? named : all)], {
  stdio: "inherit",
  env: {
    ...process.env,
    TZ: "UTC",
    LC_ALL: "C",
    NO_COLOR: "1",
    ...others,
    ...(isUpdate ? { UPDATE_GOLDENS: "1" } : {}),
  },
});
process.exitCode = status ?? 1;
