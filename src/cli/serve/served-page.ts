/** What a server has of one page: the document, the profile to take away, and call graphs of what is seen. */

import type { ModuleNames } from "../../graph/go/own-modules.ts";
import { encodeProfile } from "../../profile/codec/encode.ts";
import { gzip } from "../../profile/codec/gzip/gzip.ts";
import { subtractBase } from "../../profile/merge/diff.ts";
import type { Profile } from "../../profile/tables.ts";
import { readPageSources } from "../page/page-sources.ts";
import { type PageBeside, type PageOptions, pageOf, SERVER } from "../page/write-page.ts";
import type { Io } from "../terminal/io.ts";

/** What a page is about. */
export interface PageMatter {
  /** One heap, base and current, or a series in order of time. */
  readonly profiles: readonly Profile[];
  readonly names: readonly string[];
  readonly beside?: PageBeside;
  /** The program's own, as the profiles name them. */
  readonly module?: ModuleNames | undefined;
}

export interface ServedPage {
  readonly page: string;
  /** Content security policy of the page. */
  readonly policy: string;
  /** What /download gives, as pprof: the profile, or what it has more than its base. */
  readonly download: () => Uint8Array;
  /** SVG, by the words of the page's address. Throws UsageError. */
  readonly draw: (words: URLSearchParams) => Promise<string>;
}

/** `others`: address of the chooser, "" without one. Throws UsageError. */
export async function servedPage(
  { profiles, names, beside = {}, module }: PageMatter,
  options: PageOptions & { readonly anonymize?: boolean },
  others: string,
  io: Io,
): Promise<ServedPage> {
  const { pagePolicy } = await import("../../render/html/page.ts");
  const { readPageCode } = await import("../page/page-code.ts");
  const sourceFiles = options.anonymize === true ? {} : readPageSources(profiles, io);
  return {
    page: await pageOf(profiles, names, { ...options, module }, { ...beside, sourceFiles }, { others }),
    policy: pagePolicy(await readPageCode(), SERVER),
    download: () => gzip(encodeProfile(downloaded(profiles))),
    draw: (words) => drawAsked({ profiles, names }, words),
  };
}

function downloaded(profiles: readonly Profile[]): Profile {
  const [first, last] = [profiles[0] as Profile, profiles.at(-1) as Profile];
  return profiles.length === 1 ? last : subtractBase(last, first);
}

async function drawAsked({ profiles, names }: PageMatter, words: URLSearchParams): Promise<string> {
  const [{ parseGraphQuestion }, { drawPageGraph }] = await Promise.all([
    import("./graph-question.ts"),
    import("../page/page-graph.ts"),
  ]);
  const question = parseGraphQuestion(words);
  const last = profiles.length - 1;
  const within = (at: number | undefined, otherwise: number): number =>
    at !== undefined && at <= last ? at : otherwise;
  const [from, to] = [within(question.from, 0), within(question.to, last)];
  const base = last > 0 ? profiles[from] : undefined;
  const sources = { base: names[from] ?? "", current: names[to] ?? "" };
  return await drawPageGraph(base, profiles[to] as Profile, sources, question);
}
