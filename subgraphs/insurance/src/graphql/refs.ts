import type { PolicyRow } from '../db/policies.ts';
import type { CoverageBeliefRow, CoverageView } from './views.ts';
import type { ShownAccess } from '../db/access-log.ts';
import { builder } from './builder.ts';

/** Apart from their fields, because they speak of each other. */
export const Policy = builder.objectRef<PolicyRow>('Policy');
export const CoveragePeriod = builder.objectRef<CoverageView>('CoveragePeriod');
export const CoverageBelief = builder.objectRef<CoverageBeliefRow>('CoverageBelief');
export const AccessLogEntry = builder.objectRef<ShownAccess>('AccessLogEntry');

const key = () => builder.keyDirective(builder.selection<{ id: string }>('id'), false);

/** Owned by identity; here only the key is known. */
export const Member = builder
  .externalRef('Member', key())
  .implement({ externalFields: (t) => ({ id: t.id() }) });
