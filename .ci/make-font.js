// Makes src/render/font/roboto-condensed.ts: the glyphs of the picture font that names and numbers need, without hinting, kerning or
// ligatures, so that the sum of the advance widths is the width of a text in every program that draws it.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import subsetFont from "subset-font";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const packageDirectory = "node_modules/@expo-google-fonts/roboto-condensed";

/** Latin, Greek and Cyrillic as far as the font has them, the punctuation of code and of numbers. */
const ranges = [
  [0x20, 0x7e],
  [0xa0, 0x17f],
  [0x370, 0x3ff],
  [0x400, 0x45f],
  [0x2010, 0x2027],
  [0x2030, 0x203a],
];
const more = "\u2190\u2191\u2192\u2193\u2212\u2211\u221e\u2248\u2260\u2264\u2265\u25b2\u25bc\ufffd";
const text =
  ranges
    .map(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join(""))
    .join("") + more;

async function subset(file) {
  const options = {
    targetFormat: "sfnt",
    keepFeatures: [],
    noHinting: true,
    dropTables: ["GSUB", "GPOS", "GDEF", "kern", "gasp", "STAT"],
  };
  return (await subsetFont(readFileSync(`${packageDirectory}/${file}`), text, options)).toString("base64");
}

const lines = [
  "/** Made by .ci/make-font.js; do not edit. Roboto Condensed, (c) The Roboto Project Authors, SIL Open Font License 1.1: see LICENSE_FONT beside. */",
  "",
  `export const REGULAR_TTF = "${await subset("400Regular/RobotoCondensed_400Regular.ttf")}";`,
  "",
  `export const BOLD_TTF = "${await subset("700Bold/RobotoCondensed_700Bold.ttf")}";`,
  "",
];
mkdirSync("src/render/font", { recursive: true });
writeFileSync("src/render/font/roboto-condensed.ts", lines.join("\n"));
writeFileSync("src/render/font/LICENSE_FONT", readFileSync(`${packageDirectory}/LICENSE_FONT`));
