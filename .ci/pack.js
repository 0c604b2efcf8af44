// Packs what users install, from a folder of its own: the manifest there lists only what is not bundled, and has no scripts. Prints the tarball's path.
// `node .ci/pack.js [FOLDER]`: where to, else dist/.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { apiPage } from "./api-docs.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = resolve(process.argv[2] ?? join(root, "dist"));
process.chdir(root);

const NOT_BUNDLED = ["@resvg/resvg-js"];
// Others may pack at the same time.
mkdirSync("node_modules/.cache", { recursive: true });
const stage = mkdtempSync(join(root, "node_modules/.cache/package-"));
process.on("exit", () => rmSync(stage, { recursive: true, force: true }));

const {
  scripts: _,
  devDependencies: __,
  dependencies,
  files,
  ...manifest
} = JSON.parse(readFileSync("package.json", "utf8"));
for (const entry of files.filter((name) => !name.startsWith("!")))
  cpSync(entry, join(stage, entry), { recursive: true, filter: (path) => !/^dist\/(binary|release)/.test(path) });
writeFileSync(join(stage, "API.md"), apiPage());
const kept = Object.fromEntries(NOT_BUNDLED.map((name) => [name, dependencies[name]]));
writeFileSync(
  join(stage, "package.json"),
  `${JSON.stringify({ ...manifest, files: [...files, "API.md"], dependencies: kept }, null, 2)}\n`,
);
const [{ filename }] = JSON.parse(
  execFileSync("npm", ["pack", "--json", "--pack-destination", target], { cwd: stage, encoding: "utf8" }),
);
process.stdout.write(`${join(target, filename)}\n`);
