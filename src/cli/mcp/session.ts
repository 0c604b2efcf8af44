/** One client's questions: each is a command line, run as if it had been typed; suspects and long answers are remembered. */
import { join, resolve } from "node:path";
import { encodeText } from "../../profile/string-table.ts";
import { visibleText } from "../../visible.ts";
import { readFolder } from "../capture/folder.ts";
import { FAILED } from "../exit-codes.ts";
import { describeFailure } from "../failure.ts";
import { documentOutput, messageOutput } from "../terminal/clean-output.ts";
import type { Io, Output } from "../terminal/io.ts";
import { Answers } from "./answers.ts";
import { ARGUMENTS, type Argument, type Given, TOOLS, type Tool } from "./tools.ts";

export interface Session {
  readonly io: Io;
  readonly runOwn: (args: readonly string[], io: Io) => Promise<number>;
  readonly answers: Answers;
  /** Frames of suspects, by fingerprint. */
  readonly suspects: Map<string, string>;
}

interface Answer {
  readonly text: string;
  readonly isError: boolean;
}

export function startSession(io: Io, runOwn: Session["runOwn"]): Session {
  return { io, runOwn, answers: new Answers(), suspects: new Map() };
}

interface ListedTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: { readonly [key: string]: unknown; readonly type: "object" };
}

/** Those that need no command line beside those that are one. */
const OWN_TOOLS: readonly Pick<Tool, "name" | "description" | "needs" | "takes">[] = [
  { name: "files", description: "Which files and captures there are in a folder.", needs: [], takes: ["folder"] },
  { name: "more", description: "The rest of a long answer.", needs: ["handle"], takes: ["offset"] },
];

export function toolList(): ListedTool[] {
  return [...TOOLS, ...OWN_TOOLS].map(({ name, description, needs, takes = [] }) => ({
    name,
    description,
    inputSchema: {
      type: "object",
      properties: Object.fromEntries(
        [...needs, ...takes].map((argument) => [argument, { type: "string", description: ARGUMENTS[argument] }]),
      ),
      required: needs,
      additionalProperties: false,
    },
  }));
}

/** Never throws: what is wrong is said, with what to call next. */
export async function answerTool(
  session: Session,
  name: string,
  given: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const tool = [...TOOLS, ...OWN_TOOLS].find((row) => row.name === name);
  if (tool === undefined) {
    return failure(`no tool ${name}`, `call one of ${[...TOOLS, ...OWN_TOOLS].map((row) => row.name).join(", ")}`);
  }
  const fault = faultIn(tool, given);
  if (fault !== undefined)
    return failure(fault, `call ${name} with ${[...tool.needs, ...(tool.takes ?? [])].join(", ")}`);
  const texts = Object.fromEntries(Object.entries(given).map(([key, value]) => [key, String(value)])) as Given;
  if (name === "more") return moreOf(session, texts);
  if (name === "files") return await filesIn(session, texts.folder ?? ".");
  return await commandAnswer(session, tool as Tool, texts);
}

function faultIn(
  { needs, takes = [] }: Pick<Tool, "needs" | "takes">,
  given: Readonly<Record<string, unknown>>,
): string | undefined {
  const missing = needs.find((argument) => given[argument] === undefined);
  if (missing !== undefined) return `${missing} is missing: ${ARGUMENTS[missing]}`;
  const known = new Set<string>([...needs, ...takes]);
  for (const [key, value] of Object.entries(given)) {
    if (!known.has(key)) return `no argument ${key}`;
    const isText = typeof value === "string" ? value !== "" : typeof value === "number";
    if (!isText) return `${key} is no text: ${ARGUMENTS[key as Argument]}`;
  }
  return undefined;
}

function moreOf({ answers }: Session, { handle = "", offset = "0" }: Given): Answer {
  const text = /^\d+$/.test(offset) ? answers.more(handle, Number(offset)) : undefined;
  return text === undefined
    ? failure(`no answer is kept by ${handle} ${offset}`, "call the tool that gave it again")
    : { text, isError: false };
}

