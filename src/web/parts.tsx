/** Small parts that every view uses. */
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";

export function Button(props: {
  readonly label: string;
  readonly pressed?: boolean;
  readonly title?: string;
  readonly onClick: () => void;
}) {
  const { label, pressed, title, onClick } = props;
  return (
    <button type="button" aria-pressed={pressed} title={title} onClick={onClick}>
      {label}
    </button>
  );
}

/** A name with what tells it apart standing out; direction marks in it have no say over what stands around it. */
export function Name({ name }: { readonly name: string }) {
  const file = name.search(/ \S*:\d+$/);
  return (
    <bdi class="fn" title={name}>
      <Path path={file < 0 ? name : name.slice(0, file)} until={/[([]/} />
      {file < 0 ? null : <Path path={name.slice(file)} />}
    </bdi>
  );
}

/** Where it lies, and its last part. What follows `until` is no path. */
function Path({ path, until }: { readonly path: string; readonly until?: RegExp }) {
  const end = until === undefined ? -1 : path.search(until);
  const slash = path.slice(0, end < 0 ? path.length : end).lastIndexOf("/") + 1;
  return (
    <>
      <span class="path">
        <Shortened text={path.slice(0, slash)} />
      </span>
      <span class="rest">
        <Shortened text={path.slice(slash)} />
      </span>
    </>
  );
}

/** The middle of what fills a screen is there to be heard and copied only. */
function Shortened({ text }: { readonly text: string }) {
  if (text.length <= MOST_SEEN) return <>{text}</>;
  const [from, to] = [text.slice(0, MOST_SEEN / 2), text.slice(-MOST_SEEN / 2)];
  return (
    <>
      {from}
      <span class="middle">{text.slice(from.length, -to.length)}</span>
      {to}
    </>
  );
}

const MOST_SEEN = 240;

export function Choice<Value extends string>(props: {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly Value[];
  readonly onChoose: (value: Value) => void;
}) {
  const { label, value, choices, onChoose } = props;
  return (
    <label class="field">
      <span>{label}</span>
      <select
        value={value}
        onChange={(event) => {
          const chosen = choices.find((choice) => choice === event.currentTarget.value);
          if (chosen !== undefined) onChoose(chosen);
        }}
      >
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    </label>
  );
}

export function Check(props: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={props.checked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>{props.label}</span>
    </label>
  );
}

const PATIENCE_MS = 400;

/** Text that is applied on Enter, when the field is left, or a moment after the last key. */
export function TextField(props: {
  readonly label: string;
  readonly id: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** What takes a while waits until nobody types. */
  readonly isPatient?: boolean;
}) {
  const timer = useRef(0);
  const tell = (value: string): void => {
    clearTimeout(timer.current);
    props.onInput(value);
  };
  return (
    <label class="field">
      <span>{props.label}</span>
      <input
        id={props.id}
        type="search"
        autocomplete="off"
        spellcheck={false}
        value={props.value}
        onInput={({ currentTarget: { value } }) => {
          clearTimeout(timer.current);
          if (props.isPatient === true) timer.current = window.setTimeout(() => tell(value), PATIENCE_MS);
          else tell(value);
        }}
        onChange={props.isPatient === true ? (event) => tell(event.currentTarget.value) : undefined}
      />
    </label>
  );
}

export function Note({ children }: { readonly children: ComponentChildren }) {
  return <p class="note">{children}</p>;
}

/** On paper, where what is being computed never comes. */
export function NotYet() {
  return (
    <p class="printed">
      Not computed yet when this was printed: Ctrl+P or Cmd+P on the page waits for it, the browser's menu does not.
    </p>
  );
}
