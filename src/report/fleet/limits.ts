/** Where the limits of pods are known from. */

const LIMIT_SOURCES = ["option", "pod-option", "pods-file", "manifest", "cluster", "label", "gomemlimit"] as const;
/**
 * What says a limit: an option for all pods or for this one, what kubectl printed about pods into a file, the manifest of a capture, the cluster, a label
 * of its series; or, where nothing says one, the GOMEMLIMIT of its process, which is what Go keeps below and not what ends a container.
 */
export type LimitSource = (typeof LIMIT_SOURCES)[number];

/** Pods whose limit is known from one source; of those without a source nothing is known. */
export interface LimitCount {
  readonly from: LimitSource | null;
  readonly pods: number;
  /** Of these, those whose container has none. */
  readonly without: number;
}

/** In the order of the sources, what is not known last. */
export function countLimits(
  rows: readonly { readonly limitBytes: number | null; readonly limitFrom: LimitSource | null }[],
): LimitCount[] {
  return [...LIMIT_SOURCES, null].flatMap((from) => {
    const own = rows.filter(({ limitFrom }) => limitFrom === from);
    return own.length === 0
      ? []
      : [
          {
            from,
            pods: own.length,
            without: from === null ? 0 : own.filter(({ limitBytes }) => limitBytes === null).length,
          },
        ];
  });
}
