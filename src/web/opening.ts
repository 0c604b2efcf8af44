/** What the reader sees while a large file opens: what is being done, and how far it is. */

interface Opening {
  /** Says what comes next, and lets the browser draw it. `part` of 1. */
  readonly step: (text: string, part: number) => Promise<void>;
}

export function showOpening(host: HTMLElement): Opening {
  const text = document.createElement("p");
  text.setAttribute("role", "status");
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.setAttribute("aria-label", "Opening the profile");
  const box = document.createElement("div");
  box.className = "opening";
  box.append(text, bar);
  host.replaceChildren(box);
  return {
    step: async (said, part) => {
      text.textContent = said;
      bar.value = part;
      await drawn();
    },
  };
}

/** Resolves when what was changed has been drawn; at once where nobody looks. */
export function drawn(): Promise<void> {
  return new Promise((resolve) => {
    if (document.hidden) resolve();
    else requestAnimationFrame(() => setTimeout(resolve, 0));
  });
}

/** Says something, until it is called. */
export function showBusy(text = "Working…"): () => void {
  const note = document.createElement("p");
  note.className = "busy";
  note.setAttribute("role", "status");
  note.textContent = text;
  document.body.append(note);
  return () => note.remove();
}
