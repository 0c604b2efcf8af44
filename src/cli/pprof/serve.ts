/** `-http=HOST:PORT`, and `web` and `weblist` in the shell: what pprof's command line asks to be shown, as the page. */
import { UsageError } from "../../errors.ts";
import { type Listener, openPages, servePages } from "../commands/serve.ts";
import type { PageOptions } from "../page/write-page.ts";
import { parseAddress } from "../serve/address.ts";
import type { MatterChoice } from "../serve/choices.ts";
import type { PageMatter } from "../serve/served-page.ts";
import type { Listening } from "../serve/server.ts";
import type { Io } from "../terminal/io.ts";
import type { Fetched } from "./fetch.ts";
import type { PprofRequest } from "./flags.ts";
import type { PprofSettings } from "./options.ts";
import { pageAddress } from "./page-address.ts";

/** Throws UsageError with pprof's text. */
export async function serveFetched(
  { report, settings, sources }: PprofRequest,
  fetched: Fetched,
  io: Io,
): Promise<number> {
  if (report !== undefined)
    throw new UsageError("bad-option", "-http is not compatible with an output format on the command line");
  const { host, port } = parseAddress(settings.http);
  const options = { ...pageOptions(settings), host, port, open: !settings.noBrowser };
  return await servePages([fetchedChoice(fetched, sources)], options, pageAddress("", "", settings), io);
}

/** At a free port of this machine, beside whatever else goes on; a page of pprof's, and what it is to be of, "" for nothing. */
export async function openFetched(
  { settings, sources }: Pick<PprofRequest, "settings" | "sources">,
  fetched: Fetched,
  { page, find }: { readonly page: string; readonly find: string },
  io: Io,
): Promise<Listening> {
  const listener: Listener = { host: "localhost", port: 0, open: !settings.noBrowser };
  const options = { ...pageOptions(settings), ...listener };
  return await openPages([fetchedChoice(fetched, sources)], options, pageAddress(page, find, settings), io);
}

export function pageOptions(settings: PprofSettings): PageOptions {
  return { ...settings, granularity: settings.granularity || "functions", sort: "flat" };
}

export function fetchedMatter({ profile, sides }: Fetched, sources: readonly string[]): PageMatter {
  const beside = sources.length < 2 ? {} : { beside: { files: { summed: sources } } };
  if (sides === undefined) return { profiles: [profile], names: [sources.join(" ")], ...beside };
  return { profiles: [sides.base, sides.current], names: [sides.sources.base, sides.sources.current], ...beside };
}

function fetchedChoice(fetched: Fetched, sources: readonly string[]): MatterChoice {
  const matter = fetchedMatter(fetched, sources);
  return { title: matter.names.at(-1) ?? "", about: "", paths: [], isOfFiles: false, load: async () => matter };
}
