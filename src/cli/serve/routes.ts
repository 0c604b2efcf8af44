/** Which address gives what: pages, the chooser between several, call graphs, the profile itself, and where pprof's addresses lead. */
import type { ServerResponse } from "node:http";
import { FetchError, ProfileError, UsageError } from "../../errors.ts";
import { type Choice, renderChooser } from "./chooser.ts";
import { plainPolicy } from "./plain-page.ts";
import { fragmentOf } from "./pprof-address.ts";
import { HEADERS, HTML, refuse } from "./responses.ts";
import type { ServedPage } from "./served-page.ts";

/** One of the pages there are. */
export interface PageChoice extends Choice {
  /** What was read may be forgotten, and read again. */
  readonly isOfFiles: boolean;
  /** Made when it is first asked for. Throws one of our errors. */
  readonly open: () => Promise<ServedPage>;
}

/** Of files so many pages are kept, those that were asked for last: of more they are read again. */
const MOST_KEPT = 16;

/** What fails is tried again when it is asked for again: a file may have come meanwhile. */
export function openOnce(choices: readonly PageChoice[]): PageChoice[] {
  const kept = new Map<PageChoice, Promise<ServedPage>>();
  return choices.map((choice) => {
    const open = (): Promise<ServedPage> => {
      const page = kept.get(choice) ?? choice.open();
      kept.delete(choice);
      kept.set(choice, page);
      page.catch(() => kept.get(choice) === page && kept.delete(choice));
      forgetOldest(kept);
      return page;
    };
    return { ...choice, open };
  });
}

function forgetOldest(kept: Map<PageChoice, Promise<ServedPage>>): void {
  const ofFiles = [...kept.keys()].filter(({ isOfFiles }) => isOfFiles);
  for (const choice of ofFiles.slice(0, Math.max(0, ofFiles.length - MOST_KEPT))) kept.delete(choice);
}

/** The only page is at /, one of several at /1/, /2/, ... */
export async function show(response: ServerResponse, url: URL, choices: readonly PageChoice[]): Promise<void> {
  const [, number = "", path = number === "" ? url.pathname : "/ui/"] =
    choices.length === 1 ? [] : (/^\/(\d+)(\/.*)?$/.exec(url.pathname) ?? []);
  if (choices.length > 1 && number === "") {
    choose(response, url, choices);
    return;
  }
  const choice = choices[number === "" ? 0 : Number(number) - 1];
  if (choice === undefined) {
    refuse(response, 404, "There are not so many pages: / lists them.");
    return;
  }
  const place = number === "" ? "" : `/${number}`;
  try {
    await showPage(response, new URL(`${path}${url.search}`, url), place, choice);
  } catch (error) {
    if (!isOurs(error)) throw error;
    refuse(response, 422, error.message);
  }
}

function choose(response: ServerResponse, url: URL, choices: readonly PageChoice[]): void {
  const fragment = fragmentOf(url);
  if (fragment === undefined) {
    refuse(response, 404, "No such page: / lists them.");
    return;
  }
  response.writeHead(200, { ...HEADERS, ...HTML, "Content-Security-Policy": plainPolicy("'none'") });
  response.end(renderChooser(choices, fragment));
}

async function showPage(response: ServerResponse, url: URL, place: string, { open }: PageChoice): Promise<void> {
  if (url.pathname === "/graph.svg") {
    const svg = await (await open()).draw(url.searchParams);
    response.writeHead(200, { ...HEADERS, "Content-Type": "image/svg+xml; charset=utf-8" }).end(svg);
    return;
  }
  if (/^(?:\/ui)?\/download$/.test(url.pathname)) {
    const profile = (await open()).download();
    response.writeHead(200, {
      ...HEADERS,
      "Content-Type": "application/vnd.google.protobuf+gzip",
      "Content-Disposition": 'attachment; filename="profile.pb.gz"',
    });
    response.end(profile);
    return;
  }
  const fragment = fragmentOf(url);
  if (fragment === undefined) {
    refuse(response, 404, noPage(url.pathname));
    return;
  }
  if (url.pathname !== "/" || url.search !== "") {
    response.writeHead(303, { ...HEADERS, Location: `${place}/#${fragment}` }).end();
    return;
  }
  const { page, policy } = await open();
  response.writeHead(200, { ...HEADERS, ...HTML, "Content-Security-Policy": `${policy}; frame-ancestors 'none'` });
  response.end(page);
}

function noPage(path: string): string {
  if (/\/disasm$/.test(path)) return "There is no disassembly here: /ui/source has the lines of a function.";
  if (/\/(?:save|delete)config$/.test(path)) return "Nothing is kept here: the address of a page is all that it shows.";
  return "No such page: / has all views.";
}

function isOurs(error: unknown): error is Error {
  return error instanceof UsageError || error instanceof FetchError || error instanceof ProfileError;
}
