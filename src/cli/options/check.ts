/** `heapblame check`: declared here, loaded when it runs. */
import { type Command, Option } from "commander";
import { formatsOf } from "../../render/index.ts";
import type { CheckOptions } from "../commands/check.ts";
import type { Io } from "../terminal/io.ts";
import { ANONYMIZE_HELP, MODULE_HELP, size } from "./values.ts";

export function addCheck(program: Command, io: Io, setExitCode: (code: number) => void): void {
  program
    .command("check")
    .description("for scripts: exit 1 if the heap grew beyond a budget, 125 if that cannot be measured")
    .argument("<base>", "profile before: a file, - for standard input, or a URL")
    .argument("[current]", "profile after; none if the first is a directory made by capture")
    .option("--max-growth <size>", "how much it may grow: 5MiB, 300kB", size, 0)
    .option("--for <what>", "only this part: own, module=PATH or frame=REGEXP")
    .option("--module <path>", MODULE_HELP)
    .option("--baseline <file>", "growth that is known, as --write-baseline wrote it")
    .option("--write-baseline <file>", "write the fingerprints and growth of all suspects")
    .option("--suppress <file>", "frames (regexps) and fingerprints that do not count, one a line")
    .option("--anonymize", ANONYMIZE_HELP)
    .addOption(new Option("-f, --format <format>", "how to write it").choices(formatsOf("check")).default("text"))
    .option("-o, --output <file>", "write to a file, whole or not at all")
    .addHelpText("after", CHECK_EXAMPLES)
    .action(async (base: string, current: string | undefined, options: CheckOptions) => {
      const { runCheck } = await import("../commands/check.ts");
      setExitCode(await runCheck(base, current, options, io));
    });
}

const CHECK_EXAMPLES = `
Exit codes: 0 within the budget (or within noise), 1 beyond it, 2 could not do it, 125 unmeasurable (git bisect run skips it).

Examples:
  heapblame check before.out after.out --max-growth 5MiB --for own
  heapblame check before.out after.out --write-baseline known.json
  heapblame check before.out after.out --max-growth 1MiB --baseline known.json -f junit -o growth.xml
`;
