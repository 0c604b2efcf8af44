/** Reports as JSON. */
import { escapeVisibly } from "../visible.ts";

/**
 * A report as JSON: the report itself. Integers beyond 2^53 are written out in full digits, as JSON allows; what a terminal would obey is escaped, and
 * reads as what it was.
 */
export function renderJson(report: object): string {
  return `${stringify(report, "")}\n`;
}

/** The report with its words beside it. */
export function renderWithWords(report: object, words: object): string {
  return renderJson({ ...report, words });
}

function stringify(value: unknown, indent: string): string {
  if (typeof value === "bigint") return value.toString();
  if (value === null || typeof value !== "object") return escapeVisibly(JSON.stringify(value) ?? "null");
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const parts = Array.isArray(value)
    ? value.map((item) => stringify(item, inner))
    : Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => `${escapeVisibly(JSON.stringify(key))}: ${stringify(item, inner)}`);
  if (parts.length === 0) return `${open}${close}`;
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
}
