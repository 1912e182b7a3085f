import { Bulkhead, type BulkheadLimits } from '../execution/bulkhead.ts';
import type { Deadline } from '../execution/deadline.ts';
import { DeadlinePassedError } from '../execution/deadline-passed.ts';
import type { TrafficObserver } from '../execution/traffic-observer.ts';

/** As many as there are connections to one process; each subgraph has as many for its operations beside them. */
const defaultRoom: BulkheadLimits = { maxRunning: 64, maxWaiting: 1_024, waitMs: 2_000 };

export interface PlainRoomsOptions {
  readonly observer: TrafficObserver;
  readonly limits?: BulkheadLimits | undefined;
  /** Milliseconds until an answer begins. */
  readonly deadlineMs: number;
  /** Told of a subgraph that did not answer in time. */
  readonly onLate: (subgraph: string) => void;
}

/** The places that plain requests to each subgraph may take, and how long they wait for its answer. */
export class PlainRooms {
  readonly #options: PlainRoomsOptions;
  readonly #rooms = new Map<string, Bulkhead>();

  constructor(options: PlainRoomsOptions) {
    this.#options = options;
  }

  /**
   * Asks, and keeps the place until what was answered has been sent.
   *
   * @param deadline - not yet begun; may be left by a client whose request only reads
   * @throws {SubgraphUnavailableError} too many ask, or the subgraph is away
   * @throws {DeadlinePassedError} it did not answer in time
   */
  async run(
    subgraph: string,
    deadline: Deadline,
    ask: () => Promise<Response>,
    send: (answer: Response) => Promise<void>,
  ): Promise<void> {
    deadline.begin(this.#options.deadlineMs);
    const { signal } = deadline;
    await this.#roomOf(subgraph)
      .run({ signal }, async () => {
        const answer = await this.#answer(subgraph, deadline, ask);
        await send(answer).finally(() => abandon(answer));
      })
      .finally(() => deadline.end());
  }

  async #answer(subgraph: string, deadline: Deadline, ask: () => Promise<Response>): Promise<Response> {
    const asked = ask();
    try {
      return await deadline.orOver(asked);
    } catch (error) {
      // It may still come, for nobody.
      void asked.then(abandon).catch(() => undefined);
      if (!deadline.isOver) throw error;
      if (deadline.hasPassed) this.#options.onLate(subgraph);
      throw new DeadlinePassedError(subgraph, { cause: error });
    } finally {
      deadline.end();
    }
  }

  #roomOf(subgraph: string): Bulkhead {
    const known = this.#rooms.get(subgraph);
    const { limits = defaultRoom, observer } = this.#options;
    const room = known ?? new Bulkhead(subgraph, limits, observer);
    if (!known) this.#rooms.set(subgraph, room);
    return room;
  }
}

/** What was read to its end, or is of no use. */
async function abandon({ body }: Response): Promise<void> {
  if (body && !body.locked) await body.cancel().catch(() => undefined);
}
