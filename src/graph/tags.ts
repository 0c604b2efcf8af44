/**
 * Labels of the samples as tags of nodes: for each node, how much of it each combination of text labels accounts for, and within that each
 * object size. Only the numeric label "bytes" counts, as in pprof.
 *
 * Samples are added up by (node, label set) first, and only the few sums are turned into named tags.
 */
import { absolute, add, divide, type Value } from "../profile/int64.ts";
import { BASE_LABEL, labelSetAt } from "../profile/labels.ts";
import { longer } from "../profile/row-index.ts";
import { compareText } from "../profile/string-table.ts";
import { NONE, type Profile } from "../profile/tables.ts";
import type { CallTree } from "./call-tree.ts";
import type { GraphSource } from "./graph.ts";
import { PairIndex } from "./pair-index.ts";

export interface Tag {
  readonly name: string;
  /** Of a numeric tag; its unit, and the first value of that name. */
  readonly unit: string;
  readonly value: bigint;
  readonly flat: Value;
  readonly cum: Value;
  /** 0 where there is no mean. */
  readonly flatDivisor: Value;
  readonly cumDivisor: Value;
}

export interface NodeTags {
  readonly text: readonly Tag[];
  /** By the name of the text tag they are part of; "" for samples without text labels. */
  readonly numeric: ReadonlyMap<string, readonly Tag[]>;
}

export interface TagQuery {
  /** Unit of the "bytes" label. */
  readonly unit: string;
  /** Name of a numeric tag; tags of one name are one tag. */
  readonly format: (value: bigint) => string;
}

/** Marks samples of the base of a diff, not of the program. */

/** Tags of the wanted nodes of a graph, or, if `tree` is given, of a call tree. */
export function buildTags(
  source: GraphSource,
  tree: CallTree | undefined,
  wanted: Int32Array,
  query: TagQuery,
): Map<number, NodeTags> {
  const sets = describeLabelSets(source.profile, query);
  const sums = new TagSums(source, tree?.length ?? source.nodes.infos.length, wanted);
  const { samples } = source.profile;
  for (let sample = 0; sample < samples.length; sample++) {
    const set = samples.labelSet[sample] as number;
    if (set === NONE || sets[set] === undefined) continue;
    if (!source.values[sample] && !source.divisors?.[sample]) continue;
    if (tree === undefined) addStack(source, sums, sample, set);
    else addPath(tree, sums, sample, set);
  }
  return sums.finish(sets);
}

function addStack({ profile, nodes }: GraphSource, sums: TagSums, sample: number, set: number): void {
  const { start, locations } = profile.samples;
  const from = start[sample] as number;
  const to = start[sample + 1] as number;
  for (let at = from; at < to; at++) {
    const location = locations[at] as number;
    const end = nodes.start[location + 1] as number;
    for (let slot = nodes.start[location] as number; slot < end; slot++) {
      sums.addCum(nodes.nodeOf[slot] as number, set, sample);
    }
  }
  if (from < to) sums.addFlat(nodes.nodeOf[nodes.start[locations[from] as number] as number] as number, set, sample);
}

function addPath(tree: CallTree, sums: TagSums, sample: number, set: number): void {
  const leaf = tree.leafOf[sample] as number;
  for (let row = leaf; row !== NONE; row = tree.parent[row] as number) sums.addCum(row, set, sample);
  if (leaf !== NONE) sums.addFlat(leaf, set, sample);
}

/** What a label set contributes: its text labels as one name, its sizes; undefined if neither. */
interface TagSet {
  readonly text: string;
  readonly sizes: readonly { readonly name: string; readonly value: bigint }[];
  readonly unit: string;
}

function describeLabelSets(profile: Profile, query: TagQuery): (TagSet | undefined)[] {
  return Array.from({ length: profile.labelSets.length }, (_, row) => {
    const labels = labelSetAt(profile, row);
    const texts: string[] = [];
    for (const [key, values] of labels.text) {
      if (key !== BASE_LABEL) for (const value of values) texts.push(`${key}:${value}`);
    }
    const sizes = labels.numeric.get("bytes")?.values ?? [];
    if (texts.length === 0 && sizes.length === 0) return undefined;
    return {
      // pprof joins with a backslash and an "n": a line break once Graphviz reads it.
      text: texts.sort(compareText).join("\\n"),
      sizes: sizes.map((value) => ({ name: query.format(value), value })),
      unit: query.unit,
    };
  });
}

/** Sums by (node, label set), in the order in which they first occur. */
class TagSums {
  readonly #source: GraphSource;
  readonly #isWanted: Uint8Array;
  readonly #index = new PairIndex();
  #lastSample = new Int32Array(this.#index.capacity).fill(NONE);
  readonly #flat: Value[] = [];
  readonly #cum: Value[] = [];
  readonly #flatDivisor: Value[] = [];
  readonly #cumDivisor: Value[] = [];

