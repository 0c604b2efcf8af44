/** `heapblame serve` in this process, and what a browser asks of it. */
import assert from "node:assert/strict";
import { request } from "node:http";
import { run } from "../../../src/cli/run.ts";
import type { Output } from "../../../src/cli/terminal/io.ts";

export interface Serving {
  readonly url: URL;
  readonly said: () => string;
  /** Ctrl-C; the exit code. */
  readonly stop: () => Promise<number>;
}

/** Until it has said where. */
export async function serve(args: readonly string[]): Promise<Serving> {
  let said = "";
  let interrupt: (() => void) | undefined;
  let isThere: (url: URL) => void = () => {};
  const there = new Promise<URL>((resolve) => {
    isThere = resolve;
  });
  const output = (onText: (text: string) => void): Output => ({
    isTerminal: false,
    columns: undefined,
    write: async (chunk) => onText(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString()),
  });
  const ended = run(args, {
    env: {},
    cwd: process.cwd(),
    stdin: async () => new Uint8Array(),
    stdout: output(() => {}),
    stderr: output((text) => {
      said += text;
      const [, url] = /Serving web UI on (\S+)/.exec(said) ?? [];
      if (url === undefined) return;
      // Whoever reads the address may stop it at once.
      assert.ok(interrupt !== undefined, "nothing listens to interrupts yet");
      isThere(new URL(url));
    }),
    onInterrupt: (handler) => {
      interrupt = handler;
      return () => {};
    },
  });
  const url = await Promise.race([there, ended.then((code) => assert.fail(`ended with ${code}: ${said}`))]);
  return {
    url,
    said: () => said,
    stop: async () => {
      interrupt?.();
      return await ended;
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

export function get(url: URL | string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers, method, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    asked.on("error", reject);
    asked.end();
  });
}

/** What asks for its pages, with the cookie of whoever opened the address that was printed. */
export async function enter({ url }: Serving): Promise<(path: string) => Promise<Answer>> {
  const entered = await get(url);
  const own = String(entered.headers["set-cookie"]).split(";")[0] ?? "";
  return (path) => get(new URL(path, url), { cookie: own });
}
