// The licences of everything that is bundled: what their authors ask to travel with it, and the list of what there is.
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** `files`: inputs of bundles, below the repository's folder. Throws where a package has no licence to show. */
export function licensesOf(files) {
  const packages = packagesOf(files);
  const font = readFileSync("src/render/font/LICENSE_FONT", "utf8").trim();
  const list = packages.map(({ name, version, license }) => `${name}@${version} (${license})`);
  return [
    "Bundled with heapblame:",
    "",
    ...list,
    "the glyphs of Roboto Condensed (src/render/font)",
    ...packages.flatMap(({ name, version, text }) => ["", "-".repeat(80), `${name}@${version}`, "", text]),
    "",
    "-".repeat(80),
    "Roboto Condensed",
    "",
    font,
    "",
  ].join("\n");
}

/** The same as a bill of materials, CycloneDX 1.5: the same bytes for the same packages. */
export function billOfMaterials(files, version) {
  const components = packagesOf(files).map(({ name, version, license }) => ({
    type: "library",
    name,
    version,
    purl: `pkg:npm/${name.replace("@", "%40")}@${version}`,
    licenses: [/^[\w.-]+$/.test(license) ? { license: { name: license } } : { expression: license }],
  }));
  const component = { type: "application", name: "heapblame", version, purl: `pkg:npm/heapblame@${version}` };
  const bill = { bomFormat: "CycloneDX", specVersion: "1.5", version: 1, metadata: { component }, components };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

function packagesOf(files) {
  const folders = new Set(
    files.map((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]).filter(Boolean),
  );
  return [...folders].sort().map(licenseOf);
}

function licenseOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file === undefined ? readmeLicense(folder) : readFileSync(`${folder}/${file}`, "utf8").trim();
  if (text === undefined && license === undefined) throw new Error(`${name}: no licence to ship with it`);
  return {
    name,
    version,
    license: license ?? "see below",
    text: text ?? `Licence: ${license} (the package ships no text)`,
  };
}

function readmeLicense(folder) {
  const readme = readdirSync(folder).find((entry) => /^readme/i.test(entry));
  if (readme === undefined || !existsSync(`${folder}/${readme}`)) return undefined;
  return /^#+ *licen[cs]e[\s\S]*/im.exec(readFileSync(`${folder}/${readme}`, "utf8"))?.[0].trim();
}
