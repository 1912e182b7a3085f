import { codedError } from '../access/refusal.ts';
import type { AskAbout } from './audience.ts';
import type { GuardLine } from './guard-line.ts';
import { notFound } from './guard-verdict.ts';
import type { GuardWatch } from './guard-watch.ts';
import { inParts } from './in-parts.ts';

/** Milliseconds for the answer to a second question. */
const answerMs = 500;

type Doubted = readonly [memberId: string, watch: GuardWatch];

/**
 * Members whom an answer about many has left out. As many as have a place, those first who are in one already, are
 * asked about by their own guards, and so vouch for the answer: where one of them may listen it was wrong, and everybody's guard is asked in turn. Else the
 * others, and those whose guards do not answer, are asked about together once more. Who is left out again, or of whom
 * nobody can say now that he may listen, is ended: a second after the answer, however many there are.
 */
export class GuardDoubts {
  readonly #line: GuardLine;
  readonly #askAbout: AskAbout;
  readonly #open = new Set<GuardWatch>();

  constructor(line: GuardLine, askAbout: AskAbout) {
    this.#line = line;
    this.#askAbout = askAbout;
  }

  /** Never rejects. Of whom it is being settled already, it is not begun anew. */
  async settle(leftOut: readonly Doubted[]): Promise<void> {
    const doubted = leftOut.filter(([, watch]) => !this.#open.has(watch));
    for (const [, watch] of doubted) this.#open.add(watch);
    const asking = doubted.filter(([, watch]) => this.#line.isAsking(watch));
    const others = doubted.filter(([, watch]) => !this.#line.isAsking(watch));
    const { places } = this.#line;
    await this.#settle([...asking, ...others.slice(0, places)], others.slice(places));
    for (const [, watch] of doubted) this.#open.delete(watch);
  }

  async #settle(asked: readonly Doubted[], others: readonly Doubted[]): Promise<void> {
    const said = await Promise.all(asked.map(([, watch]) => this.#line.ask(watch)));
    const silent = asked.filter((_, index) => said[index] === 'nothing');
    const isVouchedFor = asked.length > 0 && !said.includes('passed');
    if (!isVouchedFor) for (const [, watch] of others) this.#line.add(watch);
    const again = isVouchedFor ? [...silent, ...others] : silent;
    await Promise.all(inParts(again).map((part) => this.#askAgain(part)));
  }

  async #askAgain(doubted: readonly Doubted[]): Promise<void> {
    const found = await this.#found(doubted.map(([id]) => id));
    for (const [id, watch] of doubted)
      if (!found) watch.end(codedError('SUBGRAPH_UNAVAILABLE', 'Nobody can say whether you may listen.'));
      else if (!found.has(id)) watch.end(notFound());
  }

  /** Null: nobody can say. */
  async #found(ids: readonly string[]): Promise<ReadonlySet<string> | null> {
    try {
      return await this.#askAbout(ids, answerMs);
    } catch {
      return null;
    }
  }
}
