/** What of a picture is in sight, until it is another picture: then all of it is. */
import { useState } from "preact/hooks";
import { finenessOf, type Sight, WHOLE } from "./sight.ts";

interface Seen {
  readonly subject: string;
  readonly onFineness: (fineness: number) => void;
}

export function useSight({ subject, onFineness }: Seen): readonly [Sight, (next: Sight) => void] {
  const [kept, keep] = useState({ subject, sight: WHOLE });
  const sight = kept.subject === subject ? kept.sight : WHOLE;
  const set = (next: Sight): void => {
    keep({ subject, sight: next });
    onFineness(finenessOf(next));
  };
  return [sight, set];
}
