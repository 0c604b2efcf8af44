/**
 * What the benchmarks work on, made once and kept in the system's folder for temporary files, by what makes it: a change of generate.ts is another
 * folder.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { generateProfile, type Shape } from "./generate.ts";

type Size = Omit<Shape, "seed" | "round">;

/** Few functions or many make two different profiles of one size: tables, names and edges weigh in one and not in the other. */
export const SIZES = {
  small: { samples: 1_500, functions: 500, locations: 800 },
  medium: { samples: 50_000, functions: 4_000, locations: 20_000 },
  few: { samples: 500_000, functions: 6_000, locations: 30_000 },
  many: { samples: 500_000, functions: 50_000, locations: 100_000 },
} as const satisfies Record<string, Size>;

export class Inputs {
  readonly folder: string;

  constructor() {
    const maker = createHash("sha256").update(readFileSync(new URL("./generate.ts", import.meta.url)));
    this.folder = join(tmpdir(), `heapblame-bench-${maker.digest("hex").slice(0, 12)}`);
    mkdirSync(this.folder, { recursive: true });
  }

  /** Two captures of one process. */
  pair(size: Size): [before: string, after: string] {
    return [this.profile(size, 1, 0), this.profile(size, 1, 1)];
  }

  /** Captures of one process. */
  series(count: number, size: Size = { samples: 3_000, functions: 900, locations: 3_000 }): string[] {
    return Array.from({ length: count }, (_, round) => this.profile(size, 2, round));
  }

  profile(size: Size, seed: number, round: number): string {
    const name = [size.samples, size.functions, size.locations, seed, round].join("-");
    // Packed as Go's runtime packs it.
    return this.#made(`${name}.pb.gz`, () => gzipSync(generateProfile({ ...size, seed, round }), { level: 1 }));
  }

  /** A heap dump of so many pods, and the program that wrote it. */
  dump(pods: number): string[] {
    const binary = join(this.folder, "dump");
    const sources = fileURLToPath(new URL("./dump", import.meta.url));
    if (!existsSync(binary)) {
      execFileSync("go", ["build", "-trimpath", "-buildvcs=false", "-o", binary, "."], { cwd: sources });
    }
    const path = join(this.folder, `${pods}.dump`);
    if (!existsSync(path)) execFileSync(binary, [String(pods), path]);
    return [path, "--binary", binary];
  }

  /** A profile of nothing but addresses, all over the code of pprof itself. */
  addresses(): string {
    const lines = Array.from(
      { length: 20_000 },
      (_, index) => `1: 16 [1: 16] @ 0x${(0x401000 + index * 331).toString(16)}`,
    );
    return this.#made("addresses.txt", () => `heap profile: 1: 16 [1: 16] @ heapprofile\n${lines.join("\n")}\n`);
  }

  /** The file of that name; there whole or not at all. */
  #made(name: string, make: () => Uint8Array | string): string {
    const path = join(this.folder, name);
    if (existsSync(path)) return path;
    writeFileSync(`${path}.${process.pid}`, make());
    renameSync(`${path}.${process.pid}`, path);
    return path;
  }
}
