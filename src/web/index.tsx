/** Opens the profile that the page carries, and shows it. */
import { render } from "preact";
import { decodePayload, type PageInput, type PageQuestion } from "../render/html/payload.ts";
import { visibleText } from "../visible.ts";
import { App } from "./app.tsx";
import { watchDrops } from "./dropped.ts";
import { type Opening, showBusy, showOpening } from "./opening.ts";
import { LEVELS, type PageState, parseFragment, START, VIEWS } from "./page-state.ts";
import { Session } from "./session.ts";

async function unpack(text: string): Promise<Uint8Array> {
  const stream = new Blob([fromBase64(text)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** In pieces: one string of all the bytes would be as large again. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let end = 0;
  for (let from = 0; from < text.length; from += PIECE) {
    const piece = atob(text.slice(from, from + PIECE));
    for (let at = 0; at < piece.length; at++) bytes[end++] = piece.charCodeAt(at);
  }
  return bytes.subarray(0, end);
}

/** Characters that make whole groups. */
const PIECE = 4 * 2 ** 18;

function startOf({ sampleIndex, granularity, sort, noInlines, filters, view, find }: PageQuestion): PageState {
  return {
    ...START,
    type: sampleIndex,
    level: LEVELS.find((level) => level === granularity) ?? START.level,
    sort: sort === "cum" || sort === "objects" ? sort : START.sort,
    view: VIEWS.find((known) => known === view) ?? START.view,
    noInlines,
    filters,
    find,
  };
}

/** What the first screen shows, so that it is drawn at once. What is wrong with the question is said there. */
async function prepare(session: Session, state: PageState, step: Opening["step"]): Promise<void> {
  if (session.input.profiles.length === 0) return;
  try {
    await step("Comparing…", 0.4);
    session.comparison(state);
    await step("Who grew…", 0.55);
    session.rows({ ...state, level: "functions" });
    await step("Drawing…", 0.95);
  } catch {
    // Said by the page, which asks the same again.
  }
}

let drops = 0;

/** Another profile in the place of the page's own: nothing that was chosen of that one stays. */
function showDropped(host: HTMLElement, input: PageInput): void {
  history.replaceState(null, "", "#");
  document.title = input.sources.join(" → ");
  drops += 1;
  render(<App key={drops} session={new Session(input)} start={startOf(input.question)} />, host);
}

function sayFault(text: string): void {
  const stop = showBusy(visibleText(text));
  setTimeout(stop, FAULT_MS);
}

const FAULT_MS = 8000;

async function open(): Promise<void> {
  const host = document.getElementById("app");
  const carried = document.getElementById("profile");
  if (host === null || carried === null) return;
  try {
    const { step } = showOpening(host);
    await step("Unpacking…", 0.05);
    const bytes = await unpack(carried.textContent ?? "");
    carried.remove();
    await step("Reading the samples…", 0.2);
    const input = decodePayload(bytes);
    const session = new Session(input);
    const start = startOf(input.question);
    await prepare(session, parseFragment(location.hash, start), step);
    host.replaceChildren();
    render(<App key={0} session={session} start={start} />, host);
    watchDrops(
      input.question,
      input.version,
      (dropped) => showDropped(host, dropped),
      (text) => sayFault(text),
    );
    document.documentElement.dataset["ready"] = "yes";
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    host.textContent = `The profile in this page cannot be opened: ${text}`;
    document.documentElement.dataset["ready"] = "failed";
  }
}

void open();
