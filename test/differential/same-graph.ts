/**
 * Graphs that pprof could have printed in the same run of a report. It numbers the nodes in an order that it sorts them into, and some
 * of them tie, so two outputs may name one node N7 and N8. Both are brought into one form here: nodes go by what their lines say and by
 * how they hang together; the order of names, and the order of weights, stay as they are, for those are sorted.
 */

interface DotNode {
  readonly id: string;
  /** The whole name, as the tooltip has it. */
  readonly name: string;
  /** Its line and those of its boxes, without numbers. */
  readonly content: string;
}

interface DotEdge {
  readonly from: string;
  readonly to: string;
  /** Without the sign. */
  readonly size: string;
  readonly content: string;
}

/** The form; two outputs of one graph have the same. */
export function graphForm(dot: string): string {
  const lines = dot.split("\n");
  const nodes = nodesOf(lines);
  const edges = edgesOf(lines);
  const colors = refinedColors(nodes, edges);
  const color = (id: string): string => colors.get(id) ?? id;
  return [
    ...lines.filter((line) => !/^N/.test(line)),
    ...nodes.map(({ name }) => `node ${name}`),
    ...nodes.map(({ id }) => `content ${color(id)}`).sort(),
    ...edges.map(({ size }) => `edge ${size}`),
    ...edges.map(({ from, to, content }) => `${color(from)} -> ${color(to)} ${content}`).sort(),
  ].join("\n");
}

const NODE = /^(N\d+) \[label=/;
const CALL = /^(N\d+) -> (N\d+) (\[label=" -?([^"\\]*).*)$/;

/** The boxes of a node follow it; with weights of equal size they come in any order. */
function nodesOf(lines: readonly string[]): DotNode[] {
  const nodes: { id: string; name: string; line: string; boxes: string[] }[] = [];
  for (const line of lines) {
    const id = NODE.exec(line)?.[1];
    if (id !== undefined) {
      const name = /tooltip="(.*?) \([^()]*\)" color=/.exec(line)?.[1] ?? "";
      nodes.push({ id, name, line: line.replace(id, "").replace(/id="node\d+"/, ""), boxes: [] });
    } else if (/^N/.test(line) && !CALL.test(line)) nodes.at(-1)?.boxes.push(line);
  }
  return nodes.map(({ id, name, line, boxes }) => ({ id, name, content: [line, ...boxForms(boxes)].join("\n") }));
}

/** Boxes without their numbers; those under another box go with it. */
function boxForms(boxes: readonly string[]): string[] {
  const groups: string[][] = [];
  for (const line of boxes) {
    const plain = line.replace(/N+\d+(_\d+)*/g, "N");
    if (/^N\d+_\d+ \[label/.test(line) || groups.length === 0) groups.push([plain]);
    else groups.at(-1)?.push(plain);
  }
  return groups.map((group) => group.sort().join("\n")).sort();
}

function edgesOf(lines: readonly string[]): DotEdge[] {
  return lines.flatMap((line) => {
    const [, from, to, content, size] = CALL.exec(line) ?? [];
    return from === undefined || to === undefined ? [] : [{ from, to, content: content ?? "", size: size ?? "" }];
  });
}

/** Each node's own line and, round by round, those of its callers and callees: nodes alike in all of it are interchangeable. */
function refinedColors(nodes: readonly DotNode[], edges: readonly DotEdge[]): ReadonlyMap<string, string> {
  let colors = new Map(nodes.map(({ id, content }) => [id, content]));
  let kinds = new Set(colors.values()).size;
  for (;;) {
    const parts = new Map(nodes.map(({ id }) => [id, [] as string[]]));
    for (const { from, to, content } of edges) {
      parts.get(from)?.push(`> ${content} ${colors.get(to) ?? to}`);
      parts.get(to)?.push(`< ${content} ${colors.get(from) ?? from}`);
    }
    const refined = new Map(nodes.map(({ id }) => [id, `${colors.get(id)} ${(parts.get(id) ?? []).sort().join(" ")}`]));
    const short = new Map([...new Set(refined.values())].sort().map((text, rank) => [text, String(rank)]));
    const finer = new Map(nodes.map(({ id, content }) => [id, `${content} #${short.get(refined.get(id) as string)}`]));
    if (short.size === kinds) return finer;
    kinds = short.size;
    colors = finer;
  }
}
