/** What is read as long as it goes on: standard input, pipes and devices, which may never end. */
import { FetchError } from "../../errors.ts";
import { formatSize } from "../../measurement/size.ts";

/** Bytes, unless told otherwise. */
export const MOST_STREAMED: number = 1 << 30;

export function endlessFault(most: number): FetchError {
  const fact = `goes on for more than ${formatSize(most)}`;
  return new FetchError("stream-size", fact, fact);
}
