/** What is noted in a profile that was put together from the types of one moment of one process, as a server keeps them: its counters are that process's. */
import type { Header } from "../tables.ts";

const MARK = "heapblame: the types of one process at one moment, joined";

/** The header with that note. */
export function markJoined(header: Header): Header {
  return { ...header, comments: [MARK] };
}

export function isJoined({ comments }: Header): boolean {
  return comments.includes(MARK);
}

/** The header of a sum of several: no one process has its counters. */
export function unmarkJoined(header: Header): Header {
  return { ...header, comments: header.comments.filter((comment) => comment !== MARK) };
}
