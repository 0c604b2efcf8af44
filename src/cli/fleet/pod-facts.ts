/** What is known of a pod beside its profiles: its limit, by whatever says one, and its node. */
import { UsageError } from "../../errors.ts";
import type { Container, Pod } from "../../fetch/kubernetes/pod.ts";
import type { ContainerRecord } from "../../fetch/manifest/manifest.ts";
import type { Labels } from "../../fetch/stores/store.ts";
import { parseGoMemoryLimit, parseMemoryLimit } from "../../measurement/quantity.ts";
import { literalPattern } from "../../profile/filter/pattern.ts";
import type { LimitSource } from "../../report/fleet/fleet.ts";

/** As far as it is known. */
export interface PodName {
  readonly namespace: string | undefined;
  readonly name: string;
  readonly container: string | undefined;
}

/** All that may say something of any pod. */
export interface KnownPods {
  /** Of --limit-of, in the order given. */
  readonly options: readonly { readonly matches: (name: string) => boolean; readonly bytes: number }[];
  readonly ofFile: readonly Pod[];
  readonly ofCluster: readonly Pod[];
}

interface PodFacts {
  readonly node: string | null;
  readonly limitBytes: number | null;
  readonly limitFrom: LimitSource | null;
}

/** What a container says of its memory, as it is written. */
type Memory = Pick<ContainerRecord, "memoryLimit" | "gomemlimit">;

/** `web-0=512Mi`; a name may have `*` in it. Throws UsageError "bad-option". */
export function parseLimitOf(text: string): KnownPods["options"][number] {
  const [, name = "", amount = ""] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  const bytes = parseMemoryLimit(amount);
  if (name === "" || bytes === undefined || bytes <= 0)
    throw new UsageError("bad-option", `--limit-of ${text}: give a pod and its limit, as in web-0=512Mi or web-*=1Gi`);
  const pattern = new RegExp(`^${name.split("*").map(literalPattern).join(".*")}$`, "s");
  return { matches: (pod) => pattern.test(pod), bytes };
}

/** The first that says a limit; GOMEMLIMIT only where nothing does. `ofCapture`: of its manifest. */
export function factsOf(pod: PodName, labels: Labels, ofCapture: Memory | undefined, known: KnownPods): PodFacts {
  const [ofFile, ofCluster] = [known.ofFile, known.ofCluster].map((pods) => findPod(pod, pods));
  const given = known.options.find(({ matches }) => matches(pod.name));
  const said: readonly (readonly [from: LimitSource, memory: Memory | undefined])[] = [
    ["pod-option", given === undefined ? undefined : { memoryLimit: String(given.bytes), gomemlimit: null }],
    ["pods-file", sayable(memoryOf(pod, ofFile))],
    ["manifest", sayable(ofCapture)],
    ["cluster", sayable(memoryOf(pod, ofCluster))],
    ["label", memoryOfLabels(labels)],
  ];
  const node = ofFile?.node ?? ofCluster?.node ?? null;
  const [limitFrom = null, memory] = said.find(([, each]) => each !== undefined) ?? [];
  const limitBytes = bytesOf(memory?.memoryLimit, parseMemoryLimit);
  if (limitBytes !== null) return { node, limitBytes, limitFrom };
  for (const [, each] of said) {
    const soft = bytesOf(each?.gomemlimit, parseGoMemoryLimit);
    if (soft !== null) return { node, limitBytes: soft, limitFrom: "gomemlimit" };
  }
  return { node, limitBytes: null, limitFrom };
}

function bytesOf(written: string | null | undefined, parse: (text: string) => number | undefined): number | null {
  const bytes = written == null ? undefined : parse(written);
  return bytes !== undefined && bytes > 0 && Number.isFinite(bytes) ? bytes : null;
}

/** What is written and cannot be read says nothing. */
function sayable(memory: Memory | undefined): Memory | undefined {
  const isWritten = memory !== undefined && memory.memoryLimit !== null;
  return isWritten && bytesOf(memory.memoryLimit, parseMemoryLimit) === null ? undefined : memory;
}

/** Undefined where none is of that name, or several are. */
function findPod({ namespace, name }: PodName, pods: readonly Pod[]): Pod | undefined {
  const [only, ...others] = pods.filter(
    (pod) => pod.name === name && (namespace === undefined || pod.namespace === "" || pod.namespace === namespace),
  );
  return others.length === 0 ? only : undefined;
}

/** Of the container that is named, else of the only one. */
function memoryOf({ container: name }: PodName, pod: Pod | undefined): Memory | undefined {
  if (pod === undefined) return undefined;
  const { containers, memoryLimit } = pod;
  const container =
    containers.find((each) => each.name === name) ?? (containers.length === 1 ? containers[0] : undefined);
  if (container === undefined) return memoryLimit === undefined ? undefined : { memoryLimit, gomemlimit: null };
  return { memoryLimit: container.memoryLimit ?? memoryLimit ?? null, gomemlimit: envText(container.gomemlimit) };
}

function envText(variable: Container["gomemlimit"]): string | null {
  return variable !== undefined && "value" in variable ? variable.value : null;
}

/** As those who relabel call it; none is usual. */
const LIMIT_LABELS = [
  ...["memory_limit", "limit_memory", "limits_memory", "resources_limits_memory", "memory_limit_bytes"],
  ...["container_memory_limit", "container_memory_limit_bytes", "k8s_container_memory_limit"],
];

function memoryOfLabels(labels: Labels): Memory | undefined {
  const found = LIMIT_LABELS.map((name) => labels[name]).find((value) => value !== undefined);
  return found === undefined || parseMemoryLimit(found) === undefined
    ? undefined
    : { memoryLimit: found, gomemlimit: null };
}