  constructor(source: GraphSource, nodeCount: number, wanted: Int32Array) {
    this.#source = source;
    this.#isWanted = new Uint8Array(nodeCount);
    for (const node of wanted) this.#isWanted[node] = 1;
  }

  /** Counts a sample once for each node, however often the node is on its stack. */
  addCum(node: number, set: number, sample: number): void {
    if (this.#isWanted[node] === 0) return;
    const row = this.#rowOf(node, set);
    if (this.#lastSample[row] === sample) return;
    this.#lastSample[row] = sample;
    this.#cum[row] = add(this.#cum[row] as Value, this.#source.values[sample] as Value);
    this.#cumDivisor[row] = add(this.#cumDivisor[row] as Value, this.#source.divisors?.[sample] ?? 0);
  }

  addFlat(node: number, set: number, sample: number): void {
    if (this.#isWanted[node] === 0) return;
    const row = this.#rowOf(node, set);
    this.#flat[row] = add(this.#flat[row] as Value, this.#source.values[sample] as Value);
    this.#flatDivisor[row] = add(this.#flatDivisor[row] as Value, this.#source.divisors?.[sample] ?? 0);
  }

  #rowOf(node: number, set: number): number {
    const row = this.#index.rowOf(node, set);
    if (row === this.#flat.length) {
      for (const column of [this.#flat, this.#cum, this.#flatDivisor, this.#cumDivisor]) column.push(0);
      if (row === this.#lastSample.length) {
        this.#lastSample = longer(this.#lastSample, this.#index.capacity, NONE);
      }
    }
    return row;
  }

  finish(sets: readonly (TagSet | undefined)[]): Map<number, NodeTags> {
    const builders = new Map<number, NodeTagsBuilder>();
    for (let row = 0; row < this.#index.length; row++) {
      const node = this.#index.first[row] as number;
      const set = sets[this.#index.second[row] as number] as TagSet;
      const builder = builders.get(node) ?? new NodeTagsBuilder();
      builders.set(node, builder);
      const sums = {
        flat: this.#flat[row] as Value,
        cum: this.#cum[row] as Value,
        flatDivisor: this.#flatDivisor[row] as Value,
        cumDivisor: this.#cumDivisor[row] as Value,
      };
      builder.add(set, sums);
    }
    return new Map([...builders].map(([node, builder]) => [node, builder.finish()]));
  }
}

type Sums = Pick<Tag, "flat" | "cum" | "flatDivisor" | "cumDivisor">;

class NodeTagsBuilder {
  readonly #text = new Map<string, Tag>();
  readonly #numeric = new Map<string, Map<string, Tag>>();

  add(set: TagSet, sums: Sums): void {
    if (set.text !== "") addTo(this.#text, { name: set.text, unit: "", value: 0n, ...sums });
    const numeric = this.#numeric.get(set.text) ?? new Map<string, Tag>();
    this.#numeric.set(set.text, numeric);
    for (const { name, value } of set.sizes) addTo(numeric, { name, unit: set.unit, value, ...sums });
  }

  finish(): NodeTags {
    const numeric = [...this.#numeric].filter(([, tags]) => tags.size > 0);
    return {
      text: [...this.#text.values()],
      numeric: new Map(numeric.map(([name, tags]) => [name, [...tags.values()]])),
    };
  }
}

/** Adds to the tag of that name, which keeps the value it was first met with. */
function addTo(tags: Map<string, Tag>, tag: Tag): void {
  const known = tags.get(tag.name);
  if (known === undefined) {
    tags.set(tag.name, tag);
    return;
  }
  tags.set(tag.name, {
    ...known,
    flat: add(known.flat, tag.flat),
    cum: add(known.cum, tag.cum),
    flatDivisor: add(known.flatDivisor, tag.flatDivisor),
    cumDivisor: add(known.cumDivisor, tag.cumDivisor),
  });
}

/** Flat as it is shown: a mean where there is a divisor. */
export function shownTagFlat(tag: Sums): Value {
  return tag.flatDivisor ? divide(tag.flat, tag.flatDivisor) : tag.flat;
}

export function shownTagCum(tag: Sums): Value {
  return tag.cumDivisor ? divide(tag.cum, tag.cumDivisor) : tag.cum;
}

/** Tags that weigh at least `cutoff`, flat or cum; a size that belongs to a light text tag stays if it is heavy itself. */
export function dropLightTags(tags: NodeTags, cutoff: number): NodeTags {
  const isHeavy = ({ flat, cum }: Tag): boolean => absolute(flat) >= cutoff || absolute(cum) >= cutoff;
  const numeric = [...tags.numeric].map(([name, group]) => [name, group.filter(isHeavy)] as const);
  return { text: tags.text.filter(isHeavy), numeric: new Map(numeric) };
}

/** Tags that have a flat value: about as many boxes as the node will get in a picture. */
export function countFlatTags(tags: NodeTags): number {
  const groups = [tags.text, ...tags.numeric.values()];
  return groups.reduce((sum, group) => sum + group.filter(({ flat }) => flat !== 0 && flat !== 0n).length, 0);
}
