// What files are made of, as one short text: so that nothing is made twice from the same.
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Of files and folders, with all below, by name and content; `isLeftOut` says of a path whether it does not count. */
export function hashFiles(paths, isLeftOut = () => false) {
  const hash = createHash("sha256");
  const add = (path) => {
    if (isLeftOut(path) || !existsSync(path)) return;
    if (lstatSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else hash.update(`${path}\0`).update(readFileSync(path)).update("\0");
  };
  for (const path of paths) add(path);
  return hash.digest("hex").slice(0, 32);
}
