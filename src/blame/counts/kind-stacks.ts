/**
 * Which Kubernetes objects were decoded on which stack. Generated code decodes an object in `(*Pod).Unmarshal`, a list in `(*PodList).Unmarshal`, so the
 * outermost of these frames names the Kind; the object itself is made before, once, by the scheme:
 *
 *     StreamWatcher.receive  ...  Scheme.New  reflect.New                      one allocation an object, of the Kind's size class
 *     StreamWatcher.receive  ...  Unknown.Unmarshal                            the envelope
 *     StreamWatcher.receive  ...  Pod.Unmarshal  ObjectMeta.Unmarshal  ...     what is in it
 */
import type { NodeTable } from "../../graph/nodes.ts";
import { NONE, type Profile } from "../../profile/tables.ts";
import type { FrameIdentity } from "../suspects/frame-identity.ts";

export interface KindStacks {
  /** `Pod`, and the package that declares it. */
  readonly kinds: readonly { readonly kind: string; readonly package: string }[];
  /** Index into kinds for each sample; NONE where none was decoded. */
  readonly kindOf: Int32Array;
  /** 1 for samples below managedFields. */
  readonly isManaged: Uint8Array;
  /** 1 for samples of a watch. */
  readonly isWatched: Uint8Array;
  /** 1 for the objects themselves, of any Kind, that a watch brought. */
  readonly isObject: Uint8Array;
}

const UNMARSHAL = /^(.+)\.\(\*(\w+)\)\.Unmarshal$/;
/** Wraps objects of any Kind. */
const ENVELOPE = /^k8s\.io\/apimachinery\/pkg\/runtime$/;
const ENVELOPE_KINDS = ["WatchEvent", "Status", "TypeMeta", "ListMeta"];
const DECODES = /^k8s\.io\/(?:apimachinery\/pkg\/runtime|client-go)[/.]/;

const KIND = 1;
const MANAGED = 2;
const WATCH = 4;
const SCHEME = 8;
const DECODER = 16;

/** undefined where no Kubernetes object is decoded. */
export function findKindStacks(
  { samples }: Profile,
  nodes: NodeTable,
  identities: readonly FrameIdentity[],
): KindStacks | undefined {
  const flags = Uint8Array.from(identities, ({ name }) => flagsOf(name));
  if (![KIND, DECODER].every((flag) => flags.some((each) => (each & flag) !== 0))) return undefined;
  const kinds: { kind: string; package: string }[] = [];
  const known = new Map<string, number>();
  const intern = (node: number): number => {
    const [, path = "", type = ""] = UNMARSHAL.exec(identities[node]?.name ?? "") ?? [];
    const kind = type.replace(/(?<=\w)List$/, "");
    const key = `${path}.${kind}`;
    const row = known.get(key) ?? kinds.push({ kind, package: path }) - 1;
    known.set(key, row);
    return row;
  };
  const result = {
    kinds,
    kindOf: new Int32Array(samples.length).fill(NONE),
    isManaged: new Uint8Array(samples.length),
    isWatched: new Uint8Array(samples.length),
    isObject: new Uint8Array(samples.length),
  };
  for (let sample = 0; sample < samples.length; sample++) {
    let seen = 0;
    let outermost = NONE;
    for (let at = samples.start[sample] as number; at < (samples.start[sample + 1] as number); at++) {
      const location = samples.locations[at] as number;
      for (let slot = nodes.start[location] as number; slot < (nodes.start[location + 1] as number); slot++) {
        const node = nodes.nodeOf[slot] as number;
        const flag = flags[node] as number;
        seen |= flag;
        if ((flag & KIND) !== 0) outermost = node;
      }
    }
    if ((seen & DECODER) === 0) continue;
    if (outermost !== NONE) result.kindOf[sample] = intern(outermost);
    result.isManaged[sample] = (seen & MANAGED) === 0 ? 0 : 1;
    result.isWatched[sample] = (seen & WATCH) === 0 ? 0 : 1;
    result.isObject[sample] = outermost === NONE && (seen & WATCH) !== 0 && (seen & SCHEME) !== 0 ? 1 : 0;
  }
  return result;
}

function flagsOf(name: string): number {
  const [, path = "", type = ""] = UNMARSHAL.exec(name) ?? [];
  const isKind = type !== "" && !ENVELOPE.test(path) && !ENVELOPE_KINDS.includes(type);
  return (
    (isKind ? KIND : 0) |
    (/\.\(\*(?:ManagedFieldsEntry|FieldsV1)\)\.\w+$/.test(name) ? MANAGED : 0) |
    (/\.\(\*StreamWatcher\)\.receive$/.test(name) ? WATCH : 0) |
    (/\/runtime\.\(\*Scheme\)\.New$/.test(name) ? SCHEME : 0) |
    (DECODES.test(name) ? DECODER : 0)
  );
}
