import { builder } from './builder.ts';

const key = () => builder.keyDirective(builder.selection<{ id: string }>('id'), false);

/** Owned by identity; here only the key is known. */
export const Member = builder
  .externalRef('Member', key())
  .implement({ externalFields: (t) => ({ id: t.id() }) });

/** Owned by calendar; here only the key is known. */
export const CalendarEvent = builder
  .externalRef('CalendarEvent', key())
  .implement({ externalFields: (t) => ({ id: t.id() }) });

/** Owned by insurance; here only the key is known. */
export const CoveragePeriod = builder
  .externalRef('CoveragePeriod', key())
  .implement({ externalFields: (t) => ({ id: t.id() }) });
