import { OwnSource } from './own-source.ts';
import type { Continued, PlannedSource, SourceSettings, Wanted } from './planned-source.ts';
import { SharedSource } from './shared-source.ts';

/** @param continued - what was read before */
export function createSource(settings: SourceSettings, wanted: Wanted, continued?: Continued): PlannedSource {
  const { isUpstreamShared, rule } = wanted.plan;
  const isShared = isUpstreamShared && rule.guard !== null;
  return isShared
    ? new SharedSource(settings, wanted, continued)
    : new OwnSource(settings, wanted, continued);
}
