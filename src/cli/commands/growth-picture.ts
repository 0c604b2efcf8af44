/** The report on two profiles, or one, as a picture: drawn by the commands that draw them. */
import { UsageError } from "../../errors.ts";
import type { FilterOptions } from "../../profile/filter/options.ts";
import type { Io } from "../terminal/io.ts";

interface PictureOptions extends FilterOptions {
  readonly output: string;
  readonly sampleIndex: string;
  readonly noinlines?: boolean;
  readonly anonymize?: boolean;
  readonly module?: readonly string[];
  readonly nodecount?: number;
  readonly failAbove?: unknown;
}

export const GROWTH_PICTURES = ["svg", "png", "pdf"] as const;

type PictureExtension = (typeof GROWTH_PICTURES)[number];

/** What the file's name asks for, where a picture is what it asks for. */
export function pictureOfName(file: string | undefined): PictureExtension | undefined {
  const extension = /\.([^./\\]+)$/.exec(file ?? "")?.[1]?.toLowerCase();
  return GROWTH_PICTURES.find((known) => known === extension);
}

/** The call graph; of `current` alone where there is no base. Throws UsageError "bad-option" for what no picture can answer. */
export async function drawPicture(
  extension: PictureExtension,
  base: string | undefined,
  current: string,
  options: PictureOptions,
  io: Io,
): Promise<number> {
  if (options.failAbove !== undefined) {
    throw new UsageError(
      "bad-option",
      "--fail-above goes with a report, not a picture: heapblame check is for scripts",
    );
  }
  const { drawCallGraph } = await import("../pictures/call-graph.ts");
  return await drawCallGraph(extension, base, current, options, io);
}
