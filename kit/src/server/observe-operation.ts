import type { ExecutionResult } from 'graphql';
import { withRequestFields } from '../log/request-fields.ts';
import type { ObserveOperation } from '../metrics/operation-metrics.ts';
import { failActiveSpan, inChildSpan } from '../trace/span.ts';
import { operationLabel } from './operation-label.ts';
import type { SubgraphOperation } from './operation.ts';

/** Runs an operation of a subgraph as one span, measured, with its request in every log line. */
export function observeOperation<Answer extends object>(
  subgraph: string,
  { document, operationName, identity: { requestId } }: SubgraphOperation,
  run: () => Promise<Answer>,
  observe: ObserveOperation,
): Promise<Answer> {
  const operation = operationLabel(document, operationName);
  const attributes = { 'moim.subgraph': subgraph, 'moim.operation': operation };
  return withRequestFields({ requestId, operation }, () =>
    inChildSpan(`${subgraph} ${operation}`, { kind: 'SERVER', attributes }, async () => {
      const startedAtMs = performance.now();
      const answer = await run();
      const codes = codesOf(answer);
      if (codes.includes('INTERNAL')) failActiveSpan();
      observe({ operation, seconds: (performance.now() - startedAtMs) / 1_000, codes });
      return answer;
    }),
  );
}

/** Of a stream there are none yet. */
export function codesOf(answer: object | ExecutionResult): string[] {
  if (!('errors' in answer) || !answer.errors) return [];
  return answer.errors.map(({ extensions: { code } }) => (typeof code === 'string' ? code : 'INTERNAL'));
}
