import type { GraphQLError } from 'graphql';
import type { Answered, Delivery, Patch } from '../../execution/defer/delivery.ts';

/**
 * What a client has when everything has come: objects grow, lists element by element, all else is replaced.
 *
 * @throws where a client could not follow: a patch for a place that was not sent, or anything after the end
 */
export async function mergeDeliveries(deliveries: AsyncIterable<Delivery>): Promise<Answered> {
  let data: unknown = undefined;
  let hasNext = true;
  const errors: GraphQLError[] = [];
  for await (const delivery of deliveries) {
    if (!hasNext) throw new Error('something came after the end');
    hasNext = delivery.hasNext;
    if (delivery.kind === 'initial') {
      data = structuredClone(delivery.answer.data);
      errors.push(...delivery.answer.errors);
      continue;
    }
    for (const patch of delivery.patches) {
      data = merged(data, patch, patch.path);
      errors.push(...errorsIn(patch));
    }
  }
  if (hasNext) throw new Error('it did not end');
  return { data: isRecord(data) ? data : null, errors };
}

function errorsIn({ errors, path: place }: Patch): readonly GraphQLError[] {
  if (errors.some(({ path }) => path && !place.every((key, index) => path[index] === key)))
    throw new Error(`an error of elsewhere at ${place.join('.')}`);
  return errors;
}

function merged(target: unknown, patch: Patch, path: Patch['path']): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    if (!isRecord(target)) throw new Error(`nothing was sent at ${patch.path.join('.')}`);
    return patch.data === null ? target : deepMerged(target, patch.data);
  }
  if (Array.isArray(target)) return target.with(Number(key), merged(target[Number(key)], patch, rest));
  if (!isRecord(target)) throw new Error(`nothing was sent at ${patch.path.join('.')}`);
  return { ...target, [key]: merged(target[key], patch, rest) };
}

function deepMerged(target: unknown, source: unknown): unknown {
  if (Array.isArray(target) && Array.isArray(source))
    return source.map((element: unknown, index) => deepMerged(target[index], element));
  if (!isRecord(target) || !isRecord(source)) return source;
  const grown = { ...target };
  for (const [key, value] of Object.entries(source)) grown[key] = deepMerged(grown[key], value);
  return grown;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
