// Fetches the other Nodes that heapblame runs on, each once, through npm's `node` package, and prints their paths as JSON. They are kept outside the
// repository, where `npm ci` does not empty the folder.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "heapblame-nodes");
const paths = ["22", "24", "26"].map((version) => {
  const folder = join(cache, version);
  const program = join(folder, "node_modules/node/bin/node");
  if (!existsSync(program)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), "{}");
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts=false", `node@${version}`], {
      cwd: folder,
      stdio: ["ignore", 2, 2],
    });
  }
  return program;
});
process.stdout.write(JSON.stringify(paths));
