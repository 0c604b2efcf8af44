// Process that runs the tests of a bundle with one mutant after another: `batch.js BUNDLE ID:LIMIT ...` prints "ID true" or "ID false" for whether the
// tests pass, as each is known. A mutant that is come by more often than its limit never ends. Without numbers: how often each is come by, as JSON, and why they fail.
import { pathToFileURL } from "node:url";

const [bundle, ...mutants] = process.argv.slice(2);
const address = pathToFileURL(bundle).href;

if (mutants.length === 0) await count();
for (const mutant of mutants) await judge(mutant);
process.exit(0);

async function count() {
  const counts = new Map();
  globalThis.isMutant = (id) => {
    counts.set(id, (counts.get(id) ?? 0) + 1);
    return false;
  };
  const started = performance.now();
  const passes = await passesAs("first", (error) => process.stderr.write(`${error}\n`));
  const milliseconds = performance.now() - started;
  process.stdout.write(JSON.stringify({ passes, milliseconds, counts: [...counts] }));
}

async function judge(mutant) {
  const [chosen, limit] = mutant.split(":").map(Number);
  let left = limit;
  globalThis.isMutant = (id) => id === chosen && (--left >= 0 || stop(left));
  process.stdout.write(`${chosen} ${await passesAs(chosen)}\n`);
}

/** What catches the error and goes on is ended with the process. */
function stop(left) {
  if (left < -1000) process.exit(1);
  throw new Error("never ends");
}

/** A module of its own for each: nothing is left of the one before. */
async function passesAs(name, report = () => {}) {
  try {
    const { runCollected } = await import(`${address}?${name}`);
    return await runCollected(report);
  } catch (error) {
    report(error);
    return false;
  }
}
