/** The tests that stand for a source file: the one of its own name, and those of its folder. */
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname } from "node:path";

/** Files below src/ are named as in `profile/merge/diff.ts`, tests as in `test/profile/merge/diff.test.ts`. */
export function mirroredTest(file: string): string | undefined {
  const test = `test/${file.replace(/\.ts$/, ".test.ts")}`;
  return existsSync(test) ? test : undefined;
}

/** The other tests of the nearest folder that has some. */
export function folderTests(file: string): readonly string[] {
  for (let folder = dirname(file); folder !== "."; folder = dirname(folder)) {
    const tests = testsIn(`test/${folder}`).filter((test) => basename(test) !== basename(mirroredTest(file) ?? ""));
    if (tests.length > 0) return tests;
  }
  return [];
}

function testsIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
  return names.sort().map((name) => `${folder}/${name}`);
}
