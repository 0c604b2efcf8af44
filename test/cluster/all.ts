/** All tests of this folder in one process, so that they share one control plane. */
import { readdirSync } from "node:fs";

const files = readdirSync(new URL(".", import.meta.url)).filter((file) => file.endsWith(".test.ts"));
for (const file of files.sort()) await import(`./${file}`);
