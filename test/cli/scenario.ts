/** The program of fixtures/streamwatcher, live with its own API server, captured with heap dumps from its port: a scenario without a cluster. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readAddress } from "../fetch/fixture-program.ts";
import { runCli } from "./run-cli.ts";

const started: ChildProcess[] = [];

/** Three rollouts between the first snapshot and the last, each with a dump, into `folder`/`mode`; its report on standard output, on one line. */
export async function captureScenario(folder: string, mode: string, binary: string): Promise<string> {
  const env = { PATH: process.env["PATH"] ?? "" };
  const child = spawn(binary, ["-mode", mode, "-rollouts-every", "0", "-pprof-addr", "127.0.0.1:0"], {
    cwd: "/",
    env: { ...env, TMPDIR: folder },
    stdio: ["ignore", "pipe", "inherit"],
    timeout: 240_000,
  });
  started.push(child);
  const ended = once(child, "exit");
  const url = `http://${await readAddress(child)}`;
  const roll = async (n: number): Promise<void> => {
    const answer = await fetch(`${url}/rollout?n=${n}`, { method: "POST", headers: { connection: "close" } });
    assert.equal(answer.status, 200);
  };
  await roll(1);
  const rollOut = `node -e 'fetch("${url}/rollout?n=3", { method: "POST" }).then((answer) => answer.text())'`;
  const words = ["--heap-dump", "/debug/heapdump", "--binary", binary, "--during", rollOut, "--iterations", "2"];
  const { code, stdout, stderr } = await runCli(
    ["capture", url, ...words, "--count", "3", "--settle", "500ms", "-o", mode],
    { cwd: folder, env },
  );
  child.kill();
  await ended;
  assert.equal(code, 0, stderr);
  return stdout.replaceAll(/\s+/g, " ");
}

/** Those that a failed test left. */
export function endScenarios(): void {
  for (const child of started.splice(0)) child.kill("SIGKILL");
}
