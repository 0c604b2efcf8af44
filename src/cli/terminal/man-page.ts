/** The manual's page, from the same tables as the help: what the build writes to dist/heapblame.1. In the language of man(7). */
import type { Command, Option } from "commander";
import { VERSION } from "../../version.ts";
import { commandGroups } from "./help.ts";

export function manPage(program: Command): string {
  const groups = [...commandGroups(program)].flatMap(([heading, commands]) => [
    section(heading.replace(/:$/, "")),
    ...commands.flatMap(commandLines),
  ]);
  return `${[
    `.TH HEAPBLAME 1 "" "heapblame ${VERSION}" "heapblame"`,
    ...[section("Name"), "heapblame \\- says which frames a Go heap grew by"],
    ...[section("Synopsis"), ".B heapblame", plain("[command] [options] <profile...>")],
    ...groups,
    ...[section("Options of all commands"), ...program.options.flatMap(optionLines)],
    ...[section("Exit status"), plain("0 fine; 1 a check failed; 2 could not do it; 125 check cannot tell.")],
    ...[section("Environment"), plain(ENVIRONMENT)],
    ...[section("See also"), plain("go tool pprof, kubectl(1)")],
  ].join("\n")}\n`;
}

const ENVIRONMENT =
  "NO_COLOR and FORCE_COLOR: colour. COLUMNS: width of text through a pipe. PPROF_TMPDIR: where what is fetched is kept.";

function section(heading: string): string {
  return `.SH "${plain(heading.toUpperCase())}"`;
}

function commandLines(command: Command): string[] {
  const usage = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  const shown = command.options.filter(({ hidden }) => !hidden);
  return [
    ...[".TP", `.BI "${plain(command.name())} " "${plain(usage.join(" "))}"`, plain(command.description())],
    ...(shown.length === 0 ? [] : [".RS", ...shown.flatMap(optionLines), ".RE"]),
  ];
}

function optionLines(option: Option): string[] {
  const choices = option.argChoices === undefined ? "" : ` (${option.argChoices.join(", ")})`;
  return [".TP", `.B "${plain(option.flags)}"`, plain(`${option.description}${choices}`)];
}

/** Text that is no request: dashes that stay dashes, no line that begins with a dot or a quote. */
function plain(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll('"', "\\(dq")
    .replace(/^([.'])/, "\\&$1");
}
