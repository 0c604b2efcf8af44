/** Fingers, trackpad and mouse on a flame graph: two fingers and ctrl with the wheel stretch it about where they are, sideways moves it. Elsewhere the browser zooms the page. */
import { useEffect, useRef, useState } from "preact/hooks";
import { finenessOf, held, moved, type Sight, stretched, WHOLE } from "./sight.ts";

interface Sighted {
  readonly sight: Sight;
  readonly onSight: (next: Sight) => void;
}

/** Where something is on the canvas, in parts of its width. */
function placeIn(canvas: HTMLElement, { clientX }: { readonly clientX: number }): number {
  const { left, width } = canvas.getBoundingClientRect();
  return (clientX - left) / width;
}

export function useGestures(canvas: { readonly current: HTMLCanvasElement | null }, sighted: Sighted): void {
  const latest = useRef(sighted);
  latest.current = sighted;
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const stop = new AbortController();
    // Not passive: what the graph does the browser is not to do as well.
    const options = { passive: false, signal: stop.signal };
    element.addEventListener("wheel", (event) => turn(element, event, latest.current), options);
    watchFingers(element, latest, options);
    watchDrag(element, latest, options);
    return () => stop.abort();
  }, []);
}

/** Pixels of a wheel that double the width. */
const DOUBLES = 120;

function turn(element: HTMLElement, event: WheelEvent, { sight, onSight }: Sighted): void {
  const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : 16;
  if (event.ctrlKey) {
    event.preventDefault();
    onSight(stretched(sight, 2 ** ((-event.deltaY * unit) / DOUBLES), placeIn(element, event)));
    return;
  }
  const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
  const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
  if (sight.span === 1 || !isSideways) return;
  event.preventDefault();
  onSight(moved(sight, (sideways * unit) / element.clientWidth));
}

type Latest = { readonly current: Sighted };
type Options = { readonly passive: boolean; readonly signal: AbortSignal };

function watchFingers(element: HTMLElement, latest: Latest, options: Options): void {
  let below: readonly number[] = [];
  let middle = 0;
  const middleOf = ({ touches }: TouchEvent): number =>
    Array.from(touches, ({ clientY }) => clientY).reduce((sum, y) => sum + y, 0) / touches.length;
  const begin = (event: TouchEvent): void => {
    const { from, span } = latest.current.sight;
    below = Array.from(event.touches, (touch) => from + placeIn(element, touch) * span);
    middle = middleOf(event);
  };
  const move = (event: TouchEvent): void => {
    const { sight, onSight } = latest.current;
    const places = Array.from(event.touches, (touch) => placeIn(element, touch));
    const [first = 0, second] = below;
    const [at = 0, other] = places;
    if (places.length === 2 && second !== undefined && other !== undefined) {
      event.preventDefault();
      onSight(held([first, second], [at, other]));
      const now = middleOf(event);
      scrollBy(0, middle - now);
      middle = now;
    } else if (places.length === 1 && sight.span < 1) {
      onSight(moved(sight, (first - sight.from) / sight.span - at));
    }
  };
  for (const name of ["touchstart", "touchend", "touchcancel"] as const)
    element.addEventListener(name, begin, { ...options, passive: true });
  element.addEventListener("touchmove", move, options);
}

/** So far a mouse may go in a click. */
const CLICK_PIXELS = 4;

/** Where all is in sight there is nothing to be dragged to. */
function watchDrag(element: HTMLElement, latest: Latest, options: Options): void {
  let gone = 0;
  element.addEventListener("pointerdown", () => (gone = 0), options);
  element.addEventListener(
    "pointermove",
    (event) => {
      const { sight, onSight } = latest.current;
      if (event.pointerType !== "mouse" || event.buttons !== 1 || sight.span === 1) return;
      gone += Math.abs(event.movementX);
      onSight(moved(sight, -event.movementX / element.clientWidth));
    },
    options,
  );
  element.addEventListener("click", (event) => gone > CLICK_PIXELS && event.stopImmediatePropagation(), {
    ...options,
    capture: true,
  });
}

interface Seen {
  readonly subject: string;
  readonly onFineness: (fineness: number) => void;
}

/** What of a picture is in sight, until it is another picture: then all of it is. */
export function useSight({ subject, onFineness }: Seen): readonly [Sight, (next: Sight) => void] {
  const [kept, keep] = useState({ subject, sight: WHOLE });
  const sight = kept.subject === subject ? kept.sight : WHOLE;
  const set = (next: Sight): void => {
    keep({ subject, sight: next });
    onFineness(finenessOf(next));
  };
  return [sight, set];
}
