/** `heapblame check`: declared here, loaded when it runs. */
import { type Command, Option } from "commander";
import { formatsOf } from "../../render/index.ts";
import type { CheckOptions } from "../commands/check.ts";
import type { Io } from "../terminal/io.ts";
import { budget, repeated } from "./values.ts";
import { shared } from "./vocabulary.ts";

/** Without a budget nothing may grow. */
const NOTHING = { bytes: 0 };

export function addCheck(program: Command, io: Io, setExitCode: (code: number) => void): void {
  program
    .command("check")
    .summary("for scripts: exit 1 if the heap grew beyond a budget")
    .description("for scripts: exit 1 if the heap grew beyond a budget, 125 if that cannot be measured")
    .argument("<before>", "profile before: a file, - for standard input, or a URL")
    .argument("[after]", "profile after; none if the first is a directory made by capture")
    .addOption(
      new Option("--max-growth <size>", "how much it may grow: 5MiB, 300kB, or 10% of what was live")
        .argParser(budget)
        .default(NOTHING, "0"),
    )
    .option(
      "--normal <file>",
      "another capture of what is normal; may be repeated: growth is what is above all",
      repeated,
    )
    .option("--scope <what>", "only this part: own, module=PATH or frame=REGEXP")
    .addOption(shared("module"))
    .addOption(shared("binary"))
    .option("--baseline <file>", "growth that is known, as --write-baseline wrote it")
    .option("--write-baseline <file>", "write the fingerprints and growth of all suspects")
    .option("--suppress <file>", "frames (regexps) and fingerprints that do not count, one a line")
    .addOption(shared("anonymize"))
    .addOption(shared("format", formatsOf("check")))
    .addOption(shared("output"))
    .addHelpText("after", CHECK_EXAMPLES)
    .action(async (base: string, current: string | undefined, options: CheckOptions) => {
      const { runCheck } = await import("../commands/check.ts");
      setExitCode(await runCheck(base, current, options, io));
    });
}

const CHECK_EXAMPLES = `
Exit codes: 0 within the budget (or within noise), 1 beyond it, 2 could not do it, 125 unmeasurable (git bisect run skips it).

Examples:
  heapblame check before.out after.out --max-growth 5MiB --scope own
  heapblame check before.out after.out --write-baseline known.json
  heapblame check before.out after.out --max-growth 1MiB --baseline known.json -f junit -o growth.xml
`;
