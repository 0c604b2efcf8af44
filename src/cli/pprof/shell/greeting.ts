/** What pprof's shell says before its first prompt: which profile this is. */

import { UsageError } from "../../../errors.ts";
import { FILTERS } from "../../../profile/filter/options.ts";
import type { Profile } from "../../../profile/tables.ts";
import { profileLines } from "../../../render/text/header.ts";
import { buildView } from "../../../report/pprof/build-view.ts";
import { profileHeader } from "../../../report/pprof/header.ts";
import { plainStyle } from "../../../report/pprof/output-unit.ts";
import type { Io } from "../../terminal/io.ts";
import { say } from "../fetch.ts";
import type { PprofSettings } from "../options.ts";

export async function greet(profile: Profile, settings: PprofSettings, io: Io): Promise<void> {
  const notices: string[] = [];
  const lines = describeProfile(profile, settings, notices, io);
  await say([...notices, ...lines, 'Entering interactive mode (type "help" for commands, "o" for options)'], io);
}

function describeProfile(profile: Profile, settings: PprofSettings, notices: string[], io: Io): string[] {
  try {
    const unfiltered = Object.fromEntries(Object.keys(FILTERS).map((key) => [key, ""]));
    const options = { ...settings, ...unfiltered, tagroot: "", tagleaf: "", relativePercentages: false };
    const { view } = buildView(profile, options, undefined, { compile: neverCompile, notices });
    const lines = profileLines(profileHeader(view), plainStyle(view), { timeZone: io.env["TZ"] });
    const isEmpty = Number(view.total) === 0 && profile.header.sampleTypes.length > 1;
    return [lines.join("\n"), ...(isEmpty ? EMPTY : [])];
  } catch (error) {
    // The first report will say what is wrong.
    if (error instanceof UsageError) return [];
    throw error;
  }
}

const EMPTY: readonly string[] = [
  "No samples were found with the default sample value type.",
  'Try "sample_index" command to analyze different sample values.',
];

function neverCompile(): never {
  throw new Error("there are no patterns in a greeting");
}
