/** Accumulation points that belong together: of one entry, and most of the way from it the same. */
import type { GrowthTree } from "./growth-tree.ts";
import { pathToRoot } from "./growth-tree.ts";
import { isPlumbing } from "./roles.ts";

/** This part of the longer of two ways must be common to both. */
const COMMON = 0.7;

/** Points in clusters, each with its heaviest first: `points` come in order of growth. */
export function clusterPoints(tree: GrowthTree, names: readonly string[], points: readonly number[]): number[][] {
  const clusters: { readonly way: readonly number[]; readonly points: number[] }[] = [];
  for (const point of points) {
    const way = pathToRoot(tree, point)
      .reverse()
      .filter((row) => !isPlumbing(names[tree.node[row] as number] as string));
    const cluster = clusters.find((known) => commonShare(known.way, way) >= COMMON);
    if (cluster === undefined) clusters.push({ way, points: [point] });
    else cluster.points.push(point);
  }
  return clusters.map((cluster) => cluster.points);
}

/** Both are rows of one tree, so a common row is a common path. */
function commonShare(a: readonly number[], b: readonly number[]): number {
  let common = 0;
  while (common < a.length && common < b.length && a[common] === b[common]) common++;
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 0 : common / longer;
}
