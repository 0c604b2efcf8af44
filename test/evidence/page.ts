import type { SeriesRecord } from "./record.ts";
export function evidencePage(records: readonly SeriesRecord[], interval: number): string {
  return `${records.length} ${interval}\n`;
}
