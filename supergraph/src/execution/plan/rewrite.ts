import type { FetchDataRewrite } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import { isJsonObject, isList, type JsonObject, own, put } from '../json-object.ts';
import { matchType } from './type-match.ts';

/** Changes what goes to a subgraph or comes from it, in place. */
export type Rewrite = (value: JsonObject) => void;

type Apply = (value: unknown) => void;

const typePrefix = '... on ';

/** Null when there is nothing to change. */
export function compileRewrites(
  schema: GraphQLSchema,
  rewrites: readonly FetchDataRewrite[] | undefined,
): Rewrite | null {
  if (!rewrites || rewrites.length === 0) return null;
  const all = rewrites.map((rewrite) => compileRewrite(schema, rewrite));
  return (value) => {
    for (const apply of all) apply(value);
  };
}

function compileRewrite(schema: GraphQLSchema, rewrite: FetchDataRewrite): Apply {
  const parents = rewrite.path.slice(0, -1);
  const last = rewrite.path.at(-1) ?? '';
  return parents.reduceRight(
    (next, element) => descend(schema, element, next),
    onEach(change(rewrite, last)),
  );
}

function change(rewrite: FetchDataRewrite, key: string): Rewrite {
  switch (rewrite.kind) {
    case 'ValueSetter': {
      const value: unknown = rewrite.setValueTo;
      return (object) => put(object, key, value);
    }
    case 'KeyRenamer':
      return (object) => {
        const value = own(object, key);
        if (value === undefined) return;
        put(object, key, undefined);
        put(object, rewrite.renameKeyTo, value);
      };
  }
}

function descend(schema: GraphQLSchema, element: string, next: Apply): Apply {
  if (!element.startsWith(typePrefix)) return onEach((object) => next(own(object, element)));
  const isOfType = matchType(schema, element.slice(typePrefix.length));
  return onEach((object) => {
    if (isOfType(object) ?? true) next(object);
  });
}

function onEach(rewrite: Rewrite): Apply {
  return function apply(value: unknown): void {
    if (isList(value)) for (const element of value) apply(element);
    else if (isJsonObject(value)) rewrite(value);
  };
}
