/** What grew in a time (`heap?seconds=30`), given where one heap is reported on: it is shown as what it is. */
import { compilePattern } from "../../profile/filter/regexp.ts";
import type { Profile } from "../../profile/tables.ts";
import { renderTop } from "../../render/pprof/top.ts";
import { buildView } from "../../report/pprof/build-view.ts";
import { topReport } from "../../report/pprof/top.ts";
import { OK } from "../exit-codes.ts";
import { rowsOr } from "../options/vocabulary.ts";
import { writeDocument } from "../output.ts";
import { defaultSettings } from "../pprof/options.ts";
import type { Io } from "../terminal/io.ts";
import type { DiffOptions } from "./diff.ts";

const ROWS = 10;

/** `text`: what it is, in a sentence. The rows are those of pprof's top. */
export async function writeDifference(profile: Profile, text: string, options: DiffOptions, io: Io): Promise<number> {
  const usual = defaultSettings();
  const notices: string[] = [];
  const settings = { ...usual, ...options, noinlines: options.noinlines === true };
  const { view } = buildView(profile, settings, undefined, { compile: compilePattern, notices });
  for (const notice of notices) await io.stderr.write(`heapblame: ${notice}\n`);
  const top = topReport(view, {
    ...{ nodeCount: rowsOr(ROWS, options.nodecount), nodeFraction: usual.nodefraction },
    ...{ edgeFraction: usual.edgefraction, dropNegative: false, sort: options.sort === "cum" ? "cum" : "flat" },
  });
  await writeDocument(`${text}\n\n${renderTop(top, { timeZone: io.env["TZ"] })}`, options.output, io);
  return OK;
}
