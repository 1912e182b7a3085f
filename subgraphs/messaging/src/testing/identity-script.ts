import type { Viewer } from '@moim/kit/auth/viewer.ts';
import type { EventContract, LoggedEvent } from '@moim/kit/events/contract.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { EventScript } from '@moim/kit/testing/event-script.ts';
import {
  memberAdded,
  memberJoined,
  memberRemoved,
  memberWithdrawn,
} from '@moim/schema/contracts/identity.ts';
import { membershipProjection } from '../triggers/membership-projection.ts';

/** Plays identity: each call is one of its events, taken in when the call resolves. */
export class IdentityScript {
  readonly #events: EventScript;

  constructor(services: Services) {
    this.#events = new EventScript(services, membershipProjection);
  }

  /** As their session would be checked now. */
  viewer(memberId: string): Viewer {
    const membershipVersion = this.#events.seqOf(memberId);
    return { memberId, sessionId: newUuid(), roles: ['MEMBER'], membershipVersion };
  }

  /** A new account that has not been heard of yet. */
  writeJoin(): LoggedEvent {
    return this.write(memberJoined, newUuid(), {});
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
    return this.write(memberAdded, memberId, { groupId, addedBy });
  }

  async remove(groupId: string, memberId: string, removedBy = memberId): Promise<LoggedEvent> {
    return this.take(this.write(memberRemoved, memberId, { groupId, removedBy }));
  }

  async withdraw(memberId: string): Promise<LoggedEvent> {
    return this.take(this.write(memberWithdrawn, memberId, {}));
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
