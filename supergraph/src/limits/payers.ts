import type { Caller } from '../graph/caller.ts';
import { networkOf } from '../http/address-network.ts';

/** Whose bucket is poured into. */
export interface Payer {
  readonly id: string;
  /** How many times the bucket of one viewer this one holds, and gets back in a second. */
  readonly times: number;
}

/** An app asks for many viewers; alone it would have to be a busy company. */
const timesOfApp = 10;

/**
 * Who pays for what a caller asks: everybody has to have enough. A member pays for themselves, wherever they are;
 * nobody is known by the network that they ask from. The app that asks for them, where one is named, pays the same again. An app
 * that asks for itself pays for itself, wherever its servers are.
 */
export function payersOf({ identity: { viewer, app, clientAddress }, appId }: Caller): readonly Payer[] {
  if (app) return [{ id: `app:${app.id}`, times: timesOfApp }];
  const person = {
    id: viewer ? `member:${viewer.memberId}` : `address:${networkOf(clientAddress ?? '')}`,
    times: 1,
  };
  return appId === null ? [person] : [person, { id: `app:${appId}`, times: timesOfApp }];
}