async function filesIn(session: Session, folder: string): Promise<Answer> {
  const path = resolve(session.io.cwd, folder);
  try {
    const entries = await readFolder(path);
    const lines = await Promise.all(
      entries.map(
        async (entry) =>
          `${visibleText(entry.name)}${entry.isFolder ? await kindOfFolder(join(path, entry.name)) : ""}\n`,
      ),
    );
    return { text: session.answers.first(lines.sort().join("") || "nothing is in it\n"), isError: false };
  } catch {
    return failure(`${folder} is no folder that can be read`, 'call files {"folder":"."}');
  }
}

async function kindOfFolder(path: string): Promise<string> {
  const entries = await readFolder(path).catch(() => []);
  return entries.some(({ name }) => name === "manifest.json") ? "/ (made by capture)" : "/";
}

async function commandAnswer(session: Session, tool: Tool, given: Given): Promise<Answer> {
  const frame = given.frame === undefined ? undefined : (session.suspects.get(given.frame) ?? given.frame);
  const asked = frame === undefined ? given : { ...given, frame };
  const { code, stdout, stderr } = await runCaught(session, tool.words(asked));
  // 1 and 125 are verdicts.
  if (code === FAILED) return failure(stderr.trim(), tool.instead);
  if (tool.name === "next") return { text: session.answers.first(nextOf(stdout)), isError: false };
  const suspects = tool.name === "diff" ? await suspectsOf(session, given) : "";
  const empty = stdout === "" ? `nothing to show; ${tool.instead}\n` : "";
  return { text: session.answers.first(`${suspects}${stdout}${empty}${stderr}`), isError: false };
}

interface ReportedGrowth {
  readonly suspects: readonly {
    readonly fingerprint: string;
    readonly entry: string;
    readonly frame: string;
    readonly growth: number;
  }[];
  readonly words: { readonly verdict: string; readonly next: readonly string[] };
}

/** In a line each, with what `sandwich` takes. */
async function suspectsOf(session: Session, { before = "", after, focus }: Given): Promise<string> {
  const filter = focus === undefined ? [] : ["--focus", focus];
  const sources = after === undefined ? [before] : [before, after];
  const { code, stdout } = await runCaught(session, [
    "diff",
    "-f",
    "json",
    "--nodecount",
    "1",
    ...filter,
    "--",
    ...sources,
  ]);
  if (code === FAILED) return "";
  const { suspects } = JSON.parse(stdout) as ReportedGrowth;
  for (const { fingerprint, frame } of suspects) session.suspects.set(fingerprint, frame);
  const lines = suspects.slice(0, 5).map(({ fingerprint, growth, entry, frame }) => {
    return `${fingerprint} ${growth} bytes in ${entry}${frame === entry ? "" : ` by ${frame}`}\n`;
  });
  return lines.length === 0 ? "" : `suspects:\n${lines.join("")}\n`;
}

function nextOf(json: string): string {
  const { words } = JSON.parse(json) as ReportedGrowth;
  const steps = words.next.length === 0 ? ["nothing that these profiles leave open"] : words.next;
  return `${words.verdict}\n\nnext:\n${steps.map((step) => `${step}\n`).join("")}`;
}

interface Caught {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function runCaught({ io, runOwn }: Session, words: readonly string[]): Promise<Caught> {
  const texts = { stdout: "", stderr: "" };
  const decoder = new TextDecoder();
  const catching = (key: keyof typeof texts): Output => ({
    isTerminal: false,
    columns: undefined,
    write: async (chunk) => {
      texts[key] += decoder.decode(typeof chunk === "string" ? encodeText(chunk) : chunk);
    },
  });
  const stdin = async (): Promise<Uint8Array> => new Uint8Array();
  const { openStdin: _, ...outside } = io;
  const [stdout, stderr] = [documentOutput(catching("stdout")), messageOutput(catching("stderr"))];
  const inner: Io = { ...outside, stdin, stdout, stderr };
  try {
    return { code: await runOwn(words, inner), ...texts };
  } catch (error) {
    return { code: FAILED, stdout: "", stderr: texts.stderr + describeFailure(error) };
  }
}

function failure(fact: string, instead: string): Answer {
  return { text: `${fact.slice(0, 1500)}\nnext: ${instead}\n`, isError: true };
}
