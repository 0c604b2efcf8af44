/** A call graph in Graphviz's language, as `go tool pprof -dot` writes it. */

import { type NodeInfo, nameParts } from "../../graph/nodes.ts";
import { shortenFunctionName } from "../../graph/short-name.ts";
import { percentage } from "../../measurement/scale.ts";
import type { ZoneOptions } from "../../measurement/zone.ts";
import { baseName } from "../../profile/file-path.ts";
import { absolute, divide, type Value } from "../../profile/int64.ts";
import type { CallGraphEdge, CallGraphNode, CallGraphReport } from "../../report/pprof/call-graph.ts";
import type { LabelNodelet, SizeNodelet } from "../../report/pprof/nodelets.ts";
import { graphLines } from "../text/header.ts";
import { formatValue } from "../value-text.ts";
import { dotColor } from "./dot-color.ts";

const SMALLEST_FONT = 8;
const FONT_GROWTH = 16;

export function renderDot(report: CallGraphReport, zone?: ZoneOptions): string {
  const title = report.header.profile?.program ?? "";
  const lines = [`digraph "${title === "" ? "unnamed" : title}" {`, 'node [style=filled fillcolor="#f8f8f8"]'];
  lines.push(legend(report, title, zone));
  const [first, ...others] = report.nodes.map(({ flat }) => Number(absolute(flat)));
  // The smallest int64 has no absolute value, so even the largest may be below zero.
  const maxFlat = others.reduce((most, flat) => Math.max(most, flat), first ?? 0);
  for (const [place, node] of report.nodes.entries()) {
    lines.push(nodeLine(report, node, place + 1, maxFlat));
    for (const line of nodeletLines(report, node, place + 1)) lines.push(line);
  }
  for (const edge of report.edges) lines.push(edgeLine(report, edge));
  lines.push("}");
  return `${lines.join("\n")}\n`;
}

function legend(report: CallGraphReport, title: string, zone: ZoneOptions | undefined): string {
  const labels = [
    ...graphLines(report.header, report.numbers, zone),
    "\nSee https://git.io/JfYMW for how to read the graph",
  ].map(escapeText);
  const tooltip = title === "" ? "" : ` tooltip="${title}"`;
  return `subgraph cluster_L { "${labels[0]}" [shape=box fontsize=16 label="${labels.join("\\l")}\\l"${tooltip}] }`;
}

function nodeLine(report: CallGraphReport, node: CallGraphNode, number: number, maxFlat: number): string {
  const { numbers, total } = report;
  const { flat, cum } = node;
  const amount = (value: Value): string => `${formatValue(value, numbers)} (${percentage(value, total).trim()})`;
  const isOwn = BigInt(flat) === BigInt(cum);
  const own = flat ? amount(flat) : "0";
  const whole = isOwn ? "" : `${flat ? "\\n" : " "}of ${amount(cum)}`;
  const score = Number(cum) / Number(absolute(total));
  const attributes = [
    `label="${multilineName(node.info)}${own}${whole}"`,
    `id="node${number}"`,
    `fontsize=${fontSize(flat, maxFlat)}`,
    "shape=box",
    `tooltip="${escapeText(node.name)} (${formatValue(cum, numbers)})"`,
    `color="${dotColor(score, "line")}"`,
    `fillcolor="${dotColor(score, "fill")}"`,
  ];
  return `N${number} [${attributes.join(" ")}]`;
}

/** In Go a NaN becomes the smallest int64, to which the smallest font is added. */
const FONT_OF_NAN = String(-(2n ** 63n) + 8n);

/** Grows with the square root, to tell the large ones apart from the rest and still show the rest. */
function fontSize(flat: Value, maxFlat: number): number | string {
  const size = Number(absolute(flat));
  if (maxFlat === 0 || size === 0 || size > maxFlat) return SMALLEST_FONT;
  const growth = Math.ceil(FONT_GROWTH * Math.sqrt(size / maxFlat));
  return Number.isNaN(growth) ? FONT_OF_NAN : SMALLEST_FONT + growth;
}

