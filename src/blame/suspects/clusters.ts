/** Accumulation points that belong together: of one entry, and most of the way from it the same. */
import { type GrowthRow, pathToRoot } from "./growth-tree.ts";

/** This part of the longer of two ways must be common to both. */
const COMMON = 0.7;

/** Points in clusters, each with its heaviest first: `points` come in order of growth. */
export function clusterPoints(points: readonly GrowthRow[], isPlumbing: readonly boolean[]): GrowthRow[][] {
  const clusters: { readonly way: readonly GrowthRow[]; readonly points: GrowthRow[] }[] = [];
  for (const point of points) {
    const way = pathToRoot(point)
      .reverse()
      .filter((row) => !isPlumbing[row.node]);
    const cluster = clusters.find((known) => commonShare(known.way, way) >= COMMON);
    if (cluster === undefined) clusters.push({ way, points: [point] });
    else cluster.points.push(point);
  }
  return clusters.map((cluster) => cluster.points);
}

/** Both are rows of one tree, so a common row is a common path. */
function commonShare(a: readonly GrowthRow[], b: readonly GrowthRow[]): number {
  let common = 0;
  while (common < a.length && common < b.length && a[common] === b[common]) common++;
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 0 : common / longer;
}
