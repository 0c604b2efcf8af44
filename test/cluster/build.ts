/** Builds the programs of the cluster that are not built yet, so that no test waits for it. */
import { findBinaries } from "./binaries.ts";

await findBinaries();
