/** The fixture program behind a real /debug/pprof, built by Go. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { fixture } from "../fixtures.ts";
import { buildGoProgram } from "../go-program.ts";

export interface FixtureProgram {
  /** HOST:PORT on loopback. */
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/** Why the program cannot be had; false if it can. */
export function missingGo(): string | false {
  try {
    execFileSync("go", ["version"], { stdio: "ignore" });
    return false;
  } catch {
    return "no Go here to build the fixture program with";
  }
}

export async function startFixtureProgram(): Promise<FixtureProgram> {
  const binary = buildGoProgram({
    folder: fixture("programs/src"),
    flags: ["-trimpath", "-buildvcs=false"],
    name: "heapshapes",
    env: { CGO_ENABLED: "0" },
  });
  const program = spawn(binary, ["-serve", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  const exit = once(program, "exit");
  const address = await readAddress(program);
  return {
    address,
    stop: async () => {
      program.kill();
      await exit;
    },
  };
}

/** The address that a program says it is ready at. Throws if it ends before. */
export async function readAddress({ stdout }: ChildProcess): Promise<string> {
  let said = "";
  for await (const chunk of stdout ?? []) {
    said += chunk;
    const address = /^ready pprof=(\S+)[ \n]/.exec(said)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`the program ended before it was ready: ${said}`);
}
