// Packs what users install, from a folder of its own: the manifest there lists only what is not bundled, and has no scripts. Prints the tarball's path.
// `node .ci/pack.js [FOLDER]`: where to, else dist/. What was packed of the same files before is taken again.
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { hashFiles } from "./hash-files.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = resolve(process.argv[2] ?? join(root, "dist"));
process.chdir(root);

const NOT_BUNDLED = ["@resvg/resvg-js"];
const {
  scripts: _,
  devDependencies: __,
  dependencies,
  files,
  ...manifest
} = JSON.parse(readFileSync("package.json", "utf8"));
const entries = files.filter((name) => !name.startsWith("!"));
const isNoPart = (path) => /^dist\/(binary|release)/.test(path) || path.endsWith(".tgz");
// API.md is made of the source.
const made = hashFiles([...entries, "package.json", "src", ".ci/pack.js", ".ci/api-docs.js"], isNoPart);
const packed = join(root, `node_modules/.cache/packed-${made}.tgz`);
const name = `${manifest.name}-${manifest.version}.tgz`;
if (!existsSync(packed)) await pack();
mkdirSync(target, { recursive: true });
copyFileSync(packed, join(target, name));
process.stdout.write(`${join(target, name)}\n`);

async function pack() {
  // Others may pack at the same time.
  mkdirSync("node_modules/.cache", { recursive: true });
  const stage = mkdtempSync(join(root, "node_modules/.cache/package-"));
  process.on("exit", () => rmSync(stage, { recursive: true, force: true }));
  for (const entry of entries)
    cpSync(entry, join(stage, entry), { recursive: true, filter: (path) => !isNoPart(path) });
  const { apiPage } = await import("./api-docs.js");
  writeFileSync(join(stage, "API.md"), apiPage());
  const kept = Object.fromEntries(NOT_BUNDLED.map((name) => [name, dependencies[name]]));
  writeFileSync(
    join(stage, "package.json"),
    `${JSON.stringify({ ...manifest, files: [...files, "API.md"], dependencies: kept }, null, 2)}\n`,
  );
  execFileSync("npm", ["pack", "--json", "--pack-destination", stage], {
    cwd: stage,
    stdio: ["ignore", "ignore", "inherit"],
  });
  renameSync(join(stage, name), packed);
}
