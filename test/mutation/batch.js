// Process that runs the tests of a bundle with one mutant after another: `batch.js BUNDLE MILLISECONDS ID:LIMIT:CASES ...` prints "ID true" or "ID false" for
// whether those of its tests pass, or all where none is named, as each is known. A mutant that is come by more often than its limit never ends, nor does one
// that takes more of the processor: with it the process ends. Without mutants: how often each is come by and in which cases, and the milliseconds, as JSON, and
// why they fail. Time is that of the processor, which a busy machine does not change.
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

/** Where cases pass in the other order too, none needs what another left, and each may be asked without the others. */
async function count() {
  const [counts, cases] = [new Map(), new Map()];
  /** -1 before the first: what all need. */
  let number = -1;
  globalThis.isMutant = (id) => {
    counts.set(id, (counts.get(id) ?? 0) + 1);
    cases.set(id, (cases.get(id) ?? new Set()).add(number));
    return false;
  };
  const started = processorMs();
  const passes = await passesAs("first", inOrder, (at) => (number = at), writeError);
  const taken = processorMs() - started;
  globalThis.isMutant = () => false;
  const isApart = passes && (await passesAs("reversed", (all) => inOrder(all).reverse()));
  const own = isApart ? [...cases].filter(([, of]) => !of.has(-1)).map(([id, of]) => [id, [...of]]) : [];
  process.stdout.write(JSON.stringify({ passes, milliseconds: taken, counts: [...counts], cases: own }));
}

async function judge(mutant) {
  const [id, limit, own] = mutant.split(":");
  const chosen = Number(id);
  let left = Number(limit);
  globalThis.isMutant = (id) => id === chosen && (--left >= 0 || stop(left));
  began[0] = processorMs();
  const choose = own === "" ? inOrder : () => own.split(",").map(Number);
  process.stdout.write(`${chosen} ${await passesAs(id, choose)}\n`);
}

/** What catches the error and goes on is ended with the process. */
function stop(left) {
  if (left < -1000) process.exit(1);
  throw new Error("never ends");
}

/** A module of its own for each: nothing is left of the one before. */
async function passesAs(name, choose, begin = () => {}, report = () => {}) {
  try {
    const { countCollected, runCollected } = await import(`${address}?${name}`);
    return await runCollected(choose(countCollected()), begin, report);
  } catch (error) {
    report(error);
    return false;
  }
}

function inOrder(count) {
  return [...new Array(count).keys()];
}

function writeError(error) {
  process.stderr.write(`${error}\n`);
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
