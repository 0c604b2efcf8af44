// Process that runs the tests of a bundle with one mutant after another: `batch.js BUNDLE MILLISECONDS ID:LIMIT ...` prints "ID true" or "ID false" for
// whether the tests pass, as each is known. A mutant that is come by more often than its limit never ends, nor does one that takes more of the processor: with
// it the process ends. Without mutants: how often each is come by, and the milliseconds, as JSON, and why they fail. Time is that of the processor, which a
// busy machine does not change.
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

const [bundle, milliseconds, ...mutants] = process.argv.slice(2);
const address = pathToFileURL(bundle).href;
/** Of the processor, when the mutant began. */
const began = new Float64Array(new SharedArrayBuffer(8));

if (mutants.length === 0) await count();
else new Worker(watch(), { eval: true, workerData: { began, milliseconds: Number(milliseconds) } });
for (const mutant of mutants) await judge(mutant);
process.exit(0);

async function count() {
  const counts = new Map();
  globalThis.isMutant = (id) => {
    counts.set(id, (counts.get(id) ?? 0) + 1);
    return false;
  };
  const started = processorMs();
  const passes = await passesAs("first", (error) => process.stderr.write(`${error}\n`));
  process.stdout.write(JSON.stringify({ passes, milliseconds: processorMs() - started, counts: [...counts] }));
}

async function judge(mutant) {
  const [chosen, limit] = mutant.split(":").map(Number);
  let left = limit;
  globalThis.isMutant = (id) => id === chosen && (--left >= 0 || stop(left));
  began[0] = processorMs();
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

function processorMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** A thread of its own still looks on when the tests are in a loop without end. */
function watch() {
  return `
    const { workerData: { began, milliseconds } } = require("node:worker_threads");
    ${processorMs}
    setInterval(() => { if (processorMs() - began[0] > milliseconds) process.kill(process.pid, "SIGKILL"); }, 100);
  `;
}
