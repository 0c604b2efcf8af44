/** Sentences as paragraphs and notes. */

/** Names in them stand between backticks. */
export function Sentences({ texts }: { readonly texts: readonly string[] }) {
  return (
    <>
      {texts.map((text) => (
        <p key={text}>
          {text
            .split(/`([^`]+)`/)
            .map((piece, at) => (at % 2 === 1 ? <code key={`${at} ${piece}`}>{piece}</code> : piece))}
        </p>
      ))}
    </>
  );
}

/** What stands in parentheses, as how sure it is, steps back. */
export function Headline({ text }: { readonly text: string }) {
  return (
    <h1>
      {text.split(/(\((?:95%[^()]*\)|[^()]*\)$))/).map((piece, at) =>
        at % 2 === 1 ? (
          <span class="interval" key={piece}>
            {piece}
          </span>
        ) : (
          piece
        ),
      )}
    </h1>
  );
}

export function Notes({ notes }: { readonly notes: readonly string[] }) {
  return (
    <ul>
      {[...new Set(notes)].map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
