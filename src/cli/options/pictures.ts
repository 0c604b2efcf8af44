/** The commands that make pictures and files for other tools: declared here, loaded when they run. */
import { type Command, Option } from "commander";
import { FLAME_WIDTHS } from "../../report/pictures/flame-widths.ts";
import type { ExportName, ExportOptions } from "../commands/export.ts";
import type { FlameOptions } from "../commands/flame.ts";
import type { SeriesOptions } from "../commands/series.ts";
import type { Io } from "../terminal/io.ts";
import { addFilterOptions } from "./filters.ts";
import { ANONYMIZE_HELP, MODULE_HELP, wholeNumber } from "./values.ts";

export function addPictures(program: Command, io: Io, setExitCode: (code: number) => void): void {
  program.commandsGroup("Pictures and files for other tools:");
  addFlame(program, io, setExitCode);
  addSeries(program, io, setExitCode);
  for (const [name, help] of EXPORTS) addExport(program, name, help, io, setExitCode);
}

function addFlame(program: Command, io: Io, setExitCode: (code: number) => void): void {
  const command = program
    .command("flame")
    .description("flame graph, of the growth if there is a base, as SVG, PNG or a page")
    .argument("<profile>", "heap profile");
  addProfileOptions(command);
  command
    .optionsGroup("Picture:")
    .requiredOption("-o, --output <file>", "where to: .svg, .png or .html")
    .addOption(
      new Option("--width <what>", "what a box is as wide as, in a diff").choices(FLAME_WIDTHS).default("current"),
    )
    .option("--gone", "show frames that only the base has as well")
    .addOption(
      new Option("--direction <way>", "roots at the top or at the bottom")
        .choices(["icicle", "flame"])
        .default("icicle"),
    );
  addFilterOptions(command.optionsGroup("Filters, as pprof's:"));
  command.optionsGroup("Other:").action(async (profile: string, options: FlameOptions) => {
    const { runFlame } = await import("../commands/flame.ts");
    setExitCode(await runFlame(profile, options, io));
  });
}

function addSeries(program: Command, io: Io, setExitCode: (code: number) => void): void {
  program
    .command("series")
    .description("several snapshots as a stacked chart over time, as SVG or PNG")
    .argument("<profiles...>", "heap profiles in order")
    .requiredOption("-o, --output <file>", "where to: .svg or .png")
    .option("--sample-index <type>", "which value", "")
    .option("--rows <n>", "functions to show apart", wholeNumber, 8)
    .option("--anonymize", ANONYMIZE_HELP)
    .option("--module <path>", MODULE_HELP)
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
  const command = program.command(name).description(help).argument("<profile>", "heap profile");
  addProfileOptions(command);
  command.option("-o, --output <file>", "where to; standard output if not given");
  addFilterOptions(command.optionsGroup("Filters, as pprof's:"));
  command.optionsGroup("Other:").action(async (profile: string, options: ExportOptions) => {
    const { runExport } = await import("../commands/export.ts");
    setExitCode(await runExport(name, profile, options, io));
  });
}

function addProfileOptions(command: Command): void {
  command
    .optionsGroup("Profiles:")
    .option("--base <file>", "profile before")
    .option(
      "--sample-index <type>",
      "which value: inuse_space, inuse_objects, alloc_space, alloc_objects or a number",
      "",
    )
    .option("--noinlines", "charge inlined functions to the one they were inlined into")
    .option("--anonymize", ANONYMIZE_HELP)
    .option("--module <path>", MODULE_HELP);
}
