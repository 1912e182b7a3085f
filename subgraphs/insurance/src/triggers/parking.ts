import type { Tx } from '@moim/kit/db/database.ts';
import type { Consumer } from '@moim/kit/events/consumer.ts';
import type { LoggedEvent } from '@moim/kit/events/contract.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { parkingFinished } from '@moim/schema/contracts/telemetry.ts';
import { endCoverByParking } from '../actions/end-cover-by-parking.ts';

/** Ends the cover that was tied to a parking. */
export const parking: Consumer = {
  group: 'parking',
  source: 'telemetry',
  concerns: ({ name }) => name === parkingFinished.name,
  handle,
};

async function handle(tx: Tx, event: LoggedEvent, services: Services): Promise<void> {
  const { coveragePeriodId, memberId, finishedAt } = parkingFinished.payload.parse(event.payload);
  if (coveragePeriodId === null) return;
  await endCoverByParking(tx, services, { coveragePeriodId, memberId, finishedAt: new Date(finishedAt) });
}