function nodeletLines(report: CallGraphReport, node: CallGraphNode, number: number): string[] {
  const { labels, sizes } = node.nodelets;
  const parent = `N${number}`;
  return [
    ...labels.flatMap((nodelet) => labelLines(report, nodelet, parent)),
    ...sizes.flatMap((nodelet) => sizeLines(report, nodelet, parent)),
  ];
}

function labelLines(report: CallGraphReport, nodelet: LabelNodelet, parent: string): string[] {
  const id = `${parent}_${nodelet.index}`;
  const weight = formatValue(nodelet.value, report.numbers);
  return [
    `${id} [label = "${nodelet.text}" id="${id}" fontsize=8 shape=box3d tooltip="${weight}"]`,
    `${parent} -> ${id} [label=" ${weight}" weight=100 tooltip="${weight}" labeltooltip="${weight}"]`,
    ...nodelet.sizes.flatMap((size) => sizeLines(report, size, id)),
  ];
}

function sizeLines(report: CallGraphReport, nodelet: SizeNodelet, parent: string): string[] {
  const id = `N${parent}_${nodelet.index}`;
  const weight = formatValue(nodelet.value, report.numbers);
  const style = nodelet.isCumulative ? ' style="dotted"' : "";
  return [
    `${id} [label = "${nodelet.text}" id="${id}" fontsize=8 shape=box3d tooltip="${weight}"]`,
    `${parent} -> ${id} [label=" ${weight}" weight=100 tooltip="${weight}" labeltooltip="${weight}"${style}]`,
  ];
}

function edgeLine(report: CallGraphReport, edge: CallGraphEdge): string {
  const weight = formatValue(edge.weight, report.numbers);
  const arrow = edge.isResidual ? "..." : "->";
  const tooltip = `"${escapeText(edge.fromName)} ${arrow} ${escapeText(edge.toName)} (${weight})"`;
  const hasNodelets = nodeletCount(report.nodes[edge.from - 1] as CallGraphNode) > 0;
  const attributes = [
    `label=" ${weight}${edge.isInlined ? "\\n (inline)" : ""}"`,
    ...strength(edge.weight, report.total),
    `tooltip=${tooltip}`,
    `labeltooltip=${tooltip}`,
    ...(edge.isResidual ? ['style="dotted"'] : []),
    ...(hasNodelets ? ["minlen=2"] : []),
  ];
  return `N${edge.from} -> N${edge.to} [${attributes.join(" ")}]`;
}

/** Weight for the layout, width and colour by the edge's share of the total. */
function strength(weight: Value, total: Value): string[] {
  if (!total) return [];
  const pull = 1 + share(weight, total, 100);
  const width = 1 + share(weight, total, 5);
  return [
    ...(pull > 1 ? [`weight=${pull}`] : []),
    ...(width > 1 ? [`penwidth=${width}`] : []),
    `color="${dotColor(Number(weight) / Number(absolute(total)), "line")}"`,
  ];
}

/** How many of `parts` the weight is, at most all; in the integers pprof calculates with. */
function share(weight: Value, total: Value, parts: number): number {
  const product = BigInt.asIntN(64, BigInt(weight) * BigInt(parts));
  const size = absolute(divide(product, total));
  return size < parts ? Number(size) : parts;
}

function nodeletCount({ nodelets }: CallGraphNode): number {
  return nodelets.labels.length + nodelets.sizes.length;
}

/** The name over several lines, broken at dots and colons. The "[...]" of Go's type arguments is no place to break. */
function multilineName(info: NodeInfo): string {
  const name = escapeText(shortenFunctionName(info.name))
    .replaceAll("::", "\\n")
    .replaceAll("[...]", "[…]")
    .replaceAll(".", "\\n");
  const file = info.file === "" ? "" : baseName(info.file);
  return `${nameParts({ ...info, name, file }).join("\\n")}\\n`;
}

/** Escapes what ends a string, and makes line breaks left-justified. */
function escapeText(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\l");
}
