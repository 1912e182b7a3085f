import { type Credential, holderOf } from '../access/access.ts';
import { SubgraphUnavailableError } from '../execution/subgraph-unavailable.ts';
import type { AskAbout } from './audience.ts';
import { GuardDoubts } from './guard-doubts.ts';
import { GuardLine } from './guard-line.ts';
import { type Admittance, type Check, GuardWatch } from './guard-watch.ts';
import { inParts } from './in-parts.ts';
import { Rounds } from './rounds.ts';

export interface CircleOptions {
  readonly check: Check;
  /** Which of these members may listen; null: each is asked about by himself. */
  readonly askAbout: AskAbout | null;
  /** Milliseconds between checks. */
  readonly everyMs: number;
  readonly onEmpty: () => void;
}

interface Watched {
  readonly watch: GuardWatch;
  /** Of who is asked about by himself. */
  readonly rounds: Rounds | null;
}

/** Somebody of whom a round has heard. */
type Heard = readonly [memberId: string, watch: GuardWatch];

/**
 * Those who stand before one guard with one question. Where its subgraph can tell of many, members are asked about
 * together; the guard itself is asked only of whom that does not find.
 */
export class GuardCircle {
  readonly #options: CircleOptions;
  readonly #watched = new Map<string, Watched>();
  /** Of members who are asked about together, by id. */
  readonly #together = new Map<string, GuardWatch>();
  readonly #alone = new GuardLine();
  readonly #doubts: GuardDoubts | null;
  #rounds: Rounds | null = null;

  constructor(options: CircleOptions) {
    this.#options = options;
    this.#doubts = options.askAbout && new GuardDoubts(this.#alone, options.askAbout);
  }

  join(credential: Credential): Admittance {
    const holder = holderOf(credential) ?? credential.stranger ?? '';
    return (this.#watched.get(holder)?.watch ?? this.#begin(holder, credential.memberId)).join(credential);
  }

  close(): void {
    for (const { rounds } of this.#watched.values()) rounds?.stop();
    this.#rounds?.stop();
    this.#alone.clear();
    this.#options.onEmpty();
  }

  #begin(holder: string, memberId: string | null): GuardWatch {
    const { check, everyMs, askAbout } = this.#options;
    const watch: GuardWatch = new GuardWatch(check, () => this.#forget(holder, watch));
    const isTogether = memberId !== null && askAbout !== null;
    if (isTogether) this.#together.set(memberId, watch);
    if (isTogether) this.#rounds ??= new Rounds(everyMs, () => this.#recheck(askAbout));
    this.#watched.set(holder, {
      watch,
      rounds: isTogether ? null : new Rounds(everyMs, () => watch.recheck()),
    });
    return watch;
  }

  #forget(holder: string, watch: GuardWatch): void {
    const watched = this.#watched.get(holder);
    if (watched?.watch !== watch) return; // another one stands here by now
    watched.rounds?.stop();
    this.#watched.delete(holder);
    this.#alone.remove(watch);
    if (this.#together.get(holder) === watch) this.#together.delete(holder);
    if (this.#together.size === 0) this.#rounds?.stop();
    if (this.#together.size === 0) this.#rounds = null;
    if (this.#watched.size === 0) this.#options.onEmpty();
  }

  /** Over once it is said of all who may listen: whoever's guard is then asked holds up nobody else. */
  async #recheck(askAbout: AskAbout): Promise<void> {
    const parts = inParts([...this.#together.keys()]);
    const leftOut = await Promise.all(parts.map((ids) => this.#recheckTogether(ids, askAbout)));
    void this.#doubts?.settle(leftOut.flat());
  }

  /** @returns whom an answer leaves out */
  async #recheckTogether(ids: readonly string[], askAbout: AskAbout): Promise<readonly Heard[]> {
    const found = await this.#found(ids, askAbout);
    if (found === 'outage') return []; // whom an earlier answer left out is asked about still
    const heard = ids.flatMap((id): Heard[] => {
      const watch = this.#together.get(id);
      return watch ? [[id, watch]] : [];
    });
    if (!found) for (const [, watch] of heard) this.#alone.add(watch);
    if (!found) return [];
    for (const [id, watch] of heard) if (found.has(id)) this.#alone.remove(watch);
    return heard.filter(([id]) => !found.has(id));
  }

  /** An outage says nothing. Null: what came is no answer, so that each guard has to give one. */
  async #found(ids: readonly string[], askAbout: AskAbout): Promise<ReadonlySet<string> | 'outage' | null> {
    try {
      return await askAbout(ids);
    } catch (error) {
      return error instanceof SubgraphUnavailableError ? 'outage' : null;
    }
  }
}
