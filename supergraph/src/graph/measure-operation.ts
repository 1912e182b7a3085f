import type { FormattedExecutionResult } from 'graphql';
import { publicCodes } from '@moim/kit/errors/public-codes.ts';
import type { Entered } from '../access/entered.ts';
import type { SupergraphMetrics } from '../metrics/supergraph-metrics.ts';

/** Counts an operation by what its client is told. */
export function measureOperation(
  { observe, refused }: SupergraphMetrics,
  { label }: Entered,
  startedAtMs: number,
  { errors = [] }: FormattedExecutionResult,
): void {
  const codes = errors.map(({ extensions }) => knownCode(extensions?.['code']));
  observe({ operation: label, seconds: (performance.now() - startedAtMs) / 1_000, codes });
  if (codes.includes('LIMIT_EXCEEDED')) refused('planner');
}

/** The codes of a foreign supergraph are its own, and any number. */
const knownCode = (code: unknown): string =>
  typeof code === 'string' && Object.hasOwn(publicCodes, code) ? code : 'other';
