/**
 * The small boxes at a node of a picture that say which labels and which object sizes its value comes from. There is room for four of a kind;
 * more sizes than that are gathered around the four heaviest.
 */

import { type NodeTags, shownTagCum, shownTagFlat, type Tag } from "../../graph/tags.ts";
import { sortTags } from "../../graph/trim/order.ts";
import { MAX_NODELETS } from "../../graph/trim/trim.ts";
import { leastOf } from "../../measurement/extremes.ts";
import { label, scale } from "../../measurement/scale.ts";
import { add, divide, truncate, type Value } from "../../profile/int64.ts";

export interface Nodelets {
  readonly labels: readonly LabelNodelet[];
  /** Of samples without text labels. */
  readonly sizes: readonly SizeNodelet[];
}

export interface SizeNodelet {
  /** Place in the order of its kind; those of value 0 are left out but counted. */
  readonly index: number;
  readonly text: string;
  readonly value: Value;
  /** The value is not the node's own but includes what it called. */
  readonly isCumulative: boolean;
}

export interface LabelNodelet extends Omit<SizeNodelet, "isCumulative"> {
  readonly sizes: readonly SizeNodelet[];
}

/** A node without callees in the picture shows cumulative values: they include the callees that were left out. */
export function nodelets(tags: NodeTags, hasCallees: boolean): Nodelets {
  const shownValue = hasCallees ? shownTagFlat : shownTagCum;
  const labels = sortTags(tags.text, hasCallees ? "flat" : "cum")
    .slice(0, MAX_NODELETS)
    .map((tag, index) => ({
      index,
      text: tag.name,
      value: shownValue(tag),
      sizes: sizesOf(tags, tag.name, hasCallees),
    }))
    .filter(({ value }) => Boolean(value));
  return { labels, sizes: sizesOf(tags, "", hasCallees) };
}

function sizesOf(tags: NodeTags, text: string, hasCallees: boolean): SizeNodelet[] {
  return gather(tags.numeric.get(text) ?? [], hasCallees)
    .map((tag, index) => {
      const [flat, cum] = [shownTagFlat(tag), shownTagCum(tag)];
      const isCumulative = !hasCallees && flat !== cum;
      return { index, text: tag.name, value: isCumulative ? cum : flat, isCumulative };
    })
    .filter(({ value }) => Boolean(value));
}

/** At most MAX_NODELETS tags: each of the others joins the nearest of the heaviest. */
function gather(tags: readonly Tag[], hasCallees: boolean): Tag[] {
  const key = hasCallees ? "flat" : "cum";
  const sorted = sortTags(tags, key);
  if (sorted.length <= MAX_NODELETS) return sorted;
  const groups = sorted.slice(0, MAX_NODELETS).map((tag) => [tag] as [Tag, ...Tag[]]);
  for (const tag of sorted.slice(MAX_NODELETS)) {
    const distances = groups.map(([heaviest]) => distance(tag, heaviest));
    groups[distances.indexOf(leastOf(distances))]?.push(tag);
  }
  return sortTags(groups.map(mergeGroup), key);
}

function distance(a: Tag, b: Tag): number {
  return Math.abs(scale(b.value, b.unit, a.unit).value - Number(a.value));
}

function mergeGroup(group: readonly [Tag, ...Tag[]]): Tag {
  let [least, greatest] = [group[0], group[0]];
  let { flat, cum, flatDivisor, cumDivisor } = group[0];
  for (const tag of group.slice(1)) {
    if (truncate(scale(tag.value, tag.unit, least.unit).value) < least.value) least = tag;
    if (truncate(scale(tag.value, tag.unit, greatest.unit).value) > greatest.value) greatest = tag;
    flat = add(flat, tag.flat);
    cum = add(cum, tag.cum);
    flatDivisor = add(flatDivisor, tag.flatDivisor);
    cumDivisor = add(cumDivisor, tag.cumDivisor);
  }
  const from = label(least.value, least.unit);
  return {
    name: group.length === 1 ? from : `${from}..${label(greatest.value, greatest.unit)}`,
    unit: "",
    value: 0n,
    flat: flatDivisor ? divide(flat, flatDivisor) : flat,
    cum: cumDivisor ? divide(cum, cumDivisor) : cum,
    flatDivisor: 0,
    cumDivisor: 0,
  };
}
