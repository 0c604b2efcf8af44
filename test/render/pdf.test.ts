import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { svgToPdf } from "../../src/render/pdf.ts";
import { renderCallGraphSvg } from "../../src/render/svg/graph/call-graph.ts";
import { modePair } from "../fixtures.ts";
import { graphOfFiles } from "./svg/picture-of.ts";

const hasReader = spawnSync("pdftotext", ["-v"]).error === undefined;

async function pdfOf(mode: "retain" | "steady"): Promise<{ pdf: Uint8Array; names: string[] }> {
  const [base, current] = modePair(mode);
  const graph = graphOfFiles(base, current);
  return {
    pdf: await svgToPdf(await renderCallGraphSvg(graph, { isInteractive: false }), "growth"),
    names: graph.nodes.map((node) => node.symbol),
  };
}

test("a PDF is one page, the same bytes every time", async () => {
  const { pdf } = await pdfOf("retain");
  assert.equal(Buffer.from(pdf.subarray(0, 5)).toString(), "%PDF-");
  assert.equal(
    Buffer.from(pdf)
      .toString("latin1")
      .match(/\/Type \/Page\b/g)?.length,
    1,
  );
  assert.deepEqual((await pdfOf("retain")).pdf, pdf);
});

test("text in a PDF is text, in the embedded font", { skip: !hasReader && "needs pdftotext" }, async () => {
  const directory = mkdtempSync(join(tmpdir(), "heapblame-"));
  try {
    const file = join(directory, "a.pdf");
    const { pdf, names } = await pdfOf("retain");
    writeFileSync(file, pdf);
    const text = execFileSync("pdftotext", [file, "-"], { encoding: "utf8" }).replace(/\s+/g, "");
    for (const name of names) assert.ok(text.includes(name.replace(/\s+/g, "")), name);
    assert.match(execFileSync("pdffonts", [file], { encoding: "utf8" }), /RobotoCondensed-Bold.* yes yes yes/);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
