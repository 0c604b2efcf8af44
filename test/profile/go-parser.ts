/** pprof's own parser, built from the copy in the Go tree: thousands of inputs a second, where the program itself takes one. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildGoProgram } from "../go-program.ts";

export interface GoParser {
  /** One answer an input: `error: …`, or the profile as pprof dumps it. */
  parse(inputs: readonly Uint8Array[]): Buffer[];
  close(): void;
}

/** A string says why there is none. */
export function openGoParser(): GoParser | string {
  const root = spawnSync("go", ["env", "GOROOT"], { encoding: "utf8" });
  if (root.error !== undefined) return "no Go on PATH";
  const folder = mkdtempSync(join(tmpdir(), "heapblame-parser-"));
  const close = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const vendored = join(root.stdout.trim(), "src/cmd/vendor/github.com/google/pprof/profile");
    cpSync(vendored, join(folder, "profile"), { recursive: true });
    mkdirSync(join(folder, "parser"));
    cpSync(fileURLToPath(new URL("go-parser.go.txt", import.meta.url)), join(folder, "parser/main.go"));
    writeFileSync(join(folder, "go.mod"), "module github.com/google/pprof\n\ngo 1.21\n");
  } catch (error) {
    close();
    return `this Go has no vendored pprof: ${(error as Error).message}`;
  }
  const program = buildGoProgram({ folder, what: "./parser", flags: ["-trimpath"], name: "answer" });
  return { parse: (inputs) => ask(program, inputs), close };
}

function ask(program: string, inputs: readonly Uint8Array[]): Buffer[] {
  const input = Buffer.concat(inputs.flatMap((bytes) => [sizeOf(bytes), bytes]));
  const { stdout } = spawnSync(program, [], { input, maxBuffer: 1 << 30, env: { ...process.env, TZ: "UTC" } });
  const answers: Buffer[] = [];
  for (let at = 0; at < stdout.length; ) {
    const end = at + 4 + stdout.readUInt32LE(at);
    answers.push(stdout.subarray(at + 4, end));
    at = end;
  }
  return answers;
}

function sizeOf(bytes: Uint8Array): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(bytes.length);
  return size;
}
