/** What puts text on the clipboard, says that it did, and shows it to be taken by hand where there is none. */
import { useEffect, useRef, useState } from "preact/hooks";

type Outcome = "" | "copied" | "refused";

/** A line to paste. */
export function CopyLine({ text, label = "Copy" }: { readonly text: string; readonly label?: string }) {
  return (
    <div class="copyline">
      <code>
        {text.split(/( +)/).map((word, at) =>
          at % 2 === 1 ? (
            word
          ) : (
            <span class="word" key={`${at} ${word}`}>
              {word}
            </span>
          ),
        )}
      </code>
      <CopyButton label={label} name={`${label}: ${text}`} read={async () => text} />
    </div>
  );
}

export function CopyButton(props: {
  readonly label: string;
  /** For who does not see what stands beside it. */
  readonly name?: string;
  readonly read: () => Promise<string>;
}) {
  const { label, name, read } = props;
  const [outcome, setOutcome] = useState<Outcome>("");
  const [text, setText] = useState("");
  useEffect(() => setOutcome(""), [name]);
  const copy = async (): Promise<void> => {
    const taken = await read();
    setText(taken);
    setOutcome((await isCopied(taken)) ? "copied" : "refused");
  };
  return (
    <>
      <button type="button" aria-label={outcome === "" ? name : undefined} onClick={() => void copy()}>
        {outcome === "copied" ? "Copied" : label}
      </button>
      {outcome === "refused" && <ByHand text={text} onClose={() => setOutcome("")} />}
    </>
  );
}

/** Selected, so that the keys of the system copy it. */
function ByHand({ text, onClose }: { readonly text: string; readonly onClose: () => void }) {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.select(), [text]);
  return (
    <label class="by-hand">
      <span>The browser refuses to copy: it is selected here.</span>
      <textarea ref={area} readOnly rows={4} value={text} onBlur={onClose} />
    </label>
  );
}

/** Works from a file too, where there may be no clipboard to write to. */
async function isCopied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const isDone = document.execCommand("copy");
    area.remove();
    return isDone;
  }
}
