/** The comments a profile carries, all of them: the header of other reports leaves out those that start with "#". */
import type { View } from "./view.ts";

export interface CommentsReport {
  readonly kind: "comments";
  readonly comments: readonly string[];
}

export function commentsReport(view: View): CommentsReport {
  return { kind: "comments", comments: view.profile.header.comments };
}
