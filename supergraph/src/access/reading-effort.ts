import type { Soon } from '../execution/soon.ts';
import { networkOf } from '../http/address-network.ts';
import { effortOf, effortOfBody, effortOfRefusal, noEffortLimits } from '../limits/effort-limits.ts';
import { EffortMeter } from '../limits/effort-meter.ts';
import { RefusalPace } from '../limits/refusal-pace.ts';
import { TooMuchEffort } from '../limits/too-much-effort.ts';
import { Turnstile } from '../limits/turnstile.ts';
import { type Credential, holderOf } from './access.ts';
import { Refusal } from './refusal.ts';

/** What a process keeps its own time with. */
export interface ReadingEffortOptions {
  /** Of reading what is new here or refused; default: nobody's is counted. */
  readonly effort?: EffortMeter | undefined;
  /** One for all who read documents in this process; default: one of its own. */
  readonly turnstile?: Turnstile | undefined;
}

/** What it costs this process to read what somebody sends, and when it is their turn. */
export class ReadingEffort {
  readonly #meter: EffortMeter;
  readonly #turnstile: Turnstile;
  readonly #pace = new RefusalPace();

  constructor({ effort, turnstile }: ReadingEffortOptions) {
    this.#meter = effort ?? new EffortMeter({ limits: noEffortLimits });
    this.#turnstile = turnstile ?? new Turnstile();
  }

  /**
   * Reads what somebody sends, unless too much of theirs was new here or refused lately.
   *
   * @throws {TooMuchEffort} nothing was read; those who go on are told so one after the other
   * @throws {Refusal} what `read` throws
   */
  receive<Received>(credential: Credential, read: () => Soon<Received>): Soon<Received> {
    const who = whoseEffort(credential);
    const waitSeconds = this.#meter.waitSeconds(who);
    if (waitSeconds !== null) return this.#refuseInTurn(who, waitSeconds);
    const fail = (error: unknown): never => {
      if (error instanceof Refusal && !(error instanceof TooMuchEffort))
        this.#meter.spend(who, effortOfRefusal(error));
      throw error;
    };
    try {
      const received = read();
      return received instanceof Promise ? received.catch(fail) : received;
    } catch (error) {
      return fail(error);
    }
  }

  /** A body of so many bytes was read: what is more than an ordinary one is paid for. */
  noteBody(credential: Credential, bytes: number): void {
    const effort = effortOfBody(bytes);
    if (effort > 0) this.#meter.spend(whoseEffort(credential), effort);
  }

  /**
   * Resolves when it is the turn of a document that is new here, which has been paid for then.
   *
   * @param tokensOf - of a text
   * @throws {TooMuchEffort} those before were their own, and enough
   */
  async awaitTurn(credential: Credential, query: string, tokensOf: (text: string) => number): Promise<void> {
    const who = whoseEffort(credential);
    await this.#turnstile.pass(who);
    const waitSeconds = this.#meter.waitSeconds(who);
    if (waitSeconds !== null) await this.#refuseInTurn(who, waitSeconds);
    this.#meter.spend(who, effortOf(query, tokensOf(query)));
  }

  /** Resolves when an operation of so many points may begin: what is large is begun one after the other. */
  awaitBeginning(credential: Credential, points: number): Promise<void> | undefined {
    return points >= manyPoints ? this.#turnstile.pass(whoseEffort(credential)) : undefined;
  }

  async #refuseInTurn(who: string, waitSeconds: number): Promise<never> {
    const turn = this.#pace.wait(who);
    if (!turn) throw new TooMuchEffort(waitSeconds, true);
    await turn;
    throw new TooMuchEffort(waitSeconds);
  }
}

/** Of an operation whose answer takes milliseconds to write, as that of the whole schema. */
const manyPoints = 500;

/** A member's or an app's wherever they are; nobody's by the network that they ask from. */
const whoseEffort = (credential: Credential): string =>
  holderOf(credential) ?? `address:${networkOf(credential.address ?? '')}`;
