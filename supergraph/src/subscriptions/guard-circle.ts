import { type Credential, holderOf } from '../access/access.ts';
import { SubgraphUnavailableError } from '../execution/subgraph-unavailable.ts';
import { GuardLine } from './guard-line.ts';
import { type Admittance, type Check, GuardWatch } from './guard-watch.ts';
import { Rounds } from './rounds.ts';

export interface CircleOptions {
  readonly check: Check;
  /** Which of these members may listen; null: each is asked about by himself. */
  readonly askAbout: ((memberIds: readonly string[]) => Promise<ReadonlySet<string>>) | null;
  /** Milliseconds between checks. */
  readonly everyMs: number;
  readonly onEmpty: () => void;
}

/** Members that one question is about. */
const maxTogether = 500;

interface Watched {
  readonly watch: GuardWatch;
  /** Of who is asked about by himself. */
  readonly rounds: Rounds | null;
}

/**
 * Those who stand before one guard with one question. Where its subgraph can tell of many, members are asked about
 * together; the guard itself is asked only of whom that does not find, and it alone ends a stream.
 */
export class GuardCircle {
  readonly #options: CircleOptions;
  readonly #watched = new Map<string, Watched>();
  /** Of members who are asked about together, by id. */
  readonly #together = new Map<string, GuardWatch>();
  /** Of them those whom the last answers left out. */
  readonly #alone = new GuardLine();
  #rounds: Rounds | null = null;

  constructor(options: CircleOptions) {
    this.#options = options;
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
  async #recheck(askAbout: NonNullable<CircleOptions['askAbout']>): Promise<void> {
    const ids = [...this.#together.keys()];
    const parts = Array.from({ length: Math.ceil(ids.length / maxTogether) }, (_, part) =>
      ids.slice(part * maxTogether, (part + 1) * maxTogether),
    );
    await Promise.all(parts.map((some) => this.#recheckTogether(some, askAbout)));
  }

  async #recheckTogether(
    ids: readonly string[],
    askAbout: NonNullable<CircleOptions['askAbout']>,
  ): Promise<void> {
    const found = await this.#found(ids, askAbout);
    for (const id of ids) {
      const watch = this.#together.get(id);
      if (watch && found.has(id)) this.#alone.remove(watch);
      else if (watch) this.#alone.add(watch);
    }
  }

  /** An outage says nothing; whatever else is no answer, the guard has to give. */
  async #found(
    ids: readonly string[],
    askAbout: NonNullable<CircleOptions['askAbout']>,
  ): Promise<ReadonlySet<string>> {
    try {
      return await askAbout(ids);
    } catch (error) {
      return new Set(error instanceof SubgraphUnavailableError ? ids : []);
    }
  }
}
