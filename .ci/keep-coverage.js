// Runs in each test process: what its counters say is written to the folder HEAPBLAME_COVERAGE when it ends.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.env.HEAPBLAME_COVERAGE;
process.on("exit", () => {
  const counted = globalThis.sourceCoverage;
  if (counted === undefined) return;
  writeFileSync(join(folder, `${process.pid}-${process.hrtime.bigint()}.json`), JSON.stringify(counted));
});
