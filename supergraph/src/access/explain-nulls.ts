import type { FormattedExecutionResult, GraphQLError, GraphQLFormattedError } from 'graphql';
import type { OperationIdentity, Role } from '@moim/kit/auth/viewer.ts';
import { activeTraceId } from '@moim/kit/trace/traceparent.ts';
import { isList } from '../execution/json-object.ts';
import { unanswered, type Violation } from '../execution/shape/completion.ts';

type Path = readonly (string | number)[];

/**
 * Why something is null: a subgraph answered an `error`, or a value that its schema does not have (`violation`), or
 * nothing at all about an entity (`unanswered`); or a rule keeps it from the viewer, by its directives.
 */
export interface NullCause {
  readonly path: Path;
  readonly rule: 'error' | 'violation' | 'unanswered' | `@${string}`;
  /** The coordinate that the rule is on. */
  readonly of?: string;
  readonly subgraph?: string;
  /** As the client is told it. */
  readonly code?: string;
}

/** One entry of `extensions.nulls`. */
export interface ExplainedNull extends NullCause {
  /** Where the cause is, when null may not be there: it went up to `path`. */
  readonly from?: Path;
  readonly traceId?: string;
}

/** Of one answer; a list may hold any number of nulls. */
const maxNulls = 100;

const owners: ReadonlySet<Role> = new Set(['ADMIN', 'OPERATOR']);

/** Who runs the installation is told where nulls come from, and nobody else. */
export const mayKnowWhy = ({ viewer }: OperationIdentity): boolean =>
  viewer?.roles.some((role) => owners.has(role)) ?? false;

/**
 * @param data - what the client is given; each null is explained once, by the first of its causes
 * @param traceId - null where nothing is traced
 */
export function explainNulls(
  data: unknown,
  causes: readonly NullCause[],
  traceId: string | null = activeTraceId(),
): ExplainedNull[] {
  const explained = new Map<string, ExplainedNull>();
  for (const { path: from, ...cause } of causes) {
    const path = nullAlong(data, from);
    const key = JSON.stringify(path);
    if (path === null || explained.has(key) || explained.size >= maxNulls) continue;
    const isThere = path.length === from.length;
    explained.set(key, {
      path,
      ...cause,
      ...(isThere ? {} : { from }),
      ...(traceId === null ? {} : { traceId }),
    });
  }
  return [...explained.values()];
}

/**
 * @param told - the same errors as the client is told them
 * @param violations - of the same answer
 */
export function causesOf(
  errors: readonly GraphQLError[],
  told: readonly GraphQLFormattedError[],
  violations: readonly Violation[] = [],
): NullCause[] {
  const ill = violations.map(causeOf);
  const illAt = new Map(ill.map((cause) => [JSON.stringify(cause.path), cause.subgraph]));
  const failed = errors.flatMap(({ path, extensions }, index) => {
    const teller = extensions['serviceName'] ?? extensions['subgraph'];
    const subgraph = teller ?? illAt.get(JSON.stringify(path));
    const code = told[index]?.extensions?.['code'];
    const rule = teller === undefined ? 'violation' : 'error';
    return path
      ? [
          {
            ...({ path, rule } as const),
            ...(typeof subgraph === 'string' ? { subgraph } : {}),
            ...(typeof code === 'string' ? { code } : {}),
          },
        ]
      : [];
  });
  // An error that nobody told and that is about no value says less than what was found out about the values.
  const isKnown = ({ rule, subgraph }: NullCause) => rule === 'error' || subgraph !== undefined;
  return [...failed.filter(isKnown), ...ill, ...failed.filter((cause) => !isKnown(cause))];
}

/** Of what a subgraph answered, or did not. */
const causeOf = ({ path, message, subgraph }: Violation): NullCause => ({
  path,
  rule: message === unanswered ? 'unanswered' : 'violation',
  ...(subgraph === undefined ? {} : { subgraph }),
});

/** The same of what is added to an answer at a place. */
export function explainNullsAt(
  place: Path,
  data: unknown,
  causes: readonly NullCause[],
  traceId: string | null,
): ExplainedNull[] {
  const within = causes.filter(({ path }) => place.every((key, index) => path[index] === key));
  const below = within.map((cause) => ({ ...cause, path: cause.path.slice(place.length) }));
  return explainNulls(data, below, traceId).map(({ path, from, ...cause }) => ({
    path: [...place, ...path],
    ...cause,
    ...(from && { from: [...place, ...from] }),
  }));
}

/** Adds what is known of nulls to what is told already. */
export function withNulls(
  result: FormattedExecutionResult,
  nulls: readonly ExplainedNull[],
): FormattedExecutionResult {
  if (nulls.length === 0) return result;
  const told: unknown = result.extensions?.['nulls'];
  const all = [...(isList(told) ? told : []), ...nulls].slice(0, maxNulls);
  return { ...result, extensions: { ...result.extensions, nulls: all } };
}

/** The null that a walk along the path meets; null where it meets a value, or leads nowhere. */
function nullAlong(data: unknown, path: Path): Path | null {
  let value = data;
  for (const [depth, key] of path.entries()) {
    if (value === null) return path.slice(0, depth);
    if (typeof value !== 'object' || !Object.hasOwn(value, key)) return null;
    value = Reflect.get(value, key);
  }
  return value === null ? path : null;
}
