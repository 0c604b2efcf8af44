/**
 * speedscope's own importer, out of the application that npm ships: its bundle runs in a DOM that has no screen, and is asked to import what it
 * would import from a file.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** The part of an imported profile that the tests look at. */
export interface ImportedGroup {
  readonly name: string;
  readonly indexToView: number;
  readonly profiles: readonly ImportedProfile[];
}

export interface ImportedProfile {
  getName(): string;
  getTotalWeight(): number;
  formatValue(value: number): string;
  forEachFrame(
    visit: (frame: { readonly name: string; getTotalWeight(): number; getSelfWeight(): number }) => void,
  ): void;
}

interface Jsdom {
  readonly JSDOM: new (html: string, options: object) => { window: Window };
  readonly VirtualConsole: new () => object;
}

interface Window {
  readonly speedscope: { importer(name: string, base64: string): Promise<ImportedGroup | null> };
  eval(code: string): void;
  close(): void;
}

export async function importIntoSpeedscope(
  document: string,
  fileName = "profile.speedscope.json",
): Promise<ImportedGroup | null> {
  const { JSDOM, VirtualConsole } = require("jsdom") as Jsdom;
  const folder = join(dirname(require.resolve("speedscope/package.json")), "dist/release");
  const bundle = readdirSync(folder).find((file) => /^speedscope-\w+\.js$/.test(file)) as string;
  // The importer is handed to the outside where the application offers to load a file.
  const code = readFileSync(join(folder, bundle), "utf8").replace(
    /loadFileFromBase64:\(\w+,\w+\)=>\{this\.loadProfile\(\(\)=>([\w$]+)\(/,
    "importer:$1,$&",
  );
  const { window } = new JSDOM("<!DOCTYPE html><html><head></head><body></body></html>", {
    url: "http://localhost/#localProfilePath=none",
    runScripts: "outside-only",
    // Its complaints that there is no WebGL go nowhere.
    virtualConsole: new VirtualConsole(),
    pretendToBeVisual: true,
    beforeParse: (target: Record<string, unknown>) => {
      target["matchMedia"] = () => ({ matches: false, addListener: () => {}, removeListener: () => {} });
      Object.assign(target, { TextDecoder, TextEncoder, ArrayBuffer, Uint8Array });
    },
  });
  try {
    window.eval(code);
    for (let turn = 0; window.speedscope === undefined && turn < 50; turn++)
      await new Promise((resolve) => setTimeout(resolve, 20));
    return await window.speedscope.importer(fileName, Buffer.from(document).toString("base64"));
  } finally {
    window.close();
  }
}
