import type { GraphQLSchema } from 'graphql';
import { BoundedCache } from '../bounded-cache.ts';
import type { JsonObject } from '../json-object.ts';
import { keepJson } from '../lasting-json.ts';

/** Bytes of JSON of the answers of one schema; what they are as objects is several times that. */
const maxBytes = 4_000_000;
/** What each takes beside it. */
const bytesOfOne = 1_000;

/**
 * What a schema answered of itself, which takes milliseconds and is the same each time: asked, and written as JSON, once
 * for all documents that ask it in the same words, whoever sends them.
 */
class IntrospectionAnswers {
  readonly #answers = new BoundedCache<JsonObject>(maxBytes);

  /** @param asked - the selections and the values of their variables */
  get(asked: string, answer: () => JsonObject): JsonObject {
    const known = this.#answers.get(asked);
    if (known) return known;
    const answered = answer();
    const bytes = Object.values(answered).reduce((sum: number, value) => sum + keepJson(value), 0);
    this.#answers.set(asked, answered, bytesOfOne + asked.length + bytes);
    return answered;
  }
}

const bySchema = new WeakMap<GraphQLSchema, IntrospectionAnswers>();

/** Of one schema, for as long as it lives. */
export function introspectionAnswersOf(schema: GraphQLSchema): IntrospectionAnswers {
  const known = bySchema.get(schema);
  if (known) return known;
  const answers = new IntrospectionAnswers();
  bySchema.set(schema, answers);
  return answers;
}
