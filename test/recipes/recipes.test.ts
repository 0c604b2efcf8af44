/** The recipes of CONTRIBUTING.md are done in a copy of the source: it compiles, each shows what it is for, and no more files are touched than it says. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { RECIPES, type Recipe } from "./recipes.ts";

const project = fileURLToPath(new URL("../../", import.meta.url));
const contributing = readFileSync(join(project, "CONTRIBUTING.md"), "utf8");
let copy = "";

before(async () => {
  mkdirSync(join(project, "node_modules/.cache"), { recursive: true });
  copy = mkdtempSync(join(project, "node_modules/.cache/recipes-"));
  cpSync(join(project, "src"), join(copy, "src"), { recursive: true });
  cpSync(join(project, "package.json"), join(copy, "package.json"));
  for (const recipe of RECIPES) follow(recipe);
  await build({
    entryPoints: [join(copy, "src/cli/main.ts")],
    outfile: join(copy, "main.mjs"),
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    logLevel: "silent",
  });
});
after(() => rmSync(copy, { recursive: true, force: true }));

function follow({ added, changed }: Recipe): void {
  for (const [file, text] of Object.entries(added)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), text);
  }
  for (const [file, edits] of Object.entries(changed)) {
    let text = readFileSync(join(copy, file), "utf8");
    for (const [from, to] of edits) {
      assert.ok(text.includes(from), `${file} no longer has ${JSON.stringify(from)}: the recipe is not true any more`);
      text = text.replace(from, () => to);
    }
    writeFileSync(join(copy, file), text);
  }
}

test("with all recipes followed the source compiles", () => {
  const { exclude = [] } = JSON.parse(readFileSync(join(project, "tsconfig.json"), "utf8")) as { exclude?: string[] };
  const settings = { extends: "../../../tsconfig.json", include: ["src"], exclude };
  writeFileSync(join(copy, "tsconfig.json"), JSON.stringify(settings));
  const tsc = join(project, "node_modules/typescript/bin/tsc");
  const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", copy], { encoding: "utf8" });
  assert.equal(status, 0, stdout);
});

for (const { title, added, changed, command, shows } of RECIPES) {
  test(`${title}: the command shows it`, () => {
    const { stdout, stderr } = spawnSync(process.execPath, [join(copy, "main.mjs"), ...command], {
      cwd: project,
      encoding: "utf8",
    });
    assert.match(stdout, shows, stderr);
  });

  test(`${title}: it touches the files that the recipe names, and no others`, () => {
    const [, section = ""] =
      new RegExp(`^### ${title}\\n([\\s\\S]*?)(?=^##|$(?![\\s\\S]))`, "m").exec(contributing) ?? [];
    const named = [...section.matchAll(/`(src\/[^`]+\.ts)`/g)].map(([, file]) => file as string);
    assert.deepEqual(
      [...new Set(named)].sort(),
      [...Object.keys(added), ...Object.keys(changed)].sort(),
      `${Object.keys({ ...added, ...changed }).length} files`,
    );
  });
}
