/** Call graphs that the server of the page draws: of what is seen, asked for by the page's own address. */
import type { Desk } from "../desk/desk.ts";
import type { Facts } from "../desk/facts.ts";
import { drawnLevel, formatFragment, type PageState, START } from "../page-state.ts";

/** The selected function is part of it only where the graph is to be about it. */
export function graphAddress(facts: Facts, state: PageState): string {
  const { sandwich, selected, filters, drawing, level, noInlines, dropNegative } = state;
  const [from, to] = facts.ends(state);
  const shown: PageState = {
    ...START,
    ...{ filters, drawing, noInlines, dropNegative, from, to },
    level: drawnLevel(level),
    type: facts.typeOf(state).type.type,
    ...(sandwich ? { sandwich, selected } : {}),
  };
  return `graph.svg?${formatFragment(shown, START)}`;
}

/** Of the picture that a file carries. */
export function drawnAddress(facts: Facts): string {
  const { sampleIndex: type, filters, noInlines } = facts.data.question;
  return graphAddress(facts, { ...START, type, filters, noInlines });
}

/** It is kept by the desk until the next one. Rejects with what the server has to say. */
export async function askedGraphOf(desk: Desk, address: string, signal: AbortSignal): Promise<string> {
  const svg = await askForGraph(address, signal);
  desk.askedGraph = { address, svg };
  return svg;
}

async function askForGraph(address: string, signal: AbortSignal): Promise<string> {
  let answer: Response;
  try {
    answer = await fetch(address, { signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Error("The server of this page has ended: start it again for other call graphs.", { cause: error });
  }
  const text = await answer.text();
  // Without its token the server answers with a page of its own.
  if (!answer.ok || !(answer.headers.get("Content-Type") ?? "").startsWith("image/svg"))
    throw new Error(answer.ok ? "The server of this page is another one: open its address again." : text.trim());
  return text;
}
