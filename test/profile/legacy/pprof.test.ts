/** The legacy formats as pprof's own parser reads them: each sample as it is, and a little damaged. */
import { after, before, test } from "node:test";
import { compareWithGo } from "../compare-with-go.ts";
import { type GoParser, openGoParser } from "../go-parser.ts";
import { LEGACY_SAMPLES } from "../legacy-samples.ts";
import { mutations } from "../mutations.ts";

let go: GoParser | string = "not opened";
before(() => {
  go = openGoParser();
});
after(() => {
  if (typeof go !== "string") go.close();
});

for (const [index, [name, sample]] of Object.entries(LEGACY_SAMPLES).entries()) {
  test(`${name} is read as pprof reads it`, (t) => {
    if (typeof go === "string") return t.skip(go);
    compareWithGo(go, [sample, ...mutations(sample, 30, 500 + index)]);
  });
}
