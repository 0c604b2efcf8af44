import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { withFontFiles } from "../../src/cli/pictures/fonts.ts";
import { svgToPng } from "../../src/render/png.ts";
import { FLAME_DEFAULTS, renderFlameSvg } from "../../src/render/svg/flame/flame.ts";
import { renderCallGraphSvg } from "../../src/render/svg/graph/call-graph.ts";
import { renderSeriesSvg } from "../../src/render/svg/series.ts";
import { seriesReport } from "../../src/report/pictures/series.ts";
import { fixture, modePair } from "../fixtures.ts";
import { readProfile } from "../report/view-of.ts";
import { type Pixels, pixelsOf, readPng } from "./pixels.ts";
import { flameOf, graphOfFiles, spaceColumn } from "./svg/picture-of.ts";

const STILL = { ...FLAME_DEFAULTS, isInteractive: false };

/** Part of the pixels, scaled to grey tones, that may differ: anti-aliasing of another processor, not another picture. */
const TOLERANCE = 0.004;

async function toPng(svg: string, zoom?: number): Promise<Uint8Array> {
  return withFontFiles((fontFiles) => svgToPng(svg, { fontFiles, ...(zoom === undefined ? {} : { zoom }) }));
}

/** The picture at issue size, against the stored one. `npm test -- -u` stores it anew: open it then. */
async function assertPicture(name: string, svg: string): Promise<void> {
  const width = Number(/width="([\d.]+)"/.exec(svg)?.[1]);
  const png = await toPng(svg, Math.min(1, 900 / width));
  const path = fileURLToPath(new URL(`../golden/pictures/${name}.png`, import.meta.url));
  if (process.env["UPDATE_GOLDENS"] && !process.env["CI"]) {
    mkdirSync(fileURLToPath(new URL("../golden/pictures", import.meta.url)), { recursive: true });
    writeFileSync(path, png);
    return;
  }
  assert.ok(existsSync(path), `${path} does not exist: write it with npm test -- -u, and open it`);
  const [stored, made] = [await readPng(readFileSync(path)), await readPng(png)];
  const difference = compare(stored, made);
  if (difference > TOLERANCE) writeFileSync(`${path}.got`, png);
  assert.ok(
    difference <= TOLERANCE,
    `${name}.png: ${(difference * 100).toFixed(2)}% differs; see ${name}.png.got, accept with npm test -- -u`,
  );
}

/** Mean difference of the tones, 0 to 1; 1 if the sizes differ. */
function compare(a: Pixels, b: Pixels): number {
  if (a.width !== b.width || a.height !== b.height) return 1;
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += Math.abs((a.data[i] as number) - (b.data[i] as number));
  return sum / a.data.length / 255;
}

test("the pictures look as they did", async () => {
  for (const mode of ["retain", "informer-leak"] as const) {
    const [base, current] = modePair(mode);
    await assertPicture(
      `graph.${mode}`,
      await renderCallGraphSvg(graphOfFiles(base, current), { isInteractive: false }),
    );
  }
  const [base, current] = modePair("retain").map(readProfile) as [
    ReturnType<typeof readProfile>,
    ReturnType<typeof readProfile>,
  ];
  await assertPicture("flame.retain.current", await renderFlameSvg(flameOf(base, current), STILL));
  await assertPicture(
    "flame.retain.change",
    await renderFlameSvg(flameOf(base, current, "change"), { ...STILL, direction: "flame" }),
  );
  const files = ["heap-before", "heap-1", "heap-2", "heap-3", "heap-4", "heap-after"].map((name) =>
    fixture(`streamwatcher/retain/${name}.out`),
  );
  const snapshots = files.map((source) => {
    const profile = readProfile(source);
    return { profile, source, sampleIndex: spaceColumn(profile) };
  });
  await assertPicture("series.retain", await renderSeriesSvg(seriesReport(snapshots, 8)));
});

test("the same picture gives the same bytes, twice as fine as the SVG", async () => {
  const [base, current] = modePair("steady");
  const svg = await renderCallGraphSvg(graphOfFiles(base, current), { isInteractive: false });
  const [first, second] = [await toPng(svg), await toPng(svg)];
  assert.deepEqual(first, second);
  const { width } = await readPng(first);
  assert.equal(width, Math.round(Math.min(4000, Math.max(1, 2) * Number(/width="([\d.]+)"/.exec(svg)?.[1]))));
});

test("text is drawn in the embedded font, not in one of the machine", async () => {
  const text = (family: string): string =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="30" font-family="${family}"><text x="5" y="20" font-size="16">Unmarshal +12.30 MiB</text></svg>`;
  const own = await withFontFiles((fontFiles) => pixelsOf(text("'Roboto Condensed'"), fontFiles));
  const dark = own.data.filter((_, i) => i % 4 === 3 && (own.data[i] as number) > 128).length;
  assert.ok(dark > 300, `${dark} dark pixels`);
});
