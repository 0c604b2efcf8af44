/** What was typed in earlier conversations, in the user's state directory, for the user's eyes only. */
import { mkdir, open, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { writeOutput } from "../../fetch/files/output-file.ts";
import { isSystemError } from "../../fetch/files/system-error.ts";

interface History {
  /** Latest first, as readline has them. */
  readonly lines: readonly string[];
  readonly size: number;
  /** What cannot be written is forgotten: that is no reason to end a conversation. */
  readonly add: (line: string) => Promise<void>;
}

const SIZE = 1000;

export async function openHistory(env: Readonly<Record<string, string | undefined>>): Promise<History> {
  const file = historyFile(env);
  return {
    lines: (await readLines(file)).toReversed(),
    size: SIZE,
    add: async (line) => {
      if (line.trim() === "") return;
      try {
        await makePrivate(file);
        // Others may have written meanwhile.
        const lines = [...(await readLines(file)), line].slice(-SIZE);
        await writeOutput(file, [Buffer.from(lines.map((each) => `${each}\n`).join(""))]);
      } catch (error) {
        if (!isSystemError(error)) throw error;
      }
    },
  };
}

/** It may have been there before, with other leave. Whoever writes to it keeps its mode. */
async function makePrivate(file: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, "a", 0o600);
  await handle.chmod(0o600).finally(() => handle.close());
}

/** By the XDG base directory specification; on Windows where local application data is. */
function historyFile(env: Readonly<Record<string, string | undefined>>): string {
  const { XDG_STATE_HOME: state = "", LOCALAPPDATA: local = "", HOME: home = "" } = env;
  const folder = state || local || join(home || homedir(), ".local", "state");
  return join(folder, "heapblame", "history");
}

async function readLines(file: string): Promise<string[]> {
  try {
    return (await readFile(file, "utf8"))
      .split("\n")
      .filter((line) => line !== "")
      .slice(-SIZE);
  } catch {
    return [];
  }
}
