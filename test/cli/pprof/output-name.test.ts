/** What the name of a file says is written into it, or nothing is. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { checkOutputName } from "../../../src/cli/pprof/output-name.ts";
import { modePair } from "../../fixtures.ts";
import { runCli } from "../run-cli.ts";

test("a name of another format is refused with the command that writes it", () => {
  const refused: readonly (readonly [report: string, file: string, by: RegExp])[] = [
    ["svg", "graph.png", /^-o graph\.png: svg writes no PNG: heapblame png does; or give another name$/],
    ["pdf", "a.b/graph.SVG", /pdf writes no SVG: heapblame svg does/],
    ["top", "top.gv", /top writes no GV: heapblame dot does/],
    ["tree", "tree.json", /tree writes no JSON: heapblame FILE -o tree\.json does/],
    ["weblist", "list.md", /weblist writes no MD/],
  ];
  for (const [report, file, message] of refused)
    assert.throws(() => checkOutputName(report, file), { code: "bad-option", message });
});

test("its own name, one that says nothing and no name at all are taken", () => {
  const taken = [
    ["svg", "graph.svg"],
    ["dot", "graph.gv"],
    ["weblist", "list.html"],
    ["top", "top.txt"],
    ["png", "graph"],
    ["top", "json"],
    ["proto", "heap.pb.gz"],
    ["svg", "/dev/stdout"],
  ] as const;
  for (const [report, file] of taken) checkOutputName(report, file);
});

test("pprof's own grammar writes to whatever name is given", async () => {
  const [, after] = modePair("retain");
  const file = join(mkdtempSync(join(tmpdir(), "heapblame-")), "graph.png");
  const ours = await runCli(["svg", after, "-o", file]);
  assert.equal(ours.code, 2);
  assert.match(ours.stderr, /heapblame png does/);
  assert.equal(existsSync(file), false);
  assert.equal((await runCli(["-top", "-output", file, after])).code, 0);
  assert.equal(existsSync(file), true);
});
