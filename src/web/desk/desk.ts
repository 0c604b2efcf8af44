/** Who answers the views: the page itself where that takes a moment, a worker where it takes longer. Answers are kept for a while: going back is at once. */

import { drawn } from "../opening.ts";
import type { AnswerOf, QuestionName, QuestionOf } from "./answers.ts";
import { answerQuestion } from "./answers.ts";
import type { Facts } from "./facts.ts";
import type { Session } from "./session.ts";

/** Answers at once, or in a while. */
type Answerer = <Name extends QuestionName>(
  name: Name,
  question: QuestionOf<Name>,
) => AnswerOf<Name> | Promise<AnswerOf<Name>>;

/** A question that was asked. */
interface Pending<Answer> {
  /** Both undefined until `settled`, which never rejects. */
  answer?: Answer;
  error?: unknown;
  readonly settled: Promise<void> | undefined;
}

export class Desk {
  readonly facts: Facts;
  /** The call graph that the server drew last; null without one. */
  askedGraph: { readonly address: string; readonly svg: string } | null = null;
  readonly close: () => void;
  readonly #answer: Answerer;
  readonly #kept = new Map<string, Pending<unknown>>();

  constructor(facts: Facts, answer: Answerer, close: () => void = () => {}) {
    this.facts = facts;
    this.#answer = answer;
    this.close = close;
  }

  /** Each question once. */
  ask<Name extends QuestionName>(name: Name, question: QuestionOf<Name>): Pending<AnswerOf<Name>> {
    const key = keyOf(name, question);
    const known = this.#kept.get(key) ?? this.#begin(name, question);
    this.#kept.delete(key);
    this.#kept.set(key, known);
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value as string);
    return known as Pending<AnswerOf<Name>>;
  }

  /** For what is saved: nothing of it is kept. */
  async tell<Name extends QuestionName>(name: Name, question: QuestionOf<Name>): Promise<AnswerOf<Name>> {
    return await this.#answer(name, question);
  }

  #begin<Name extends QuestionName>(name: Name, question: QuestionOf<Name>): Pending<AnswerOf<Name>> {
    try {
      const answered = this.#answer(name, question);
      return answered instanceof Promise ? whenSettled(answered) : { answer: answered, settled: undefined };
    } catch (error) {
      return { error, settled: undefined };
    }
  }
}

const MOST_KEPT = 16;

export function keyOf(name: QuestionName, question: object): string {
  return `${name} ${JSON.stringify(question)}`;
}

function whenSettled<Answer>(promise: Promise<Answer>): Pending<Answer> {
  const pending: Pending<Answer> = {
    settled: promise.then(
      (answer) => {
        pending.answer = answer;
      },
      (error: unknown) => {
        pending.error = error;
      },
    ),
  };
  return pending;
}

/** In the page's own thread: of a large profile each answer in a task of its own, after what says so is drawn. */
export function deskHere(session: Session): Desk {
  const { facts } = session;
  if (!facts.data.isLarge) return new Desk(facts, (name, question) => answerQuestion(session, name, question));
  let last: Promise<unknown> = Promise.resolve();
  return new Desk(facts, (name, question) => {
    const answer = last.then(drawn).then(() => answerQuestion(session, name, question));
    last = answer.catch(() => undefined);
    return answer;
  });
}
