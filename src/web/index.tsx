/** Opens the profile that the page carries, and shows it. */
import { render } from "preact";
import { decodePayload, type PageInput, type PageQuestion } from "../render/html/payload.ts";
import { App } from "./app.tsx";
import { LEVELS, type PageState, START, VIEWS } from "./page-state.ts";
import { Session } from "./session.ts";

async function unpack(text: string): Promise<PageInput> {
  const packed = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return decodePayload(new Uint8Array(await new Response(stream).arrayBuffer()));
}

function startOf({ sampleIndex, granularity, sort, noInlines, filters, view }: PageQuestion): PageState {
  return {
    ...START,
    type: sampleIndex,
    level: LEVELS.find((level) => level === granularity) ?? START.level,
    sort: sort === "cum" || sort === "objects" ? sort : START.sort,
    view: VIEWS.find((known) => known === view) ?? START.view,
    noInlines,
    filters,
  };
}

async function open(): Promise<void> {
  const host = document.getElementById("app");
  const carried = document.getElementById("profile");
  if (host === null || carried === null) return;
  try {
    const input = await unpack(carried.textContent ?? "");
    carried.remove();
    const session = new Session(input);
    host.replaceChildren();
    render(<App session={session} start={startOf(input.question)} />, host);
    document.documentElement.dataset["ready"] = "yes";
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    host.textContent = `The profile in this page cannot be opened: ${text}`;
    document.documentElement.dataset["ready"] = "failed";
  }
}

void open();
