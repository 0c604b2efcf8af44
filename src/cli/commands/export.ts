/** `heapblame folded|difffolded|speedscope [BEFORE] PROFILE`: files for other tools. */
import { UsageError } from "../../errors.ts";
import { VERSION } from "../../version.ts";
import { OK } from "../exit-codes.ts";
import { type Document, writeDocument } from "../output.ts";
import type { Io } from "../terminal/io.ts";
import { type Compared, type ComparedOptions, loadCompared, resolveBase } from "./compared.ts";

export type ExportName = "folded" | "difffolded" | "speedscope";

export interface ExportOptions extends ComparedOptions {
  readonly output?: string;
}

export async function runExport(
  name: ExportName,
  profiles: readonly string[],
  typed: ExportOptions,
  io: Io,
): Promise<number> {
  const [source, options] = resolveBase(name, profiles, typed);
  checkBase(name, options);
  const compared = await loadCompared(source, options, io);
  const noInlines = options.noinlines === true;
  const document = name === "speedscope" ? await speedscope(compared) : await folded(compared, noInlines);
  await writeDocument(document, options.output, io);
  return OK;
}

function checkBase(name: ExportName, { base }: ExportOptions): void {
  if (name === "difffolded" && base === undefined) {
    throw new UsageError("bad-option", "difffolded writes two values a stack: give the profile before as well");
  }
  if (name === "folded" && base !== undefined) {
    throw new UsageError("bad-option", "folded writes one value a stack: for two profiles use difffolded");
  }
}

async function folded(compared: Compared, noInlines: boolean): Promise<Document> {
  const [{ foldedDiffReport, foldedReport }, { renderFolded }] = await Promise.all([
    import("../../report/pictures/folded.ts"),
    import("../../render/folded.ts"),
  ]);
  if (compared.kind === "profile") return renderFolded(foldedReport(compared.profile, compared.sampleIndex, noInlines));
  return renderFolded(foldedDiffReport(compared.comparison.diff, compared.sampleIndex, noInlines));
}

async function speedscope(compared: Compared): Promise<string> {
  const [{ speedscopeDiffReport, speedscopeReport }, { renderSpeedscope }] = await Promise.all([
    import("../../report/pictures/speedscope.ts"),
    import("../../render/speedscope.ts"),
  ]);
  const report =
    compared.kind === "diff"
      ? speedscopeDiffReport(compared.comparison.diff, compared.sampleIndex, compared.name)
      : speedscopeReport(compared.profile, compared.sampleIndex, compared.name);
  return renderSpeedscope(report, `heapblame ${VERSION}`);
}
