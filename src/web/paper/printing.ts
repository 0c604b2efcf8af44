/** Whether the page is being printed: paper has no tabs to press, nothing to scroll, and is light. */
import { useEffect, useState } from "preact/hooks";

export function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(isOnPaper);
  useEffect(() => {
    const list = matchMedia(PAPER);
    const listen = (): void => setPrinting(isOnPaper());
    list.addEventListener("change", listen);
    for (const moment of MOMENTS) addEventListener(moment, listen);
    return () => {
      list.removeEventListener("change", listen);
      for (const moment of MOMENTS) removeEventListener(moment, listen);
    };
  }, []);
  return isPrinting;
}

const PAPER = "print";
const MOMENTS = ["beforeprint", "afterprint"] as const;

/** The style sheet has its light colours from before the first thing is drawn for paper. */
export function watchPrinting(): void {
  const mark = (isPrinting: boolean): void => {
    document.documentElement.classList.toggle("printing", isPrinting);
  };
  const list = matchMedia(PAPER);
  mark(list.matches);
  list.addEventListener("change", () => mark(list.matches));
  addEventListener("beforeprint", () => mark(true));
  addEventListener("afterprint", () => mark(list.matches));
}

function isOnPaper(): boolean {
  return document.documentElement.classList.contains("printing");
}
