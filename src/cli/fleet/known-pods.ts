/** The pods of a fleet as Kubernetes has them: out of a file that kubectl printed, and from the cluster that the server is in. */
import { FetchError, ProfileError, UsageError } from "../../errors.ts";
import { readFileBytes } from "../../fetch/files/file.ts";
import { field, list } from "../../fetch/kubernetes/api-object.ts";
import { type Pod, parsePod } from "../../fetch/kubernetes/pod.ts";
import type { Io } from "../terminal/io.ts";
import { readOptions } from "../terminal/reading.ts";
import { type KnownPods, parseLimitOf } from "./pod-facts.ts";

/** As typed. */
interface GivenLimits {
  readonly limitOf?: readonly string[] | undefined;
  readonly pods?: string | undefined;
}

/** Throws UsageError, FetchError. */
export async function readKnownPods({ limitOf = [], pods }: GivenLimits, io: Io): Promise<KnownPods> {
  return {
    options: limitOf.map(parseLimitOf),
    ofFile: pods === undefined ? [] : await readPods(pods, io),
    ofCluster: [],
  };
}

async function readPods(file: string, io: Io): Promise<Pod[]> {
  const bytes = await readNamed(file, io);
  const wanted = `--pods ${file}: give what kubectl get pods -o json prints`;
  let object: unknown;
  try {
    object = JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch (error) {
    throw new UsageError("bad-option", `${wanted}; this is no JSON`, { cause: error });
  }
  try {
    return podsOf(object);
  } catch (error) {
    if (!(error instanceof FetchError || error instanceof ProfileError)) throw error;
    throw new UsageError("bad-option", `${wanted}; in it is something else`, { cause: error });
  }
}

async function readNamed(file: string, io: Io): Promise<Uint8Array> {
  if (file === "-") return await io.stdin();
  try {
    return await readFileBytes(file, io.cwd);
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    throw new FetchError(error.code, `--pods ${file}: ${error.message}`, error.pprofText, { cause: error });
  }
}

/** Of a list, or the one. Throws FetchError. */
function podsOf(object: unknown): Pod[] {
  return field(object, "items") === undefined ? [parsePod(object)] : list(field(object, "items")).map(parsePod);
}

/** So many namespaces are asked for one by one. */
const MOST_NAMESPACES = 16;

interface ClusterPods {
  readonly pods: readonly Pod[];
  /** What could not be had, a line for each. */
  readonly missing: readonly string[];
}

/** `tunnel`: what stands behind `k8s://`. `namespaces`: of the pods, as their labels say; that of the server where they do not. */
export async function askCluster(tunnel: string, namespaces: readonly string[], io: Io): Promise<ClusterPods> {
  const [{ parseKubernetesUrl }, { placeOf }, { getJson }] = await Promise.all([
    import("../../fetch/kubernetes/target.ts"),
    import("../../fetch/kubernetes/resolve-pod.ts"),
    import("../../fetch/kubernetes/kubectl.ts"),
  ]);
  const place = placeOf(parseKubernetesUrl(tunnel), readOptions(io).kubernetes ?? {});
  const asked = namespaces.length === 0 ? [place.namespace] : namespaces.slice(0, MOST_NAMESPACES);
  const pods: Pod[] = [];
  const missing: string[] = [];
  for (const namespace of asked) {
    try {
      for (const pod of podsOf(await getJson(["get", "pods"], { ...place, namespace }))) pods.push(pod);
    } catch (error) {
      if (!(error instanceof FetchError)) throw error;
      missing.push(`limits by the cluster, of namespace ${namespace ?? "that kubectl is set to"}: ${error.message}`);
    }
  }
  if (namespaces.length > MOST_NAMESPACES)
    missing.push(`limits by the cluster, of ${namespaces.length - MOST_NAMESPACES} more namespaces: not asked for`);
  return { pods, missing };
}
