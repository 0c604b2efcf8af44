/** How wide a view is, and so the flame graph in it. */
import { useLayoutEffect, useState } from "preact/hooks";

export function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(viewWidth);
  useLayoutEffect(() => {
    const canvas = element.current;
    if (canvas === null) return undefined;
    // What is not shown has no width: it keeps that of the page.
    const measure = (): void => {
      const wide = Math.floor(canvas.getBoundingClientRect().width);
      if (wide > 0) setWidth(Math.max(LEAST_WIDTH, wide));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(canvas);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

const LEAST_WIDTH = 100;

/** Of what a view has between the page's margins: so that the first drawing is laid out once. */
export function viewWidth(): number {
  const main = document.querySelector("main");
  if (main === null) return 1000;
  const { paddingLeft, paddingRight } = getComputedStyle(main);
  const between = main.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
  return Math.max(LEAST_WIDTH, Math.floor(between));
}
