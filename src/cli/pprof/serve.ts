/** `-http=HOST:PORT`: what pprof's command line asks to be shown, as the page. */
import { UsageError } from "../../errors.ts";
import { servePage } from "../commands/serve.ts";
import { OK } from "../exit-codes.ts";
import { parseAddress } from "../serve/address.ts";
import type { Io } from "../terminal/io.ts";
import type { Fetched } from "./fetch.ts";
import type { PprofRequest } from "./flags.ts";

/** Throws UsageError with pprof's text. */
export async function serveFetched(
  { report, settings, sources }: PprofRequest,
  { profile, sides }: Fetched,
  io: Io,
): Promise<number> {
  if (report !== undefined)
    throw new UsageError("bad-option", "-http is not compatible with an output format on the command line");
  const { host, port } = parseAddress(settings.http);
  const [profiles, names] =
    sides === undefined
      ? [[profile], [sources.join(" ")]]
      : [
          [sides.base, sides.current],
          [sides.sources.base, sides.sources.current],
        ];
  await servePage(
    profiles,
    names,
    {
      ...settings,
      granularity: settings.granularity || "functions",
      sort: "flat",
      host,
      port,
      open: !settings.noBrowser,
    },
    io,
  );
  return OK;
}
