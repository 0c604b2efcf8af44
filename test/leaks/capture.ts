/** Captures fixtures/leaks again: `capture.ts BINARY [NAME...]`. The programs are built to BINARY, whose path their profiles name. */
import { fixture } from "../fixtures.ts";
import { buildOf, buildPrograms, missingFor } from "./program.ts";
import { takeProfiles } from "./take.ts";
import { LEAKS } from "./truth.ts";

const [binary, ...names] = process.argv.slice(2);
if (binary === undefined) throw new Error("capture: a path for the binary is needed");
const unknown = names.filter((name) => !LEAKS.some((leak) => leak.name === name));
if (unknown.length > 0) throw new Error(`capture: no program ${unknown.join(", ")}`);

let built: string | undefined;
for (const leak of LEAKS) {
  if (names.length > 0 && !names.includes(leak.name)) continue;
  const missing = missingFor(leak);
  if (missing !== false) {
    process.stdout.write(`capture: ${leak.name}: skipped, ${missing}\n`);
    continue;
  }
  if (built !== buildOf(leak)) await buildPrograms(leak, binary);
  built = buildOf(leak);
  const held = await takeProfiles(leak, binary, fixture(`leaks/${leak.name}`));
  process.stdout.write(`capture: ${leak.name}: ${held.bytes} bytes, ${held.objects} objects\n`);
}
