import type { Credential } from '../access/access.ts';
import type { Endable } from '../access/endable.ts';
import type { LiveCredential } from '../access/live-credential.ts';
import type { Deadline } from '../execution/deadline.ts';
import { inTheEnd } from '../execution/soon.ts';
import { isPassing } from '../planning/planning-errors.ts';
import type { Generation, Subscribing } from './generation.ts';
import type { GuardRoom } from './guard.ts';
import { guardOf, guardText } from './guard-of.ts';
import type { Admittance } from './guard-watch.ts';
import { outdated } from './outdated.ts';
import type { PlannedSource, SourceSettings, Wanted } from './planned-source.ts';
import { createSource } from './create-source.ts';
import { Subscriber } from './subscriber.ts';
import { argumentsOf } from './subscription-plan.ts';

export interface LiveSettings extends SourceSettings {
  readonly guards: GuardRoom;
  readonly onSlow: () => void;
  /** All that live. */
  readonly live: Set<LiveSubscription>;
}

/** One client's subscription, for as long as it lives and under whatever supergraph. */
export class LiveSubscription implements Endable {
  readonly subscriber: Subscriber<PlannedSource>;
  readonly #settings: LiveSettings;
  readonly #credential: LiveCredential;
  #wanted: Wanted;
  #admittance: Admittance | null = null;
  #target: Generation;

  private constructor(
    settings: LiveSettings,
    credential: LiveCredential,
    wanted: Wanted,
    admittance: Admittance | null,
  ) {
    this.#settings = settings;
    this.#credential = credential;
    this.#wanted = wanted;
    this.#target = wanted.generation;
    this.subscriber = new Subscriber({
      after: requestOf(wanted).cursor,
      source: createSource(settings, wanted),
      onSlow: settings.onSlow,
      owner: this,
    });
    credential.hold(this);
    settings.live.add(this);
    this.#hold(admittance); // last: it may end all of it at once
  }

  /**
   * @param deadline - of its plan; over afterwards
   * @throws what the client is to be told: not let in, or a plan that the limits refuse, or that did not come in time
   */
  static async begin(
    settings: LiveSettings,
    generation: Generation,
    subscribing: Subscribing,
    credential: LiveCredential,
    deadline: Deadline | null,
  ): Promise<LiveSubscription> {
    const planning = inTheEnd(
      () => generation.planFor(subscribing, deadline),
      () => deadline?.end(),
    );
    const plan = planning instanceof Promise ? await planning : planning;
    const wanted = { generation, plan, subscribing };
    const admittance = await enter(settings.guards, wanted, credential);
    return new LiveSubscription(settings, credential, wanted, admittance);
  }

  get generation(): Generation {
    return this.#wanted.generation;
  }

  end(error: unknown): void {
    this.subscriber.end(error);
  }

  /** The stream has ended. */
  release(): void {
    this.#admittance?.release();
    this.#credential.release(this);
    this.#settings.live.delete(this);
  }

  /** What it would be planned as under another supergraph; kept there. @throws what following would end with */
  async expectIn(generation: Generation): Promise<void> {
    await generation.planFor(generation.readmit(this.#wanted.subscribing));
  }

  /** Equal for those of one generation that are planned once. */
  get planKey(): string {
    return this.generation.keyOf(this.#wanted.subscribing);
  }

  /**
   * Goes on under another supergraph; ends, and says why, where that has no place for it.
   *
   * @param isLast - else it stays where it is for a failure that passes, and is to be asked again
   */
  async follow(generation: Generation, isLast: boolean): Promise<void> {
    try {
      await this.#follow(generation);
    } catch (error) {
      if (this.#target !== generation || this.subscriber.isDone) return; // overtaken, or nobody listens
      if (!isLast && isPassing(error)) return;
      this.subscriber.end(outdated(error, this.#wanted.subscribing.request, generation));
    }
  }

  async #follow(generation: Generation): Promise<void> {
    this.#target = generation;
    const subscribing = generation.readmit(this.#wanted.subscribing);
    const planning = generation.planFor(subscribing);
    const plan = planning instanceof Promise ? await planning : planning;
    if (this.#target !== generation || this.subscriber.isDone) return; // meanwhile
    const wanted = { generation, plan, subscribing };
    if (guardText(plan) !== guardText(this.#wanted.plan)) await this.#reenter(wanted);
    if (this.#target !== generation) return; // another reload overtook this one
    const continued = this.subscriber.source.continuedIn(wanted);
    this.#wanted = wanted;
    this.subscriber.turnTo(createSource(this.#settings, wanted, continued), continued.keepsUpstream);
  }

  async #reenter(wanted: Wanted): Promise<void> {
    const admittance = await enter(this.#settings.guards, wanted, this.#credential);
    // It ended meanwhile, or another reload overtook this one: what is held is the guard of what is wanted.
    if (this.subscriber.isDone || this.#target !== wanted.generation) return admittance?.release();
    this.#admittance?.release();
    this.#hold(admittance);
  }

  #hold(admittance: Admittance | null): void {
    this.#admittance = admittance;
    admittance?.hold(this);
  }
}

/** Null where nothing is shared: the subgraph itself says who may listen. */
async function enter(guards: GuardRoom, wanted: Wanted, credential: Credential): Promise<Admittance | null> {
  const guard = guardOf(wanted.plan, requestOf(wanted).values);
  return guard && guards.enter(guard, credential);
}

const requestOf = ({ generation, plan, subscribing: { operation } }: Wanted) =>
  argumentsOf(plan, generation.graph.supergraphSchema, operation.coercedVariables);
