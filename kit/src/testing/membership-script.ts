import type { Viewer } from '../auth/viewer.ts';
import type { Consumer } from '../events/consumer.ts';
import type { EventContract, LoggedEvent } from '../events/contract.ts';
import { newUuid } from '../ids/uuid.ts';
import type { Services } from '../server/services.ts';
import { EventScript } from './event-script.ts';

/** What is published of a member: their account, and what they belong to. */
export interface MembershipContracts {
  readonly joined: EventContract<unknown>;
  readonly added: EventContract<unknown>;
  readonly removed: EventContract<unknown>;
  readonly withdrawn: EventContract<unknown>;
}

/** Plays who publishes memberships: each call is one event, taken in when the call resolves. */
export class MembershipScript {
  readonly #events: EventScript;
  readonly #contracts: MembershipContracts;

  constructor(services: Services, projection: Consumer, contracts: MembershipContracts) {
    this.#events = new EventScript(services, projection);
    this.#contracts = contracts;
  }

  /** As their session would be checked now. */
  viewer(memberId: string): Viewer {
    const membershipVersion = this.#events.seqOf(memberId);
    return { memberId, sessionId: newUuid(), roles: ['MEMBER'], membershipVersion };
  }

  /** A new account that has not been heard of yet. */
  writeJoin(): LoggedEvent {
    return this.write(this.#contracts.joined, newUuid(), {});
  }

  async join(): Promise<Viewer> {
    const event = await this.take(this.writeJoin());
    return this.viewer(event.aggregateId);
  }

  /** `count` new accounts. */
  async joinAll(count: number): Promise<Viewer[]> {
    const viewers: Viewer[] = [];
    for (let index = 0; index < count; index += 1) viewers.push(await this.join());
    return viewers;
  }

  async add(groupId: string, memberId: string, addedBy = memberId): Promise<LoggedEvent> {
    return this.take(this.writeAdd(groupId, memberId, addedBy));
  }

  /** As `add`, not heard of yet. */
  writeAdd(groupId: string, memberId: string, addedBy = memberId): LoggedEvent {
    return this.write(this.#contracts.added, memberId, { groupId, addedBy });
  }

  async remove(groupId: string, memberId: string, removedBy = memberId): Promise<LoggedEvent> {
    return this.take(this.write(this.#contracts.removed, memberId, { groupId, removedBy }));
  }

  async withdraw(memberId: string): Promise<LoggedEvent> {
    return this.take(this.write(this.#contracts.withdrawn, memberId, {}));
  }

  /** A group with these members. */
  async group(...members: readonly Viewer[]): Promise<string> {
    const groupId = newUuid();
    for (const { memberId } of members) await this.add(groupId, memberId);
    return groupId;
  }

  /** The next event of this member's aggregate, not taken in yet. */
  write(contract: EventContract<unknown>, memberId: string, payload: object): LoggedEvent {
    return this.#events.write(contract, memberId, (version) => ({
      ...{ memberId, membershipVersion: version },
      ...payload,
    }));
  }

  take(event: LoggedEvent): Promise<LoggedEvent> {
    return this.#events.take(event);
  }
}
