import type { ExecutionResult, GraphQLError } from 'graphql';
import type { ExecutedOperation } from '../../execution/prepared-operation.ts';

/** An answer in a form in which equal answers are equal texts. */
interface Comparable {
  readonly data: unknown;
  readonly errors: readonly string[];
}

/** The order of fields is the specification's with us and the planner's with the stock executor. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
};

const pathsOf = (errors: readonly GraphQLError[]): string[] =>
  [...new Set(errors.map(({ path }) => JSON.stringify(path ?? null)))].sort();

const fieldsOf = (path: GraphQLError['path']): string =>
  path?.map((key) => (typeof key === 'number' ? '#' : key)).join('.') ?? 'nowhere';

/** The places in lists are left out: the stock executor counts entities that it did not ask about. */
const roughly = ({ message, extensions, path }: GraphQLError): string =>
  `${String(extensions['serviceName'])} ${fieldsOf(path)} ${message}`;

const exactly = (error: GraphQLError): string => `${roughly(error)} ${JSON.stringify(error.path)}`;

/** Those of `some` that `others` do not have, each as often as it has more of them. */
function beyond(some: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return some.filter((one) => {
    const index = left.indexOf(one);
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
}

/**
 * Whether ours tells what stock tells. What ours asks in two halves may fail in both: it tells then of one
 * error twice, in the same place.
 */
function tellsTheSame(ours: readonly GraphQLError[], stock: readonly GraphQLError[]): boolean {
  const [one, other] = [ours.map(roughly), stock.map(roughly)];
  const repeated = ours.length - new Set(ours.map(exactly)).size;
  return beyond(other, one).length === 0 && beyond(one, other).length <= repeated;
}

/**
 * Where ours is not what the stock executor says. What a subgraph answered against its schema that one
 * never tells; ours does, where somebody answered it.
 */
export function differenceFromStock(ours: ExecutedOperation, stock: ExecutionResult): object | null {
  const one: Comparable = { data: sorted(ours.data), errors: ours.errors.map(roughly) };
  const other: Comparable = { data: sorted(stock.data ?? null), errors: (stock.errors ?? []).map(roughly) };
  const isToldSame = !stock.errors || tellsTheSame(ours.errors, stock.errors);
  return JSON.stringify(one.data) === JSON.stringify(other.data) && isToldSame
    ? null
    : { ours: one, stock: other };
}

/** Whether the stock executor is right about a question; it is no measure where it is not. */
export const isStockRight = (stock: ExecutionResult, whole: ExecutionResult): boolean =>
  (stock.errors === undefined || whole.errors !== undefined) &&
  JSON.stringify(sorted(stock.data ?? null)) === JSON.stringify(sorted(whole.data ?? null));

/**
 * Where ours is not what one server would say: values, their order, and where there are errors. Of what falls
 * with a null one server may not have looked at everything, so that ours may know of more.
 */
export function differenceFromWhole(ours: ExecutedOperation, whole: ExecutionResult): object | null {
  const one: Comparable = { data: ours.data, errors: pathsOf(ours.errors) };
  const other: Comparable = { data: whole.data ?? null, errors: pathsOf(whole.errors ?? []) };
  const isSame =
    JSON.stringify(one.data) === JSON.stringify(other.data) &&
    (other.errors.length > 0 || one.errors.length === 0) &&
    other.errors.every((path) => one.errors.includes(path));
  return isSame ? null : { ours: one, whole: other };
}
