/** The worker of a large page: the page's own code in a thread of its own, which reads the profile and answers one question after the other. */
import { type AnswerOf, answerQuestion, type QuestionName, type QuestionOf } from "./answers.ts";
import { Desk } from "./desk.ts";
import { Facts, type FactsData } from "./facts.ts";
import { type Given, openSession, type Step } from "./opener.ts";
import type { Session } from "./session.ts";

type Request =
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
  const reply = (message: Reply): void => postMessage(message);
  const step: Step = async (text, part) => reply({ kind: "step", text, part });
  const answer = async (request: Request): Promise<unknown> => {
    if ("given" in request) {
      session = await openSession(request.given, step);
      return session.facts.data;
    }
    return answerQuestion(session as Session, request.name, request.question as QuestionOf<QuestionName>);
  };
  addEventListener("message", ({ data: request }: MessageEvent<Request>) => {
    answer(request).then(
      (given) => reply({ kind: "answer", id: request.id, answer: given }),
      (error: unknown) =>
        reply({ kind: "error", id: request.id, text: error instanceof Error ? error.message : String(error) }),
    );
  });
  reply({ kind: "started" });
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
    const facts = new Facts((await send({ given })) as FactsData);
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
