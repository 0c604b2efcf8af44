/** What was typed in earlier conversations, in the user's state directory, for the user's eyes only. */
import { appendFile, chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

export interface History {
  /** Latest first, as readline has them. */
  readonly lines: readonly string[];
  readonly size: number;
  /** What cannot be written is forgotten: that is no reason to end a conversation. */
  readonly add: (line: string) => Promise<void>;
}

const SIZE = 1000;

export async function openHistory(env: Readonly<Record<string, string | undefined>>): Promise<History> {
  const file = historyFile(env);
  const lines = await readLines(file);
  if (lines.length > SIZE) await attempt(() => writeFile(file, text(lines.slice(-SIZE)), { mode: 0o600 }));
  return {
    lines: lines.slice(-SIZE).toReversed(),
    size: SIZE,
    add: async (line) => {
      if (line.trim() === "") return;
      await attempt(async () => {
        await mkdir(dirname(file), { recursive: true, mode: 0o700 });
        await appendFile(file, text([line]), { mode: 0o600 });
        // It may have been there before, with other leave.
        await chmod(file, 0o600);
      });
    },
  };
}

/** By the XDG base directory specification; on Windows where local application data is. */
export function historyFile(env: Readonly<Record<string, string | undefined>>): string {
  const { XDG_STATE_HOME: state = "", LOCALAPPDATA: local = "", HOME: home = "" } = env;
  const folder = state || local || join(home || homedir(), ".local", "state");
  return join(folder, "heapblame", "history");
}

async function readLines(file: string): Promise<string[]> {
  try {
    return (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
  } catch {
    return [];
  }
}

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

async function attempt(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
}
