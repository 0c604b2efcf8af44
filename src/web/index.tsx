/** Opens the profile that the page carries, and shows it. In the page's own worker: answers for it. */
import { render } from "preact";
import { visibleText } from "../visible.ts";
import { App } from "./app.tsx";
import { askedOf, orderQuestion } from "./desk/answers.ts";
import { type Desk, deskHere } from "./desk/desk.ts";
import type { Facts } from "./desk/facts.ts";
import { type Given, openSession, type Step } from "./desk/opener.ts";
import { deskInWorker, NoWorker, serveAnswers } from "./desk/worker.ts";
import { watchDrops } from "./dropped.ts";
import { showBusy, showOpening } from "./opening.ts";
import { LEVELS, type PageState, parseFragment, START, VIEWS } from "./page-state.ts";
import { watchPrinting } from "./paper/printing.ts";

function startOf({ data: { question }, isCourseAlone }: Facts): PageState {
  const { sampleIndex, granularity, sort, noInlines, filters, view, find } = question;
  return {
    ...START,
    type: sampleIndex,
    level: LEVELS.find((level) => level === granularity) ?? START.level,
    sort: sort === "cum" || sort === "objects" ? sort : START.sort,
    view: VIEWS.find((known) => known === view) ?? (isCourseAlone ? "time" : START.view),
    noInlines,
    filters,
    find,
  };
}

/** From so many characters or bytes on a profile is read in a worker: what is smaller is read in less time than one takes to start. */
const WORKER_SIZE = 300_000;

function sizeOf(given: Given): number {
  if (given.kind === "carried") return given.pieces.reduce((sum, { length }) => sum + length, 0);
  return given.files.reduce((sum, { size }) => sum + size, 0);
}

async function openDesk(code: string, given: Given, step: Step): Promise<Desk> {
  if (sizeOf(given) >= WORKER_SIZE) {
    try {
      return await deskInWorker(code, given, step);
    } catch (error) {
      if (!(error instanceof NoWorker)) throw error;
    }
  }
  return deskHere(await openSession(given, step));
}

/** What the first screen shows, so that it is drawn at once. What is wrong with the question is said there. */
async function prepare(desk: Desk, state: PageState, step: Step): Promise<void> {
  if (desk.facts.data.headers.length === 0) return;
  const asked = askedOf(state);
  await step("Who grew…", 0.55);
  await desk.ask("verdict", asked).settled;
  if (state.view === "table") {
    await desk.ask("rows", { ...asked, level: state.level }).settled;
    await desk.ask("order", orderQuestion(state)).settled;
  }
  await step("Drawing…", 0.95);
}

/** The packed profile as its elements have it, taken out of the page. */
function takePieces(element: Element): string[] {
  const pieces = Array.from(element.children, ({ textContent }) => textContent ?? "");
  element.remove();
  return pieces;
}

let drops = 0;

/** Other profiles in the place of the page's own: nothing that was chosen of those stays. */
async function showDropped(host: HTMLElement, code: string, desk: Desk, files: readonly File[]): Promise<Desk> {
  const { question, version } = desk.facts.data;
  const stop = showBusy();
  try {
    const next = await openDesk(code, { kind: "dropped", files, question, version }, async () => {});
    const start = startOf(next.facts);
    await expectVerdict(next, start);
    history.replaceState(null, "", "#");
    document.title = next.facts.data.sources.join(" → ");
    drops += 1;
    render(<App key={drops} desk={next} start={start} />, host);
    desk.close();
    return next;
  } catch (error) {
    sayFault(error instanceof Error ? error.message : String(error));
    return desk;
  } finally {
    stop();
  }
}

/** What cannot be compared leaves the page as it is. */
async function expectVerdict(desk: Desk, start: PageState): Promise<void> {
  const asked = desk.ask("verdict", askedOf(start));
  await asked.settled;
  if (asked.error === undefined) return;
  desk.close();
  throw asked.error;
}

function sayFault(text: string): void {
  const stop = showBusy(visibleText(text));
  setTimeout(stop, FAULT_MS);
}

const FAULT_MS = 8000;

async function open(code: string): Promise<void> {
  const host = document.getElementById("app");
  const carried = document.getElementById("profile");
  if (host === null || carried === null) return;
  watchPrinting();
  try {
    const { step } = showOpening(host);
    await step("Unpacking…", 0.02);
    let desk = await openDesk(code, { kind: "carried", pieces: takePieces(carried) }, step);
    const start = startOf(desk.facts);
    await prepare(desk, parseFragment(location.hash, start), step);
    host.replaceChildren();
    render(<App key={0} desk={desk} start={start} />, host);
    watchDrops((files) => {
      void showDropped(host, code, desk, files).then((shown) => {
        desk = shown;
      });
    });
    document.documentElement.dataset["ready"] = "yes";
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    host.textContent = `The profile in this page cannot be opened: ${text}`;
    document.documentElement.dataset["ready"] = "failed";
  }
}

if (typeof document === "undefined") serveAnswers();
else void open(document.currentScript?.textContent ?? "");
