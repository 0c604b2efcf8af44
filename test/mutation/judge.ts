/** Runs tests against a mutant: bundled by esbuild with the mutant's text in place of the file's, in a process of their own. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { type BuildContext, context } from "esbuild";
import { ownUrl } from "../../.ci/own-url.js";

export type Fate = "killed" | "survived" | "invalid";

/** How long tests may take with a mutant: this many times what they take without, plus what a busy machine needs. */
const PATIENCE = 4;
const GRACE_MS = 5000;

/** Some tests, ready to be run against mutants of one file. */
export interface Judge {
  readonly fateOf: (text: string) => Promise<Fate>;
  readonly dispose: () => Promise<void>;
}

/** Undefined where there are no tests. Throws where they fail without a mutant. */
export async function buildJudge(file: string, tests: readonly string[]): Promise<Judge | undefined> {
  if (tests.length === 0) return undefined;
  mkdirSync("node_modules/.cache", { recursive: true });
  const folder = mkdtempSync("node_modules/.cache/mutation-");
  const changed = new Map<string, string>();
  const bundle = join(folder, "tests.mjs");
  const building = await context(settings(tests, bundle, changed));
  const dispose = async (): Promise<void> => {
    await building.dispose();
    rmSync(folder, { recursive: true, force: true });
  };
  const started = performance.now();
  if ((await judge(building, bundle, undefined)) !== "survived") {
    await dispose();
    throw new Error(`without a mutant these fail already: ${tests.join(" ")}`);
  }
  const limit = Math.ceil(PATIENCE * (performance.now() - started) + GRACE_MS);
  const fateOf = (text: string): Promise<Fate> => {
    changed.set(resolve("src", file), text);
    return judge(building, bundle, limit);
  };
  return { fateOf, dispose };
}

async function judge(building: BuildContext, bundle: string, timeout: number | undefined): Promise<Fate> {
  try {
    await building.rebuild();
  } catch {
    return "invalid";
  }
  const flags = ["--max-old-space-size=1024", "--test-reporter=./.ci/first-failure.js", bundle];
  const env = { ...process.env, TZ: "UTC", LC_ALL: "C", NO_COLOR: "1", CI: "1" };
  const { status } = spawnSync(process.execPath, flags, { stdio: "ignore", timeout, killSignal: "SIGKILL", env });
  return status === 0 ? "survived" : "killed";
}

function settings(tests: readonly string[], outfile: string, changed: ReadonlyMap<string, string>) {
  return {
    stdin: { contents: tests.map((test) => `import "./${test}";`).join("\n"), resolveDir: ".", loader: "ts" as const },
    outfile,
    bundle: true,
    packages: "external" as const,
    // The package says of itself that imports alone do nothing; those of tests do.
    ignoreAnnotations: true,
    platform: "node" as const,
    format: "esm" as const,
    target: "node20",
    logLevel: "silent" as const,
    plugins: [ownUrl(changed)],
  };
}
