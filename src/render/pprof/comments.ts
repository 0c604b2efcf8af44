/** The comments report: one comment a line. */
import type { CommentsReport } from "../../report/pprof/comments.ts";

export function renderComments(report: CommentsReport): string {
  return report.comments.map((comment) => `${comment}\n`).join("");
}
