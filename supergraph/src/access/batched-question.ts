import { gathered } from '@moim/kit/batch/gathered.ts';

/** Longest wait for identity before the last known answer counts, in milliseconds. */
const patienceMs = 300;
const maxRemembered = 20_000;
const maxIdsPerQuestion = 500;
/** A question that takes longer holds up no other, in milliseconds. */
const questionMs = 20;

export type Ask<Answer> = (ids: readonly string[]) => Promise<ReadonlyMap<string, Answer | null>>;

/**
 * One question for all who ask in a turn of the event loop and in the time in which an earlier one is under way, and
 * what was answered last.
 */
export class BatchedQuestion<Answer> {
  readonly #waitMs: number;
  readonly #remembered = new Map<string, { readonly answer: Answer | null; readonly turn: number }>();
  #turn = 0;
  readonly #answerFor: (id: string) => Promise<Answer | null>;

  constructor(ask: Ask<Answer>, waitMs: number = patienceMs) {
    this.#waitMs = waitMs;
    this.#answerFor = gathered<string, Answer | null>({
      ...{ maxItems: maxIdsPerQuestion, patienceMs: questionMs, lingerMs: 0 },
      run: async (ids) => {
        const turn = (this.#turn += 1);
        const answers = await ask([...new Set(ids)]);
        this.#remember(answers, turn);
        return ids.map((id) => answers.get(id) ?? null);
      },
    });
  }

  /** Null: there is none with this id. Undefined: nobody answered in time, nor ever before. */
  async about(id: string): Promise<Answer | null | undefined> {
    const answered = await within(this.#waitMs, this.#answerFor(id));
    return answered ? answered.value : this.#remembered.get(id)?.answer;
  }

  /** Questions overlap: what an earlier one is answered later is older. */
  #remember(answers: ReadonlyMap<string, Answer | null>, turn: number): void {
    for (const [id, answer] of answers) {
      if ((this.#remembered.get(id)?.turn ?? 0) > turn) continue;
      this.#remembered.delete(id);
      this.#remembered.set(id, { answer, turn });
    }
    for (const oldest of this.#remembered.keys()) {
      if (this.#remembered.size <= maxRemembered) break;
      this.#remembered.delete(oldest);
    }
  }
}

/** Null when there is no answer in time, or a failure instead of one. */
async function within<Value>(ms: number, answer: Promise<Value>): Promise<{ readonly value: Value } | null> {
  const { promise, resolve } = Promise.withResolvers<{ readonly value: Value } | null>();
  const timer = setTimeout(() => resolve(null), ms);
  answer.then(
    (value) => resolve({ value }),
    () => resolve(null),
  );
  const value = await promise;
  clearTimeout(timer);
  return value;
}
