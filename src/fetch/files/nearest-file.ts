/** What a mistyped file name may have meant. */
import { readdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { findNearest } from "../../nearest.ts";

/**
 * As the user would have written it; of a name in a folder that is not there, the folder. Undefined where nothing is near: a name that differs by its
 * numbers alone is another one of the same series, not a mistake.
 */
export async function nearestFile(path: string, cwd: string): Promise<string | undefined> {
  let [folder, name] = [dirname(path), basename(path)];
  let names = await namesIn(resolve(cwd, folder));
  while (names === undefined && folder !== dirname(folder)) {
    [folder, name] = [dirname(folder), basename(folder)];
    names = await namesIn(resolve(cwd, folder));
  }
  if (names === undefined) return undefined;
  const shape = withoutNumbers(name);
  const others = names.filter((other) => withoutNumbers(other) !== shape);
  const lower = name.toLowerCase();
  const nearest =
    others.find((other) => other.toLowerCase() === lower || isLonger(other, name)) ?? findNearest(name, others);
  return nearest === undefined ? undefined : join(folder, nearest);
}

/** Undefined where there is no such folder. */
async function namesIn(folder: string): Promise<string[] | undefined> {
  try {
    return (await readdir(folder)).sort();
  } catch {
    return undefined;
  }
}

function withoutNumbers(name: string): string {
  return name.replace(/\d+/g, "0");
}

/** `before` of `before.out`, and of a name with a space that was not quoted. */
function isLonger(other: string, name: string): boolean {
  return other.startsWith(`${name}.`) || other.startsWith(`${name} `);
}
