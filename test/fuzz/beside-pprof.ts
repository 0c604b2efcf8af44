/** Whether `go tool pprof` reads an input as heapblame does: where both take it, the same bytes, but for what pprof leaves to chance. */
import { compareOutcomes, shortDiff } from "../differential/compare.ts";
import { type Bench, findPprof, openBench } from "../differential/oracle.ts";
import { explainingRule, RERUN_RULES } from "../differential/randomness.ts";

export interface Beside {
  /** What differs; undefined where nothing does, or where one of them refuses the input. */
  readonly compare: (words: readonly string[]) => Promise<string | undefined>;
  readonly counts: { asked: number; bothRead: number; onlyPprof: number; onlyHeapblame: number };
  readonly close: () => void;
}

/** Undefined where there is no pprof. */
export function openBeside(): Beside | undefined {
  const pprof = findPprof();
  if ("missing" in pprof) return undefined;
  const bench = openBench(pprof.path);
  const counts = { asked: 0, bothRead: 0, onlyPprof: 0, onlyHeapblame: 0 };
  return { counts, close: bench.close, compare: (words) => compareOnce(bench, words, counts) };
}

async function compareOnce(
  bench: Bench,
  words: readonly string[],
  counts: Beside["counts"],
): Promise<string | undefined> {
  counts.asked++;
  const actual = await bench.heapblame(words);
  // Which does not answer in time, or at all, for some of these.
  const expected = await bench.pprof(words).catch(() => undefined);
  if (expected === undefined) return undefined;
  if (expected.code !== 0 || actual.code !== 0) {
    if (expected.code === 0) counts.onlyPprof++;
    if (actual.code === 0) counts.onlyHeapblame++;
    return undefined;
  }
  counts.bothRead++;
  const report = /^-(\w+)/.exec(words[0] ?? "")?.[1] ?? "";
  const withoutWords = { stderr: Buffer.alloc(0) };
  const difference = compareOutcomes({ ...expected, ...withoutWords }, { ...actual, ...withoutWords });
  if (difference === undefined || explainingRule(difference, report, words) !== undefined) return undefined;
  for (const { runs } of RERUN_RULES.filter(({ applies }) => applies(report, words))) {
    for (let run = 0; run < runs; run++) {
      const again = compareOutcomes({ ...(await bench.pprof(words)), ...withoutWords }, { ...actual, ...withoutWords });
      if (again === undefined) return undefined;
    }
  }
  return `pprof reads it otherwise: ${shortDiff(difference)}`;
}
