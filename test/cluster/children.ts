/** The processes of one control plane: each writes into a log of its own, and none outlives the process that started it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A process that was started. */
export type Child = {
  readonly name: string;
  readonly pid: number;
  /** Resolves when the process has ended, with how. */
  readonly ended: Promise<string>;
  /** What it wrote so far, both streams. */
  readonly log: () => string;
  /** Sends SIGKILL and waits for the end. */
  readonly kill: () => Promise<void>;
};

/** Starts processes and can end all of them. */
export class Children {
  readonly #folder: string;
  readonly #reaper: ChildProcess;
  readonly #running = new Set<Child>();
  #started = 0;

  /** `folder` takes the logs; it goes when the last process has gone. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#reaper = spawn(process.execPath, [fileURLToPath(new URL("./reaper.js", import.meta.url)), folder], {
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    });
    this.#reaper.stdin?.on("error", () => {});
  }

  /** Process ids of what runs now, the reaper included. */
  get pids(): number[] {
    const reaper = this.#reaper.exitCode === null && this.#reaper.pid !== undefined ? [this.#reaper.pid] : [];
    return [...[...this.#running].map((child) => child.pid), ...reaper];
  }

  /** Starts a program; throws if there is no such program. */
  start(name: string, program: string, words: readonly string[], env: NodeJS.ProcessEnv = process.env): Child {
    const path = join(this.#folder, `${name}.${this.#started++}.log`);
    const log = openSync(path, "a");
    const started = spawn(program, words, { cwd: this.#folder, env, stdio: ["ignore", log, log] });
    closeSync(log);
    const pid = started.pid;
    if (pid === undefined) {
      started.once("error", () => {});
      throw new Error(`${program} does not start`);
    }
    this.#reaper.stdin?.write(`+${pid}\n`);
    const ended = once(started, "exit").then(([code, signal]) => {
      this.#reaper.stdin?.write(`-${pid}\n`);
      this.#running.delete(child);
      return signal === null ? `exit ${code}` : `${signal}`;
    });
    const kill = async () => {
      started.kill("SIGKILL");
      await ended;
    };
    const child: Child = { name, pid, ended, log: () => readFileSync(path, "utf8"), kill };
    this.#running.add(child);
    return child;
  }

  /** Ends every process, the youngest first, and removes the folder. */
  async stop(): Promise<void> {
    for (const child of [...this.#running].reverse()) await child.kill();
    if (this.#reaper.exitCode !== null) return;
    this.#reaper.stdin?.end();
    await once(this.#reaper, "exit");
  }
}
