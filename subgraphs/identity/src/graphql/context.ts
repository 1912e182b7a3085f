import type { OperationIdentity, Viewer } from '@moim/kit/auth/viewer.ts';
import type { ReadDb } from '@moim/kit/db/database.ts';
import { OperationContext } from '@moim/kit/graphql/operation-context.ts';
import type { Services } from '@moim/kit/server/services.ts';
import type { Payments } from '../actions/payments.ts';

/** What was read stays as it was read for as long as this object is used. */
export interface Reading {
  readonly db: ReadDb;
  readonly identity: OperationIdentity;
}

/** What the resolvers of one operation share, and what a change makes them read again. */
export class Context extends OperationContext {
  readonly payments: Payments;
  #reading: Reading;

  constructor(services: Services, identity: OperationIdentity, payments: Payments) {
    super(services, identity);
    this.payments = payments;
    this.#reading = { db: services.db.read, identity };
  }

  /** Loaders are keyed by it. */
  get reading(): Reading {
    return this.#reading;
  }

  /** Lets the viewer do something; what was read before is read again afterwards. */
  async change<Result>(action: (services: Services, viewer: Viewer) => Promise<Result>): Promise<Result> {
    const result = await action(this.services, this.viewer);
    this.#reading = { db: this.services.db.read, identity: this.identity };
    return result;
  }
}
