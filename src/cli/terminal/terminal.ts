/** What the terminal can show: width and colour, by the conventions of NO_COLOR and FORCE_COLOR. */
import { type Style, styleFor } from "../../render/text/style.ts";
import type { Io } from "./io.ts";

export const COLOR_CHOICES = ["auto", "always", "never"] as const;

export type ColorChoice = (typeof COLOR_CHOICES)[number];

const DEFAULT_COLUMNS = 80;

/** Style for standard output, or for a file. Into files: no colour, no width. Through a pipe: the width that COLUMNS names, if it does. */
export function styleOf(io: Io, choice: ColorChoice, isFile: boolean): Style {
  const isTerminal = io.stdout.isTerminal && !isFile;
  const width = isTerminal ? (io.stdout.columns ?? DEFAULT_COLUMNS) : isFile ? undefined : exportedColumns(io);
  return styleFor(width, hasColor(io, choice, isTerminal));
}

function exportedColumns({ env }: Io): number | undefined {
  const text = env["COLUMNS"] ?? "";
  return /^[1-9]\d{0,3}$/.test(text) ? Number(text) : undefined;
}

function hasColor({ env }: Io, choice: ColorChoice, isTerminal: boolean): boolean {
  if (choice !== "auto") return choice === "always";
  if (env["NO_COLOR"]) return false;
  if (env["FORCE_COLOR"] !== undefined) return env["FORCE_COLOR"] !== "0";
  return isTerminal && env["TERM"] !== "dumb";
}
