/** A report on its way out: in the format that was asked for, to the file that was named or to standard output. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "../errors.ts";
import {
  type FormatOf,
  formatOfFile,
  type ReportKind,
  renderPieces,
  resolveFormat,
  type Worded,
} from "../render/index.ts";
import { LONGEST_NAME, shortenNames } from "../render/name-length.ts";
import { VERSION } from "../version.ts";
import { OK } from "./exit-codes.ts";
import { writeDocument } from "./output.ts";
import { styledOutput } from "./terminal/clean-output.ts";
import type { Io } from "./terminal/io.ts";
import { type ColorChoice, styleOf } from "./terminal/terminal.ts";

interface Destination<Kind extends ReportKind> {
  readonly format: FormatOf<Kind>;
  /** Standard output if there is none. */
  readonly output: string | undefined;
  readonly color?: ColorChoice;
  /** The command line, for formats that travel without it. */
  readonly madeBy?: string;
  /** All there is. */
  readonly isExplained?: boolean;
  readonly pictures?: readonly string[];
  readonly page?: () => Promise<string>;
}

/** As asked for, else by the name of the file, else text: so are FIFOs and devices, whatever their names. `pictures`: extensions that the command draws. Throws UsageError "unknown-format". */
export function chooseFormat<Kind extends ReportKind>(
  kind: Kind,
  { format, output }: { readonly format?: string; readonly output?: string },
  { cwd }: Pick<Io, "cwd">,
  pictures: readonly string[] = [],
): FormatOf<Kind> {
  if (format !== undefined) return resolveFormat(kind, format);
  try {
    return formatOfFile(kind, output, pictures);
  } catch (error) {
    if (output !== undefined && isStream(resolve(cwd, output))) return formatOfFile(kind, undefined);
    throw error;
  }
}

/** It is there, and takes bytes without keeping them as a file. */
function isStream(path: string): boolean {
  try {
    const stats = statSync(path);
    return !stats.isFile() && !stats.isDirectory();
  } catch {
    return false;
  }
}

/** Throws UsageError "write-failed". */
export async function writeReport<Kind extends ReportKind>(
  report: Worded[Kind][0] & { readonly kind: Kind },
  words: Worded[Kind][1],
  { format, output, color = "auto", ...manner }: Destination<Kind>,
  io: Io,
): Promise<void> {
  const style = styleOf(io, color, output !== undefined);
  const [shown, said] = await withShortNames([report, words], format, io);
  const document = await renderPieces(shown, said, format, { ...manner, style, version: VERSION });
  await writeDocument(document, output, { ...io, stdout: styledOutput(io.stdout) });
  const named = formatOfName(report.kind, output);
  if (named !== undefined && named !== format) {
    await io.stderr.write(`heapblame: ${output} is ${format}, as --format says, not what its name says\n`);
  }
}

/** That of the extension; undefined without one, or for one that says nothing. */
function formatOfName(kind: ReportKind, output: string | undefined): string | undefined {
  if (output === undefined || !/\.[^./\\]+$/.test(output)) return undefined;
  try {
    return formatOfFile(kind, output);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** Its exit code. Throws UsageError "write-failed". */
export async function writePage(page: string, output: string | undefined, io: Io): Promise<number> {
  await writeDocument(page, output, { ...io, stdout: styledOutput(io.stdout) });
  return OK;
}

/** Formats that people read. */
const READ: readonly string[] = ["text", "markdown"];

async function withShortNames<Data>(data: Data, format: string, io: Io): Promise<Data> {
  if (!READ.includes(format)) return data;
  const { maxName = LONGEST_NAME } = io.limits?.() ?? {};
  const short = shortenNames(data, maxName);
  if (short.count > 0) {
    const names = short.count === 1 ? "1 name is" : `${short.count} names are`;
    await io.stderr.write(
      `heapblame: ${names} shortened to ${maxName} characters; --max-name raises that, -f json has all of it\n`,
    );
  }
  return short.data;
}
