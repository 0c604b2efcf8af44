/** The page's own code, which the build puts beside the program. */
import { readFile } from "node:fs/promises";
import type { PageCode } from "../../render/html/page.ts";

/** Set by the build: the file that has it. */
declare const PAGE_CODE: string | undefined;

export async function readPageCode(): Promise<PageCode> {
  const place = typeof PAGE_CODE === "undefined" ? "../../../dist/web/page.json" : PAGE_CODE;
  return JSON.parse(await readFile(new URL(place, import.meta.url), "utf8")) as PageCode;
}
