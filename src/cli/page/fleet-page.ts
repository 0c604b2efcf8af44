/** A fleet's report as one file to open in a browser. */
import { NOTHING_GIVEN } from "../../render/html/given-files.ts";
import type { FleetReport } from "../../report/fleet/fleet.ts";
import { VERSION } from "../../version.ts";

export async function fleetPageOf(fleet: FleetReport): Promise<string> {
  const [{ encodePayload }, { renderPage }, { readPageCode }] = await Promise.all([
    import("../../render/html/payload.ts"),
    import("../../render/html/page.ts"),
    import("./page-code.ts"),
  ]);
  const question = {
    sampleIndex: "",
    granularity: "functions",
    sort: "flat",
    noInlines: false,
    filters: {},
    view: "",
    find: "",
  };
  const payload = encodePayload({
    ...{ profiles: [], sources: [fleet.source], question, mainModule: null, beside: {}, objects: [], captures: [] },
    ...{
      iterations: null,
      held: null,
      fleet,
      report: null,
      served: null,
      graph: null,
      given: NOTHING_GIVEN,
      sourceFiles: {},
      version: VERSION,
    },
  });
  return renderPage(await readPageCode(), `${fleet.source}: heapblame fleet`, payload).join("");
}
