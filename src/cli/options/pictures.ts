/** The commands that make pictures and files for other tools: declared here, loaded when they run. */
import { type Command, Option } from "commander";
import { FLAME_WIDTHS } from "../../report/pictures/flame-widths.ts";
import type { ExportName, ExportOptions } from "../commands/export.ts";
import type { FlameOptions } from "../commands/flame.ts";
import type { SeriesOptions } from "../commands/series.ts";
import type { Io } from "../terminal/io.ts";
import { addFilterOptions } from "./filters.ts";
import { positiveNumber } from "./values.ts";
import { shared } from "./vocabulary.ts";

const HEAP_OR_PAIR = "heap profile, or those before and after";

export function addPictures(program: Command, io: Io, setExitCode: (code: number) => void): void {
  program.commandsGroup("Pictures and files for other tools:");
  addFlame(program, io, setExitCode);
  addSeries(program, io, setExitCode);
  for (const [name, help] of EXPORTS) addExport(program, name, help, io, setExitCode);
}

function addFlame(program: Command, io: Io, setExitCode: (code: number) => void): void {
  const command = program
    .command("flame")
    .description("flame graph of a heap, or of what grew between two, as SVG, PNG or a page")
    .argument("<profiles...>", HEAP_OR_PAIR);
  addProfileOptions(command);
  command
    .optionsGroup("Picture:")
    .addOption(shared("output").makeOptionMandatory())
    .addOption(
      new Option("--width <what>", "what a box is as wide as, in a diff").choices(FLAME_WIDTHS).default("current"),
    )
    .addOption(new Option("--levels <n>", "most boxes above one another (default: 1000)").argParser(positiveNumber))
    .option("--gone", "show frames that only the base has as well")
    .addOption(
      new Option("--direction <way>", "roots at the top or at the bottom")
        .choices(["icicle", "flame"])
        .default("icicle"),
    );
  addFilterOptions(command.optionsGroup("Filters, as pprof's:"));
  command.optionsGroup("Other:").addHelpText("after", FLAME_EXAMPLES);
  command.action(async (profiles: string[], options: FlameOptions) => {
    const { runFlame } = await import("../commands/flame.ts");
    setExitCode(await runFlame(profiles, options, io));
  });
}

function addSeries(program: Command, io: Io, setExitCode: (code: number) => void): void {
  program
    .command("series")
    .description("several snapshots as a stacked chart over time, as SVG or PNG")
    .argument("<profiles...>", "heap profiles in order")
    .addOption(shared("output").makeOptionMandatory())
    .addOption(shared("sample-index"))
    .addOption(shared("nodecount"))
    .addOption(shared("anonymize"))
    .addOption(shared("module"))
    .addHelpText("after", SERIES_EXAMPLES)
    .action(async (profiles: string[], options: SeriesOptions) => {
      const { runSeries } = await import("../commands/series.ts");
      setExitCode(await runSeries(profiles, options, io));
    });
}

const EXPORTS = [
  ["folded", "folded stacks with one value, for flamegraph.pl"],
  ["difffolded", "folded stacks with two values, base and profile, for flamegraph.pl"],
  ["speedscope", "all sample types as a file for speedscope.app"],
] as const satisfies readonly (readonly [ExportName, string])[];

function addExport(
  program: Command,
  name: ExportName,
  help: string,
  io: Io,
  setExitCode: (code: number) => void,
): void {
  const command = program.command(name).description(help).argument("<profiles...>", HEAP_OR_PAIR);
  addProfileOptions(command);
  command.addOption(shared("output"));
  addFilterOptions(command.optionsGroup("Filters, as pprof's:"));
  command.optionsGroup("Other:").addHelpText("after", exportExamples(name));
  command.action(async (profiles: string[], options: ExportOptions) => {
    const { runExport } = await import("../commands/export.ts");
    setExitCode(await runExport(name, profiles, options, io));
  });
}

function addProfileOptions(command: Command): void {
  command
    .optionsGroup("Profiles:")
    .addOption(shared("base"))
    .addOption(shared("sample-index"))
    .addOption(shared("noinlines"))
    .addOption(shared("anonymize"))
    .addOption(shared("module"));
}

const FLAME_EXAMPLES = `
The name of -o says what it is: .svg, .png or .html.

Examples:
  heapblame flame heap.out -o flame.html
  heapblame flame before.out after.out -o growth.svg
  heapblame flame before.out after.out --width change -o growth.png
`;

const SERIES_EXAMPLES = `
The name of -o says what it is: .svg or .png.

Examples:
  heapblame series heap-*.out -o course.svg
  heapblame series captures/ -o course.png
  heapblame series heap-*.out --sample-index inuse_objects --nodecount 12 -o course.svg
`;

function exportExamples(name: ExportName): string {
  const before = name === "folded" ? "" : "before.out ";
  const extension = name === "speedscope" ? "speedscope.json" : "folded";
  return `
Examples:
  heapblame ${name} ${before}after.out
  heapblame ${name} ${before}after.out -o heap.${extension}
  heapblame ${name} ${before}after.out --focus 'watch'
`;
}
