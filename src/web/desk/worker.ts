/** The worker of a large page: the page's own code in a thread of its own, which reads the profile and answers one question after the other. */
import { type AnswerOf, answerQuestion, type QuestionName, type QuestionOf } from "./answers.ts";
import { Desk } from "./desk.ts";
import { Facts, type FactsData } from "./facts.ts";
import { type Given, openSession, type Step } from "./opener.ts";
import type { Session } from "./session.ts";

type Request =
  /** Of the profile that the page carries, before it is asked to be read. */
  | { readonly piece: string }
  | { readonly id: number; readonly given: Given }
  | { readonly id: number; readonly name: QuestionName; readonly question: object };

type Reply =
  | { readonly kind: "started" }
  | { readonly kind: "step"; readonly text: string; readonly part: number }
  | { readonly kind: "answer"; readonly id: number; readonly answer: unknown }
  | { readonly kind: "error"; readonly id: number; readonly text: string };

/** In the worker. */
export function serveAnswers(): void {
  let session: Session | undefined;
  const pieces: string[] = [];
  const reply = (message: Reply, transfer: ArrayBuffer[] = []): void => postMessage(message, { transfer });
  const step: Step = async (text, part) => reply({ kind: "step", text, part });
  const answer = async (request: Exclude<Request, { piece: string }>): Promise<unknown> => {
    if ("given" in request) {
      const { given } = request;
      session = await openSession(given.kind === "carried" ? { ...given, pieces: pieces.splice(0) } : given, step);
      return session.facts.data;
    }
    return answerQuestion(session as Session, request.name, request.question as QuestionOf<QuestionName>);
  };
  addEventListener("message", ({ data: request }: MessageEvent<Request>) => {
    if ("piece" in request) {
      pieces.push(request.piece);
      return;
    }
    answer(request).then(
      (given) => {
        const isFresh = "name" in request && FRESH.includes(request.name);
        reply({ kind: "answer", id: request.id, answer: given }, isFresh ? buffersIn(given) : []);
      },
      (error: unknown) =>
        reply({ kind: "error", id: request.id, text: error instanceof Error ? error.message : String(error) }),
    );
  });
  reply({ kind: "started" });
}

/** Questions whose columns were made for the answer. */
const FRESH: readonly QuestionName[] = ["rows", "order", "flame", "profile"];

/** Of the columns of such an answer: they go to the other thread as they are. */
function buffersIn(answer: unknown): ArrayBuffer[] {
  const buffers: ArrayBuffer[] = [];
  const left: unknown[] = [answer];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (ArrayBuffer.isView(value)) {
      if (value.buffer instanceof ArrayBuffer) buffers.push(value.buffer);
    } else if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      for (const part of Object.values(value)) if (part !== undefined) left.push(part);
    }
  }
  return buffers;
}

/** Rejects with NoWorker where the browser lets none start, and with what is wrong with the profile. */
export async function deskInWorker(code: string, given: Given, step: Step): Promise<Desk> {
  const worker = await startWorker(code);
  const waiting = new Map<number, { resolve: (answer: unknown) => void; reject: (error: unknown) => void }>();
  let ids = 0;
  const send = (request: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      ids += 1;
      waiting.set(ids, { resolve, reject });
      worker.postMessage({ ...request, id: ids });
    });
  worker.onmessage = ({ data }: MessageEvent<Reply>): void => {
    if (data.kind === "started") return;
    if (data.kind === "step") {
      void step(data.text, data.part);
      return;
    }
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.kind === "answer") asked?.resolve(data.answer);
    else asked?.reject(new Error(data.text));
  };
  worker.onerror = (event): void => {
    for (const { reject } of waiting.values()) reject(new Error(event.message || "the page's worker has ended"));
    waiting.clear();
  };
  try {
    if (given.kind === "carried") await sendPieces(worker, given.pieces);
    const request = given.kind === "carried" ? { ...given, pieces: [] } : given;
    const facts = new Facts((await send({ given: request })) as FactsData);
    return new Desk(
      facts,
      <Name extends QuestionName>(name: Name, question: QuestionOf<Name>) =>
        send({ name, question }) as Promise<AnswerOf<Name>>,
      () => worker.terminate(),
    );
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

/** Each in a task of its own: all of them at once would be a long one. */
async function sendPieces(worker: Worker, pieces: readonly string[]): Promise<void> {
  for (const piece of pieces) {
    worker.postMessage({ piece });
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

/** The browser, or the page's policy, lets no worker start. */
export class NoWorker extends Error {}

function startWorker(code: string): Promise<Worker> {
  return new Promise((resolve, reject) => {
    const address = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    const end = (): void => URL.revokeObjectURL(address);
    try {
      const worker = new Worker(address);
      worker.onmessage = () => {
        end();
        resolve(worker);
      };
      worker.onerror = () => {
        end();
        reject(new NoWorker("no worker"));
      };
    } catch {
      end();
      reject(new NoWorker("no worker"));
    }
  });
}
