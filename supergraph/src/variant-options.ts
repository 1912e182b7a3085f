import { BoundKeys } from './access/bound-keys.ts';
import { maskErrors, passErrors } from './access/public-errors.ts';
import { TrustedDocuments } from './access/trusted-documents.ts';
import { operationNamesOf } from './access/web-documents.ts';
import type { CommonGround } from './common-ground.ts';
import { noEffortLimits } from './limits/effort-limits.ts';
import { EffortMeter } from './limits/effort-meter.ts';
import { defaultLimits } from './limits/operation-limits.ts';
import { noPointLimits } from './limits/point-limits.ts';
import { PointMeter } from './limits/point-meter.ts';
import { Served } from './limits/served.ts';
import { Turnstile } from './limits/turnstile.ts';
import type { LastingOptions } from './supergraph-options.ts';
import type { VariantOptions } from './variant.ts';

/** What each supergraph of a server is served with: one account of points and effort for all of them, and no documents. */
export function toVariantOptions(
  options: LastingOptions,
  { keyValue, freshness, proxies, metrics }: CommonGround,
): VariantOptions {
  const { access, log, recheckEveryMs, isForeign = false } = options;
  const points = { ...noPointLimits, ...options.points };
  const served = new Served();
  return {
    ...{ access, freshness, metrics, points, log, proxies, recheckEveryMs, spread: options.reloadSpread },
    meter: new PointMeter({ keyValue, limits: points, onRefused: metrics.refused }),
    effort: new EffortMeter({ limits: options.effort ?? noEffortLimits, onRefused: metrics.refused }),
    ...{ served, turnstile: new Turnstile(() => served.isServing) },
    limits: { ...defaultLimits, ...options.limits },
    formatError: isForeign ? passErrors : maskErrors(log),
    hidesSchemaFromAnonymous: !isForeign,
    grantsOf: options.grantsOf,
    operationNames: operationNamesOf(options.documents?.values() ?? []),
    documents: new TrustedDocuments(new Map(), options.adhoc),
    deadlineMs: options.deadlineMs,
    keys: isForeign ? undefined : new BoundKeys(keyValue),
    overrideLabels: options.overrideLabels,
    stalledMs: options.stalledMs,
  };
}
