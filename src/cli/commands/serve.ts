/** `heapblame serve FILE...`: pages on loopback, until Ctrl-C. */
import { UsageError } from "../../errors.ts";
import { describeSystemError, isSystemError } from "../../fetch/files/system-error.ts";
import { OK } from "../exit-codes.ts";
import type { PageOptions } from "../page/write-page.ts";
import { parseAddress } from "../serve/address.ts";
import { type ChoiceOptions, choicesOf, type MatterChoice } from "../serve/choices.ts";
import { openBrowser } from "../serve/open-browser.ts";
import type { PageChoice } from "../serve/routes.ts";
import { servedPage } from "../serve/served-page.ts";
import { isLoopback, type Listening, listen } from "../serve/server.ts";
import { untilInterrupted } from "../terminal/interrupt.ts";
import type { Io } from "../terminal/io.ts";

export interface ServeOptions extends ChoiceOptions {
  /** `HOST:PORT` */
  readonly http: string;
  /** Instead of its host. */
  readonly host?: string;
  /** False for --no-open. */
  readonly open: boolean;
}

export async function runServe(sources: readonly string[], options: ServeOptions, io: Io): Promise<number> {
  const { host, port } = parseAddress(options.http);
  refusePortOfNoPod([...sources, ...(options.base ?? [])], io);
  const choices = await choicesOf(sources, options, io);
  return await servePages(choices, { ...options, host: options.host ?? host, port }, "", io);
}

/** Who gives --port and asks no pod means where to listen. */
function refusePortOfNoPod(sources: readonly string[], io: Io): void {
  const port = io.remote?.().kubernetes?.port;
  if (port === undefined || sources.some((source) => source.startsWith("k8s://"))) return;
  throw new UsageError("bad-option", `--port ${port} is of a pod; where to listen is --http localhost:${port}`);
}

export interface Listener {
  readonly host: string;
  /** 0 for a free one. */
  readonly port: number;
  readonly open: boolean;
}

type ServedOptions = Omit<PageOptions & Listener & { readonly anonymize?: boolean }, "base">;

/** Until Ctrl-C; opened as by openPages. Throws UsageError, FetchError, ProfileError. */
export async function servePages(
  choices: readonly MatterChoice[],
  options: ServedOptions,
  wanted: string,
  io: Io,
): Promise<number> {
  const listening = await beginPages(choices, options, io);
  await untilInterrupted(io, async (signal) => {
    const ended = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    await sayWhere(listening, options, wanted, io);
    await ended;
  });
  listening.server.close();
  listening.server.closeAllConnections();
  return OK;
}

/** Says where they are, and has the browser open what is wanted of them: an address of pprof's, "" for the page as it starts. Throws as servePages. */
export async function openPages(
  choices: readonly MatterChoice[],
  options: ServedOptions,
  wanted: string,
  io: Io,
): Promise<Listening> {
  const listening = await beginPages(choices, options, io);
  await sayWhere(listening, options, wanted, io);
  return listening;
}

async function beginPages(choices: readonly MatterChoice[], options: ServedOptions, io: Io): Promise<Listening> {
  return await begin(await pagesOf(choices, options, io), options);
}

/** Whoever reads the address may stop us at once: interrupts are listened to by then. */
async function sayWhere(listening: Listening, options: ServedOptions, wanted: string, io: Io): Promise<void> {
  const url = new URL(wanted, listening.url);
  url.searchParams.set("token", listening.token);
  await io.stderr.write(`Serving web UI on ${url.href}\n`);
  if (!isLoopback(options.host)) {
    await io.stderr.write(`heapblame: anybody who reaches ${options.host} and knows this address sees the profile\n`);
  }
  if (options.open) openBrowser(url.href, io.env);
}

/** What is wrong with the only one is said before anything is served. */
async function pagesOf(choices: readonly MatterChoice[], options: ServedOptions, io: Io): Promise<PageChoice[]> {
  const others = choices.length > 1 ? "/" : "";
  const pages = choices.map(({ load, ...choice }) => ({
    ...choice,
    open: async () => servedPage(await load(), options, others, io),
  }));
  if (choices.length > 1) return pages;
  return await Promise.all(
    pages.map(async ({ open, ...page }) => {
      const only = await open();
      return { ...page, open: async () => only };
    }),
  );
}

async function begin(
  pages: readonly PageChoice[],
  { host, port }: Pick<Listener, "host" | "port">,
): Promise<Listening> {
  try {
    return await listen(pages, host, port);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const reason = describeSystemError("listen", `${host}:${port}`, error);
    throw new UsageError("bad-option", `${reason}: give another port, or none for a free one`, { cause: error });
  }
}
