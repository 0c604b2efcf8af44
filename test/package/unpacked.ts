/** The package as users get it, unpacked where a program of theirs finds it. */
import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const pack = fileURLToPath(new URL("../../.ci/pack.js", import.meta.url));

/** Packs it into `folder` and returns where it lies: `folder/node_modules/heapblame`. Wants `npm run build`. */
export function unpackPackage(folder: string): string {
  const tarball = execFileSync(process.execPath, [pack, folder], { encoding: "utf8" }).trim();
  execFileSync("tar", ["-xzf", tarball], { cwd: folder });
  mkdirSync(join(folder, "node_modules"));
  const installed = join(folder, "node_modules/heapblame");
  renameSync(join(folder, "package"), installed);
  return installed;
}
