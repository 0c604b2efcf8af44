/** `-weblist=REGEXP`: what `list` prints, as a page with the sources in it. */
import { compilePattern } from "../../profile/filter/regexp.ts";
import { readPageSources } from "../page/page-sources.ts";
import { pageOf } from "../page/write-page.ts";
import type { Io } from "../terminal/io.ts";
import type { Fetched } from "./fetch.ts";
import type { PprofSettings } from "./options.ts";
import { fetchedMatter, pageOptions } from "./serve.ts";

/** Throws UsageError "bad-regexp". */
export async function renderListing(
  {
    sources,
    argument,
    settings,
  }: {
    readonly sources: readonly string[];
    readonly argument: string;
    readonly settings: PprofSettings;
  },
  fetched: Fetched,
  io: Io,
): Promise<string> {
  compilePattern(argument);
  const { profiles, names, beside } = fetchedMatter(fetched, sources);
  const options = { ...pageOptions(settings), view: "source", find: argument };
  return await pageOf(profiles, names, options, { ...beside, sourceFiles: readPageSources(profiles, io, settings) });
}
