import { gathered } from '@moim/kit/batch/gathered.ts';

/** Longest wait for identity before the last known answer counts, in milliseconds. */
const patienceMs = 300;
const maxRemembered = 20_000;
const maxIdsPerQuestion = 500;
/** Those who ask within so much of the wait share what is left of it. */
const sharedPart = 0.1;
/** A question that takes longer holds up no other, in milliseconds. */
const questionMs = 20;

type Answers<Answer> = ReadonlyMap<string, Answer | null>;
export type Ask<Answer> = (ids: readonly string[]) => Promise<Answers<Answer>>;

/** What is asked together, and what those wait for who ask now: null where there is no answer in time. */
interface Batch<Answer> {
  readonly ids: Set<string>;
  readonly sent: Promise<Answers<Answer>>;
  answers: Promise<Answers<Answer> | null>;
  /** Since when they wait, of the process's own clock. */
  sinceMs: number;
}

export interface BatchedQuestionOptions<Answer> {
  readonly ask: Ask<Answer>;
  /** Milliseconds after which the last known answer counts. */
  readonly waitMs?: number | undefined;
  /** Of what is answered again and again with the same the first is kept: the others are gone at once. */
  readonly isSame?: (one: Answer, other: Answer) => boolean;
}

/**
 * One question for all who ask in a turn of the event loop and in the time in which an earlier one is under way, and
 * what was answered last. Those who come at about the same time wait for one promise with one timer: three thousand a
 * second ask.
 */
export class BatchedQuestion<Answer> {
  readonly #waitMs: number;
  readonly #isSame: (one: Answer, other: Answer) => boolean;
  readonly #remembered = new Map<string, { answer: Answer | null; turn: number }>();
  #turn = 0;
  /** Joined until it is sent. */
  #open: Batch<Answer> | null = null;
  readonly #send: (ids: ReadonlySet<string>) => Promise<Answers<Answer>>;

  constructor({ ask, waitMs = patienceMs, isSame = Object.is }: BatchedQuestionOptions<Answer>) {
    this.#waitMs = waitMs;
    this.#isSame = isSame;
    this.#send = gathered<ReadonlySet<string>, Answers<Answer>>({
      ...{ maxItems: 1, patienceMs: questionMs, lingerMs: 0 },
      run: (batches) => Promise.all(batches.map((ids) => this.#ask(ids, ask))),
    });
  }

  /** Null: there is none with this id. Undefined: nobody answered in time, nor ever before. */
  async about(id: string): Promise<Answer | null | undefined> {
    const known = this.#open;
    const batch = known && known.ids.size < maxIdsPerQuestion ? known : this.#begin();
    batch.ids.add(id);
    const answers = await this.#waitFor(batch);
    return answers ? (answers.get(id) ?? null) : this.#remembered.get(id)?.answer;
  }

  #begin(): Batch<Answer> {
    const ids = new Set<string>();
    const sent = this.#send(ids);
    this.#open = { ids, sent, answers: within(this.#waitMs, sent), sinceMs: performance.now() };
    return this.#open;
  }

  /** In a crowd it takes long until a batch is sent: whoever joins it late has a wait of their own before them. */
  #waitFor(batch: Batch<Answer>): Promise<Answers<Answer> | null> {
    const nowMs = performance.now();
    if (nowMs - batch.sinceMs > this.#waitMs * sharedPart) {
      batch.sinceMs = nowMs;
      batch.answers = within(this.#waitMs, batch.sent);
    }
    return batch.answers;
  }

  async #ask(ids: ReadonlySet<string>, ask: Ask<Answer>): Promise<Answers<Answer>> {
    if (this.#open?.ids === ids) this.#open = null;
    const turn = (this.#turn += 1);
    const answers = await ask([...ids]);
    for (const [id, answer] of answers) this.#remember(id, answer, turn);
    this.#forgetOldest();
    return answers;
  }

  /** Questions overlap: what an earlier one is answered later is older. Whoever was asked about lately is kept longest. */
  #remember(id: string, answer: Answer | null, turn: number): void {
    const known = this.#remembered.get(id) ?? { answer, turn };
    this.#remembered.delete(id);
    this.#remembered.set(id, known);
    if (known.turn > turn) return;
    known.turn = turn;
    if (!this.#equals(known.answer, answer)) known.answer = answer;
  }

  #equals(one: Answer | null, other: Answer | null): boolean {
    return one === null || other === null ? one === other : this.#isSame(one, other);
  }

  #forgetOldest(): void {
    for (const oldest of this.#remembered.keys()) {
      if (this.#remembered.size <= maxRemembered) break;
      this.#remembered.delete(oldest);
    }
  }
}

/** Null when there is no answer in time, or a failure instead of one. */
async function within<Value>(ms: number, answer: Promise<Value>): Promise<Value | null> {
  const { promise, resolve } = Promise.withResolvers<Value | null>();
  const timer = setTimeout(() => resolve(null), ms);
  answer.then(resolve, () => resolve(null));
  const value = await promise;
  clearTimeout(timer);
  return value;
}
