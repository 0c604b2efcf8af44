/** Stands for `node:test` in bundles that are tried with many mutants in one process: gathers the tests, and runs them until one fails. */

type Work = (context: Context) => unknown;

interface Context {
  readonly after: (work: () => unknown) => void;
  readonly skip: () => void;
  readonly diagnostic: () => void;
}

interface Options {
  readonly skip?: boolean | string;
}

const tests: Work[] = [];
const befores: (() => unknown)[] = [];
const afters: (() => unknown)[] = [];

export function test(_name: string, ...rest: readonly [Work] | readonly [Options, Work]): void {
  const [options, work] = rest.length === 1 ? [{}, rest[0]] : rest;
  if (options.skip === undefined || options.skip === false) tests.push(work);
}

export { test as it };

export function describe(_name: string, ...rest: readonly [() => void] | readonly [Options, () => void]): void {
  const [options, work] = rest.length === 1 ? [{}, rest[0]] : rest;
  if (options.skip === undefined || options.skip === false) work();
}

export function before(work: () => unknown): void {
  befores.push(work);
}

export function after(work: () => unknown): void {
  afters.push(work);
}

/** How many there are. */
export function countCollected(): number {
  return tests.length;
}

/** Whether those of `cases` pass, which are numbers in the order of the text; `begin` is told each before it runs, `report` has why one fails. */
export async function runCollected(
  cases: readonly number[],
  begin: (number: number) => void,
  report: (error: unknown) => void,
): Promise<boolean> {
  const context: Context = { after, skip: () => {}, diagnostic: () => {} };
  try {
    for (const work of befores) await work();
    for (const number of cases) {
      begin(number);
      await tests[number]?.(context);
    }
    return true;
  } catch (error) {
    report(error);
    return false;
  } finally {
    for (const work of afters) await work();
  }
}
