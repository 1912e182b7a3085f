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
  readonly #remembered = new Map<string, Answer | null>();
  readonly #answerFor: (id: string) => Promise<Answer | null>;

  constructor(ask: Ask<Answer>, waitMs: number = patienceMs) {
    this.#waitMs = waitMs;
    this.#answerFor = gathered<string, Answer | null>({
      ...{ maxItems: maxIdsPerQuestion, patienceMs: questionMs, lingerMs: 0 },
      run: async (ids) => {
        const answers = await ask([...new Set(ids)]);
        this.#remember(answers);
        return ids.map((id) => answers.get(id) ?? null);
      },
    });
  }

  /** Null: there is none with this id. Undefined: nobody answered in time, nor ever before. */
  async about(id: string): Promise<Answer | null | undefined> {
    const answered = await within(this.#waitMs, this.#answerFor(id));
    return answered ? answered.value : this.#remembered.get(id);
  }

  #remember(answers: ReadonlyMap<string, Answer | null>): void {
    for (const [id, answer] of answers) {
      this.#remembered.delete(id);
      this.#remembered.set(id, answer);
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
