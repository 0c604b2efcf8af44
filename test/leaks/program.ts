/** The programs of fixtures/leaks/src: built by Go, started, given their load. */
import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { readAddress } from "../fetch/fixture-program.ts";
import { fixture } from "../fixtures.ts";
import type { Leak } from "./truth.ts";

/** What is planted and not given back. */
export type Held = { readonly bytes: number; readonly objects: number };

/** A program that runs and serves its profiles. */
export type Running = {
  readonly get: (path: string) => Promise<Buffer>;
  /** Does units of load. */
  readonly step: (units: number) => Promise<Held>;
  readonly stop: () => Promise<void>;
};

/** Which build a program needs: programs with the same can share one. */
export function buildOf({ go, cgo }: Leak): string {
  return `${go ?? "local"}-${cgo ? "cgo" : "go"}`;
}

/** Why this program cannot be built here; false if it can. */
export function missingFor(leak: Leak): string | false {
  try {
    const env = { ...process.env, ...(leak.go ? { GOTOOLCHAIN: leak.go } : {}) };
    execFileSync("go", ["version"], { env, stdio: "ignore" });
    if (leak.cgo) execFileSync("gcc", ["--version"], { stdio: "ignore" });
    return false;
  } catch {
    return leak.cgo ? "no cgo here" : `no ${leak.go ?? "Go"} here`;
  }
}

/** Writes the binary with what this program needs to be built with. Throws what Go said. */
export async function buildPrograms(leak: Pick<Leak, "go" | "cgo">, binary: string): Promise<void> {
  const env = { ...process.env, CGO_ENABLED: leak.cgo ? "1" : "0", ...(leak.go ? { GOTOOLCHAIN: leak.go } : {}) };
  const words = ["build", "-trimpath", "-buildvcs=false", "-o", binary, "."];
  await promisify(execFile)("go", words, { cwd: fixture("leaks/src"), env });
}

/** What the environment may tell the runtime would change the profiles. */
const UNSET = { GOGC: undefined, GOMEMLIMIT: undefined, GODEBUG: undefined, GOMAXPROCS: undefined };

export async function startProgram(leak: Pick<Leak, "name" | "memProfileRate">, binary: string): Promise<Running> {
  const words = ["-program", leak.name, "-rate", `${leak.memProfileRate}`];
  const child = spawn(binary, words, {
    cwd: "/",
    env: { ...process.env, ...UNSET },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const url = `http://${await readAddress(child)}`;
  const ask = async (path: string, method: string) => {
    const answer = await fetch(url + path, { method, headers: { connection: "close" } });
    if (!answer.ok) throw new Error(`${leak.name}: ${method} ${path}: ${answer.status} ${await answer.text()}`);
    return Buffer.from(await answer.arrayBuffer());
  };
  return {
    get: (path) => ask(path, "GET"),
    step: async (units) => JSON.parse((await ask(`/step?n=${units}`, "POST")).toString()) as Held,
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}
