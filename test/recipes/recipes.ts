/** The recipes of CONTRIBUTING.md, done: what each of them adds and changes below src/, and a command that shows it. */

/** A change of a file: what stands there, and what is to stand there instead. */
export type Edit = readonly [from: string, to: string];

export interface Recipe {
  /** As its heading says. */
  readonly title: string;
  /** Path below the project -> the new file. */
  readonly added: Readonly<Record<string, string>>;
  readonly changed: Readonly<Record<string, readonly Edit[]>>;
  readonly command: readonly string[];
  /** In what the command prints. */
  readonly shows: RegExp;
}

const PAIR = ["before", "after"].map((end) => `fixtures/streamwatcher/retain/heap-${end}.out`);

const FORMAT: Recipe = {
  title: "A format of a report",
  added: {
    "src/render/sentence.ts": `/** What grew, in a line. */
import type { GrowthWords } from "../wording/growth/words.ts";

export function renderSentence({ headline }: GrowthWords): string {
  return \`\${headline}\\n\`;
}
`,
  },
  changed: {
    "src/render/index.ts": [
      [
        "  growth: {\n    text:",
        '  growth: {\n    sentence: async (_, words) => (await import("./sentence.ts")).renderSentence(words),\n    text:',
      ],
    ],
  },
  command: ["diff", ...PAIR, "-f", "sentence"],
  shows: /^\+54\.1 MiB live heap.*\n$/,
};

const FINDING: Recipe = {
  title: "A finding",
  added: {},
  changed: {
    "src/blame/findings/timers.ts": [
      [
        "export interface TimerFacts {",
        'export interface TimerFacts {\n  readonly "client-go": { readonly share: number };',
      ],
      ["const PATTERNS = {", 'const PATTERNS = {\n  "client-go": /^k8s\\.io\\/client-go\\//,'],
      ['const codes = ["context-tree"', 'const codes = ["client-go", "context-tree"'],
    ],
    "src/wording/growth/findings.ts": [
      [
        "const WORDS: WordsFor<GrowthFacts> = {",
        'const WORDS: WordsFor<GrowthFacts> = {\n  "client-go": () => "That is below client-go.",',
      ],
    ],
  },
  command: ["diff", ...PAIR],
  shows: /That is below client-go\./,
};

const SOURCE: Recipe = {
  title: "A source",
  added: {
    "src/fetch/data-url.ts": `/** Profiles that are written out in the word itself. */
export function readDataUrl(url: string): Uint8Array {
  return Buffer.from(url.slice(url.indexOf(",") + 1), "base64");
}
`,
  },
  changed: {
    "src/fetch/source.ts": [
      ["export type Source =\n", 'export type Source =\n  | { readonly kind: "data"; readonly url: string }\n'],
      [
        "  if (PORT_ALONE.test(text))",
        '  if (text.startsWith("data:")) return { kind: "data", url: text };\n  if (PORT_ALONE.test(text))',
      ],
    ],
    "src/fetch/index.ts": [
      ["import { isFile, ", 'import { readDataUrl } from "./data-url.ts";\nimport { isFile, '],
      ['    case "stdin":\n', '    case "data":\n      return readDataUrl(source.url);\n    case "stdin":\n'],
    ],
  },
  // sampleType {}, and a table of strings with nothing in it.
  command: ["top", `data:;base64,${Buffer.from([0x0a, 0, 0x32, 0]).toString("base64")}`],
  shows: /Showing nodes accounting for 0, 0% of 0 total/,
};

const REPORT: Recipe = {
  title: "A report",
  added: {
    "src/report/sizes/sizes.ts": `/** How many rows each table of a profile has. */
import type { Profile } from "../../profile/tables.ts";

export interface SizesReport {
  readonly kind: "sizes";
  readonly samples: number;
  readonly locations: number;
}

export function sizesReport({ samples, locations }: Profile): SizesReport {
  return { kind: "sizes", samples: samples.length, locations: locations.length };
}
`,
    "src/wording/sizes.ts": `/** Sizes of tables in a sentence. */
import type { SizesReport } from "../report/sizes/sizes.ts";

export interface SizesWords {
  readonly verdict: string;
}

export function sizesWords({ samples, locations }: SizesReport): SizesWords {
  return { verdict: \`\${samples} samples, \${locations} locations\` };
}
`,
    "src/render/text/sizes.ts": `/** Sizes of tables for the terminal. */
import type { SizesWords } from "../../wording/sizes.ts";

export function renderSizesText({ verdict }: SizesWords): string {
  return \`\${verdict}\\n\`;
}
`,
    "src/cli/commands/sizes.ts": `/** \`heapblame sizes PROFILE\`. */
import { loadProfile } from "../../load.ts";
import { sizesReport } from "../../report/sizes/sizes.ts";
import { sizesWords } from "../../wording/sizes.ts";
import { OK } from "../exit-codes.ts";
import { writeReport } from "../report.ts";
import type { Io } from "../terminal/io.ts";

export async function runSizes(source: string, io: Io): Promise<number> {
  const report = sizesReport(await loadProfile(source, { cwd: io.cwd }));
  await writeReport(report, sizesWords(report), { format: "text", output: undefined }, io);
  return OK;
}
`,
    "src/cli/options/sizes.ts": `/** The command that counts rows: declared here, loaded when it runs. */
import type { Command } from "commander";
import type { Io } from "../terminal/io.ts";

export function addSizes(program: Command, io: Io, setExitCode: (code: number) => void): void {
  program
    .command("sizes")
    .description("how many rows a profile has")
    .argument("<profile>")
    .action(async (source: string) => {
      const { runSizes } = await import("../commands/sizes.ts");
      setExitCode(await runSizes(source, io));
    });
}
`,
  },
  changed: {
    "src/render/index.ts": [
      ["export interface Worded {\n", "export interface Worded {\n  readonly sizes: [SizesReport, SizesWords];\n"],
      [
        "import type { TrendReport }",
        'import type { SizesReport } from "../report/sizes/sizes.ts";\nimport type { SizesWords } from "../wording/sizes.ts";\nimport type { TrendReport }',
      ],
      [
        "const RENDERERS = {\n",
        'const RENDERERS = {\n  sizes: {\n    text: async (_, words) => (await import("./text/sizes.ts")).renderSizesText(words),\n    json,\n  },\n',
      ],
    ],
    "src/cli/program.ts": [
      ["  addPprofViews(program,", "  addSizes(program, io, setExitCode);\n  addPprofViews(program,"],
      ["import { addTrend }", 'import { addSizes } from "./options/sizes.ts";\nimport { addTrend }'],
    ],
  },
  command: ["sizes", PAIR[0] as string],
  shows: /^134 samples, \d+ locations$/m,
};

export const RECIPES: readonly Recipe[] = [REPORT, FORMAT, SOURCE, FINDING];
