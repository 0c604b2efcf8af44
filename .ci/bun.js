// Fetches bun, once, through npm, and prints its path. It is kept outside the repository, as the Nodes of nodes.js.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const VERSION = "1.4.5";
const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "heapblame-bun", VERSION);
const program = join(folder, "node_modules/bun/bin/bun.exe");
if (!existsSync(program)) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), "{}");
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts=false", `bun@${VERSION}`], {
    cwd: folder,
    stdio: ["ignore", 2, 2],
  });
}
process.stdout.write(program);
