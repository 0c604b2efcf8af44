import assert from "node:assert/strict";
import { test } from "node:test";
import type { BuildInfo, Module } from "../../src/binary/index.ts";
import { ask, buildProgram, describeBuild, missingGo, missingReadelf, openBuild, WAYS } from "./programs.ts";

const skip = missingGo();

/** As `go version -m` prints it, without the first line's path. */
function versionLines({ goVersion, path, main, dependencies, settings }: BuildInfo): string[] {
  const lines = [goVersion, `\tpath\t${path}`];
  if (main !== undefined) lines.push(...moduleLines("mod", main));
  for (const dependency of dependencies) lines.push(...moduleLines("dep", dependency));
  for (const [key, value] of settings)
    lines.push(`\tbuild\t${key}=${/["\s]/.test(value) ? JSON.stringify(value) : value}`);
  return lines;
}

function moduleLines(word: string, { path, version, sum, replacement }: Module): string[] {
  return [
    `\t${word}\t${path}\t${version}\t${sum}`,
    ...(replacement === undefined ? [] : moduleLines("=>", replacement)),
  ];
}

for (const build of WAYS) {
  test(`go version -m of ${describeBuild(build)}`, { skip }, () => {
    const path = buildProgram(build);
    const { buildInfo } = openBuild(build);
    assert.ok(buildInfo);
    const said = ask("go", "version", "-m", path).trimEnd().split("\n");
    assert.deepEqual(versionLines(buildInfo), [said[0]?.slice(path.length + 2), ...said.slice(1)]);
  });

  test(`the build ids of ${describeBuild(build)}`, { skip }, () => {
    const path = buildProgram(build);
    const { buildIds } = openBuild(build);
    assert.equal(buildIds.go, ask("go", "tool", "buildid", path).trim());
    if (!build.target.startsWith("linux")) assert.equal(buildIds.gnu, undefined);
  });
}

test("GNU's build id is that of readelf", { skip: missingReadelf() }, () => {
  for (const build of WAYS.filter(({ target }) => target.startsWith("linux"))) {
    const wanted = /Build ID: (\S+)/.exec(ask("readelf", "-n", buildProgram(build)))?.[1];
    assert.equal(openBuild(build).buildIds.gnu, wanted);
  }
});
