/** What a renderer of a pprof report is given. */
import type { Pattern } from "../../profile/filter/pattern.ts";
import type { GraphQuery } from "../../report/pictures/graph-report.ts";
import type { View } from "../../report/pprof/view.ts";
import type { Sides } from "../pictures/growth.ts";
import type { Io } from "../terminal/io.ts";
import type { PprofSettings } from "./options.ts";

export interface RenderRequest {
  readonly view: View;
  /** Of the commands that take one. */
  readonly pattern: Pattern | undefined;
  /** After the command's own overrides. */
  readonly settings: PprofSettings;
  /** Where there is a base: both profiles as they were read. */
  readonly sides: Sides | undefined;
  readonly io: Io;
}

export function graphQuery({ settings }: Pick<RenderRequest, "settings">): GraphQuery {
  return {
    nodeCount: settings.nodecount,
    nodeFraction: settings.nodefraction,
    edgeFraction: settings.edgefraction,
    sort: settings.sort === "cum" ? "cum" : "flat",
    dropNegative: settings.dropNegative,
    callTree: settings.callTree,
  };
}
