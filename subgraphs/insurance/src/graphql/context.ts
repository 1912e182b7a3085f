import type { OperationIdentity } from '@moim/kit/auth/viewer.ts';
import { OperationContext } from '@moim/kit/graphql/operation-context.ts';
import type { Services } from '@moim/kit/server/services.ts';
import type { Asker } from '../actions/asker.ts';
import { lookAtPolicies } from '../actions/look-at-policies.ts';
import { shownFields } from '../actions/shown-fields.ts';
import { getRateCard, type RateCardRow } from '../db/rate-cards.ts';
import { type Reader, readerOf } from '../domain/access.ts';

/** What the resolvers of one operation share. Never copied: loaders are keyed by it. */
export class Context extends OperationContext {
  /** The present of the operation: all its running covers are rated up to one instant. */
  readonly at: Date;
  #rate: Promise<RateCardRow> | undefined;
  readonly #looks = new Map<string, Promise<void>>();

  constructor(services: Services, identity: OperationIdentity) {
    super(services, identity);
    this.at = services.now();
  }

  /** @throws {UnauthenticatedError} */
  override get viewer(): Asker {
    return { ...super.viewer, address: this.identity.clientAddress ?? null };
  }

  /** @throws {UnauthenticatedError} */
  get reader(): Reader {
    return readerOf(this.viewer);
  }

  /** What cover that starts now costs; one statement an operation. */
  rate(): Promise<RateCardRow> {
    this.#rate ??= getRateCard(this.db, this.at);
    return this.#rate;
  }

  /** These policies stand in the access log already, under another task. */
  markSeen(policyIds: readonly string[]): void {
    for (const id of policyIds) this.#looks.set(id, Promise.resolve());
  }

  /**
   * Hands on what is about other people only once the access log knows that CX looked: once an
   * operation and policy.
   *
   * @throws when that cannot be noted
   */
  async show<Row>(rows: readonly Row[], about: (row: Row) => Subject): Promise<readonly Row[]> {
    const { memberId } = this.viewer;
    const others = rows.map(about).filter(({ holderId }) => holderId !== memberId);
    const policyIds = [...new Set(others.map(({ policyId }) => policyId))];
    const fresh = policyIds.filter((id) => !this.#looks.has(id));
    const look = lookAtPolicies(this.services, this.viewer, {
      ...{ task: 'VIEW', policyIds: fresh, fields: shownFields },
    });
    for (const id of fresh) this.#looks.set(id, look);
    await Promise.all([look, ...policyIds.map((id) => this.#looks.get(id))]);
    return rows;
  }
}

interface Subject {
  readonly policyId: string;
  readonly holderId: string;
}
