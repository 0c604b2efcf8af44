/** speedscope's own file format, as https://www.speedscope.app/file-format-schema.json has it. */
import type { SpeedscopeProfile, SpeedscopeReport } from "../report/pictures/speedscope.ts";
import { escapeVisibly } from "../visible.ts";

const SCHEMA = "https://www.speedscope.app/file-format-schema.json";

/** Units that speedscope knows how to print; everything else is a bare number. */
const UNITS = ["nanoseconds", "microseconds", "milliseconds", "seconds", "bytes"] as const;

export function renderSpeedscope(report: SpeedscopeReport, exporter: string): string {
  return `${escapeVisibly(
    JSON.stringify({
      $schema: SCHEMA,
      name: report.name,
      exporter,
      activeProfileIndex: report.active,
      shared: {
        frames: report.frames.map(({ name, file, line }) => ({
          name,
          ...(file === "" ? {} : { file }),
          ...(line === 0 ? {} : { line }),
        })),
      },
      profiles: report.profiles.map(profileJson),
    }),
  )}\n`;
}

function profileJson({ name, unit, samples, weights }: SpeedscopeProfile): object {
  return {
    type: "sampled",
    name,
    unit: (UNITS as readonly string[]).includes(unit) ? unit : "none",
    startValue: 0,
    endValue: weights.reduce((sum, weight) => sum + weight, 0),
    samples,
    weights,
  };
}
