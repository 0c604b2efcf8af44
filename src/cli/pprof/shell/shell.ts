/** pprof's interactive shell: lines to reports on the profiles that were fetched once. Same words, same bytes; ours beside them. */

import { FetchError, ProfileError, UsageError } from "../../../errors.ts";
import { encodeText } from "../../../profile/string-table.ts";
import type { Header } from "../../../profile/tables.ts";
import { OK } from "../../exit-codes.ts";
import type { Listening } from "../../serve/server.ts";
import type { Io } from "../../terminal/io.ts";
import { openLines } from "../../terminal/lines.ts";
import { defaultLoader, explain, runPprofRequest } from "../command.ts";
import { type Fetched, fetchPprofProfile, say } from "../fetch.ts";
import { checkBases, type PprofRequest, parsePprofArgs } from "../flags.ts";
import type { PprofSettings } from "../options.ts";
import { writeReport } from "../write-report.ts";
import { parseShellCommand, type ShellCommand } from "./command-words.ts";
import { createCompleter } from "./completion.ts";
import { greet } from "./greeting.ts";
import { shellHelp } from "./help.ts";
import { isOwnCommand, ownWords, type RunOwn } from "./own-commands.ts";
import { pipeTo, splitPipe } from "./pipe.ts";
import { assign, COMMENT, formatVariables, isSwitch, VARIABLES } from "./variables.ts";

const PROMPT = "(pprof) ";

interface Session {
  readonly request: PprofRequest;
  readonly fetched: Fetched;
  readonly io: Io;
  readonly runOwn: RunOwn;
  settings: PprofSettings;
  /** Pages that are open, each on a port of its own. */
  readonly pages: Listening[];
}

/** `args`: a pprof command line. With a report it is that report, as pprof has it. */
export async function runShell(args: readonly string[], io: Io, runOwn: RunOwn): Promise<number> {
  try {
    const request = parsePprofArgs(args);
    if (request.report !== undefined || request.settings.http !== "") return await runPprofRequest(request, io);
    await say(request.notices, io);
    checkBases(request);
    const fetched = await fetchPprofProfile(request, io, await defaultLoader(io));
    const settings = { ...request.settings, compactLabels: true };
    await greet(fetched.profile, settings, io);
    await converse({ request, fetched: await asWritten(fetched), io, runOwn, settings, pages: [] });
    return OK;
  } catch (error) {
    return await explain(error, args, io);
  }
}

/** pprof's shell makes every report of a copy that went through the file format, which forgets labels of 0 without a unit. */
async function asWritten(fetched: Fetched): Promise<Fetched> {
  const [{ encodeProfile }, { decodeProfile }] = await Promise.all([
    import("../../../profile/codec/encode.ts"),
    import("../../../profile/codec/decode.ts"),
  ]);
  return { ...fetched, profile: decodeProfile(encodeProfile(fetched.profile)) };
}

async function converse(session: Session): Promise<void> {
  const { fetched, io } = session;
  const lines = await openLines(PROMPT, createCompleter(fetched.profile), io);
  try {
    for await (const line of lines) {
      for (const input of expandShortcut(line, fetched.profile.header)) {
        if (await isLast(input, session)) return;
      }
    }
  } finally {
    await lines.close();
    for (const { server } of session.pages) {
      server.close();
      server.closeAllConnections();
    }
  }
}

/** Does what the line says; true if that is to end. */
async function isLast(input: string, session: Session): Promise<boolean> {
  try {
    if (setVariable(input, session)) return false;
    return await obey(input, session);
  } catch (error) {
    await session.io.stderr.write(encodeText(`${describe(error).replace(/\n$/, "")}\n`));
    return false;
  }
}

function describe(error: unknown): string {
  if (error instanceof UsageError) return error.message;
  if (error instanceof ProfileError || error instanceof FetchError) return error.pprofText;
  throw error;
}

/** Whether the line was an assignment. Throws UsageError. */
function setVariable(input: string, session: Session): boolean {
  const at = input.indexOf("=");
  const name = trim(at < 0 ? input : input.slice(0, at));
  if (!VARIABLES.has(name)) return false;
  if (at < 0 && !isSwitch(name)) {
    throw new UsageError("bad-option", `please specify a value, e.g. ${name}=<val>`);
  }
  const text = at < 0 ? "" : input.slice(at + 1);
  const comment = text.lastIndexOf(COMMENT);
  const value = trim(comment < 0 ? text : text.slice(0, comment));
  session.settings = assign(session.settings, name, value, session.fetched.profile.header);
  return true;
}

async function obey(input: string, session: Session): Promise<boolean> {
  const { io, fetched } = session;
  const { before, shellCommand } = splitPipe(input);
  const tokens = before.split(SPACE).filter((token) => token !== "");
  switch (tokens[0]) {
    case undefined:
      return false;
    case "o":
    case "options":
      await say([formatVariables(session.settings, fetched.profile.header)], io);
      return false;
    case "exit":
    case "quit":
    case "q":
      return true;
    case "help":
      await io.stderr.write(shellHelp(tokens.slice(1).join(" ")));
      return false;
    default:
      if (shellCommand === undefined) await report(tokens, session, io);
      else await pipeTo(shellCommand, io, (piped) => report(tokens, session, piped));
      return false;
  }
}

async function report(tokens: readonly string[], session: Session, io: Io): Promise<void> {
  const { settings, request, fetched, runOwn } = session;
  if (isOwnCommand(tokens[0] as string)) {
    await runOwn(ownWords(tokens, request, settings), io);
    return;
  }
  const command = parseShellCommand(tokens, settings);
  const { name, instead } = command.report;
  if ((name === "web" || name === "weblist") && command.settings.output === "") {
    session.pages.push(await openPage(command, session));
    return;
  }
  if (instead !== undefined) throw new UsageError("unsupported", `heapblame does not do ${name}: ${instead}`);
  await writeReport({ ...command, sources: session.request.sources, isShell: true }, fetched, io);
}

/** The page in place of pprof's picture and listing, until the shell ends. */
async function openPage({ report, argument, settings }: ShellCommand, session: Session): Promise<Listening> {
  const { openFetched } = await import("../serve.ts");
  const wanted = report.name === "web" ? { page: "ui/graph", find: "" } : { page: "ui/source", find: argument ?? "" };
  return await openFetched({ settings, sources: session.request.sources }, session.fetched, wanted, session.io);
}

/** What Go takes for space. */
const SPACE = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

function trim(text: string): string {
  return text.replace(new RegExp(`^${SPACE.source}|${SPACE.source}$`, "g"), "");
}

const CLEAR: readonly string[] = ["focus=", "ignore=", "hide=", "tagfocus=", "tagignore="];

/** Words that stand for other lines: `:` clears the filters, a sample type chooses itself. */
function expandShortcut(line: string, { sampleTypes }: Pick<Header, "sampleTypes">): readonly string[] {
  const input = line.trim();
  // What a later type is called wins, as in pprof.
  const meanings = sampleTypes.map(({ type }) => meaningOf(input, type)).filter((lines) => lines !== undefined);
  return meanings.at(-1) ?? (input === ":" ? CLEAR : [input]);
}

function meaningOf(input: string, type: string): readonly string[] | undefined {
  const choice = `sample_index=${type}`;
  if (input === `mean_${type}`) return ["mean=1", choice];
  if (input === `total_${type}`) return ["mean=0", choice];
  return input === type ? [choice] : undefined;
}
