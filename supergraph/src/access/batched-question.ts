/** Longest wait for identity before the last known answer counts, in milliseconds. */
const patienceMs = 300;
const maxRemembered = 20_000;
const maxIdsPerQuestion = 500;

export type Ask<Answer> = (ids: readonly string[]) => Promise<ReadonlyMap<string, Answer | null>>;

/** One question for all who ask in a turn of the event loop, and what was answered last. */
export class BatchedQuestion<Answer> {
  readonly #ask: Ask<Answer>;
  readonly #waitMs: number;
  readonly #remembered = new Map<string, Answer | null>();
  #batch:
    { readonly ids: Set<string>; readonly answers: Promise<ReadonlyMap<string, Answer | null>> } | undefined;

  constructor(ask: Ask<Answer>, waitMs: number = patienceMs) {
    this.#ask = ask;
    this.#waitMs = waitMs;
  }

  /** Null: there is none with this id. Undefined: nobody answered in time, nor ever before. */
  async about(id: string): Promise<Answer | null | undefined> {
    const answers = await within(this.#waitMs, this.#answersFor(id));
    return answers ? (answers.get(id) ?? null) : this.#remembered.get(id);
  }

  #answersFor(id: string): Promise<ReadonlyMap<string, Answer | null>> {
    if (!this.#batch || this.#batch.ids.size >= maxIdsPerQuestion) this.#batch = this.#begin();
    this.#batch.ids.add(id);
    return this.#batch.answers;
  }

  #begin() {
    const ids = new Set<string>();
    const answers = nextTick().then(async () => {
      if (this.#batch?.ids === ids) this.#batch = undefined;
      const found = await this.#ask([...ids]);
      this.#remember(found);
      return found;
    });
    return { ids, answers };
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

const nextTick = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Null when there is no answer in time, or a failure instead of one. */
async function within<Value>(ms: number, answer: Promise<Value>): Promise<Value | null> {
  const { promise, resolve } = Promise.withResolvers<Value | null>();
  const timer = setTimeout(() => resolve(null), ms);
  answer.then(resolve, () => resolve(null));
  const value = await promise;
  clearTimeout(timer);
  return value;
}
