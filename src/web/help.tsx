/** The keys. */
import { Button } from "./parts.tsx";

const KEYS: readonly (readonly [keys: string, what: string])[] = [
  ["1 – 6", "table, flame graph, call graph, peek, source, time"],
  ["/", "filter or search"],
  ["n N", "next, previous hit in the flame graph"],
  ["w", "next width of the flame graph"],
  ["s", "callers and callees of the selected function"],
  ["↑ ↓ ← →", "move in the table, the flame graph or the call graph"],
  ["Page\u00a0Up, Page\u00a0Down, Home, End", "further in the table"],
  ["Enter", "zoom to the selected box; of a row, its callers and callees"],
  ["+ - 0", "stretch the flame graph about the selected box, and back"],
  ["Esc", "undo: these keys, search, zoom, selection"],
  ["Ctrl P", "print, when all that is printed is computed"],
  ["?", "these keys"],
];

export function Help({ onClose }: { readonly onClose: () => void }) {
  return (
    <section class="help" aria-label="Keys">
      <dl>
        {KEYS.map(([keys, what]) => (
          <div key={keys}>
            <dt>{keys.split(/(, | – | )/).map((key, at) => (at % 2 === 1 ? key : <kbd key={key}>{key}</kbd>))}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <Button label="Close" onClick={onClose} />
    </section>
  );
}
