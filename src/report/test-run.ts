/** Whether a profile is of a run of tests or benchmarks: that ends by itself, and serves nobody. */

const BY_NAME = /\.test(?:\.exe)?$/;
const RUNNERS = /^testing\.(?:tRunner|\(\*B\)\.)/;

/** `program`: base name of the binary, "" where it is not known; `functions`: names on its stacks, as what runs tests lies under all that they allocate. */
export function isTestRun(program: string, functions: Iterable<string>): boolean {
  if (BY_NAME.test(program)) return true;
  for (const name of functions) if (RUNNERS.test(name)) return true;
  return false;
}
