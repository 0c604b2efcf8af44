/** `heapblame serve FILE`: the page on loopback, until Ctrl-C. */
import { UsageError } from "../../errors.ts";
import { describeSystemError, isSystemError } from "../../fetch/files/system-error.ts";
import { encodeProfile } from "../../profile/codec/encode.ts";
import { gzip } from "../../profile/codec/gzip/gzip.ts";
import type { Profile } from "../../profile/tables.ts";
import { OK } from "../exit-codes.ts";
import { readPageSources } from "../page/page-sources.ts";
import { type PageOptions, pageOf } from "../page/write-page.ts";
import { parseAddress } from "../serve/address.ts";
import { openBrowser } from "../serve/open-browser.ts";
import { isLoopback, type Listening, listen } from "../serve/server.ts";
import { untilInterrupted } from "../terminal/interrupt.ts";
import type { Io } from "../terminal/io.ts";
import { type ComparedOptions, loadShown } from "./compared.ts";

export interface ServeOptions extends ComparedOptions {
  /** `HOST:PORT` */
  readonly http: string;
  /** Instead of its host. */
  readonly host?: string;
  /** False for --no-open. */
  readonly open: boolean;
}

export async function runServe(source: string, options: ServeOptions, io: Io): Promise<number> {
  const { profiles, names } = await loadShown(source, options, io);
  const { host, port } = parseAddress(options.http);
  return await servePage(profiles, names, { ...options, host: options.host ?? host, port }, io);
}

export interface Listener {
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
  readonly open: boolean;
}

/** One heap, or base and current. Throws UsageError. */
export async function servePage(
  profiles: readonly Profile[],
  names: readonly string[],
  options: PageOptions & Listener & { readonly anonymize?: boolean },
  io: Io,
): Promise<number> {
  const { pagePolicy } = await import("../../render/html/page.ts");
  const { readPageCode } = await import("../page/page-code.ts");
  const served = {
    page: await pageOf(profiles, names, options, {
      sourceFiles: options.anonymize === true ? {} : readPageSources(profiles, io),
    }),
    policy: pagePolicy(await readPageCode(), ""),
    profile: gzip(encodeProfile(profiles.at(-1) as Profile)),
  };
  const { server, url } = await begin(served, options);
  await io.stderr.write(`Serving web UI on ${url}\n`);
  if (!isLoopback(options.host)) {
    await io.stderr.write(`heapblame: anybody who reaches ${options.host} and knows this address sees the profile\n`);
  }
  if (options.open) openBrowser(url, io.env);
  await untilInterrupted(
    io,
    (signal) => new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve())),
  );
  server.close();
  server.closeAllConnections();
  return OK;
}

async function begin(
  served: Parameters<typeof listen>[0],
  { host, port }: Pick<Listener, "host" | "port">,
): Promise<Listening> {
  try {
    return await listen(served, host, port);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const reason = describeSystemError("listen", `${host}:${port}`, error);
    throw new UsageError("bad-option", `${reason}: give another port, or none for a free one`, { cause: error });
  }
}
