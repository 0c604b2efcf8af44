/** What the name of a file says is written into it, or nothing is. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { viewOfName } from "../../../src/cli/pprof/output-name.ts";
import { modePair } from "../../fixtures.ts";
import { runCli } from "../run-cli.ts";

test("a name of another format is refused with the command that writes it", () => {
  const refused: readonly (readonly [report: string, file: string, by: RegExp])[] = [
    ["top", "graph.png", /^-o graph\.png: top writes no PNG: heapblame png does; or give another name$/],
    ["dot", "a.b/graph.SVG", /dot writes no SVG: heapblame svg does/],
    ["top", "top.gv", /top writes no GV: heapblame dot does/],
    ["tree", "tree.json", /tree writes no JSON: heapblame FILE -o tree\.json does/],
    ["weblist", "list.md", /weblist writes no MD/],
  ];
  for (const [report, file, message] of refused)
    assert.throws(() => viewOfName(report, file), { code: "bad-option", message });
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
  for (const [report, file] of taken) assert.equal(viewOfName(report, file), report);
});

test("a picture is what its name says", () => {
  assert.deepEqual(
    [viewOfName("svg", "graph.png"), viewOfName("pdf", "graph.SVG"), viewOfName("png", "x.pdf")],
    ["png", "svg", "pdf"],
  );
});

test("pprof's own grammar writes to whatever name is given", async () => {
  const [, after] = modePair("retain");
  const file = join(mkdtempSync(join(tmpdir(), "heapblame-")), "graph.png");
  const { code, stderr } = await runCli(["top", after, "-o", file]);
  assert.equal(code, 2);
  assert.match(stderr, /heapblame png does/);
  assert.equal(existsSync(file), false);
  assert.equal((await runCli(["svg", after, "-o", file])).code, 0);
  assert.equal(readFileSync(file).subarray(1, 4).toString(), "PNG");
  assert.equal((await runCli(["-svg", "-output", file, after])).code, 0);
  assert.match(readFileSync(file, "utf8"), /^<\?xml/);
});
