/** Pairs of profiles to draw: those of the project, and ten of the corpus where it is there. */
import { MODES, modePair } from "../../fixtures.ts";
import { corpusFile, hasCorpus } from "../../profile/corpus.ts";

export interface Pair {
  readonly name: string;
  readonly base: string | undefined;
  readonly current: string;
}

const CORPUS: readonly (readonly [name: string, base: string | undefined, current: string])[] = [
  ["cortex", "amckinley__cortex-heap/heap.out", "amckinley__cortex-heap/heap2.out"],
  ["profefe", "profefe__profefe/collector_heap_1.prof", "profefe__profefe/collector_heap_2.prof"],
  ["sticky-cache", "lawt3__sticky-cache-repro/heap.out", "lawt3__sticky-cache-repro/heap2.out"],
  ["speller", "DMA8__speller/profiling_heap_before.pprof", "DMA8__speller/profiling_heap_after.pprof"],
  ["gonote", "xmge__gonote/heap.v02-20210308.base", "xmge__gonote/heap.current"],
  ["go-leak-experiment", "qiuhawei__go-leak-experiment/heap.out", "qiuhawei__go-leak-experiment/heap-leak.out"],
  ["parca", "parca-dev__parca/1644509275338070000.pb.gz", "parca-dev__parca/1644509299337903000.pb.gz"],
  ["prometheus", undefined, "grafana__pyroscope/pkg_phlaredb_testdata_heap"],
  ["datadog", undefined, "DataDog__dd-trace-go/big-heap.pprof"],
  ["matrixone", undefined, "matrixorigin__matrixone-operator/heap.out"],
];

export function pairs(): Pair[] {
  const own = MODES.map((mode): Pair => {
    const [base, current] = modePair(mode);
    return { name: mode, base, current };
  });
  if (!hasCorpus) return own;
  return [
    ...own,
    ...CORPUS.map(([name, base, current]) => ({ name, base: base && corpusFile(base), current: corpusFile(current) })),
  ];
}
