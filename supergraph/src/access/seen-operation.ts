import { type GraphQLSchema, print } from 'graphql';
import type { AccessRules } from './access-rules.ts';
import type { AdmittedOperation, Asked } from './admitted-operation.ts';
import type { Grants } from './grants.ts';
import { refuse, type Refusal } from './refusal.ts';
import { withhold } from './withhold.ts';

/** An operation as some viewer may have it executed. */
export type Seen = Omit<AdmittedOperation, 'coercedVariables' | 'points'>;

/** What is left of `whole` for whoever has these grants; itself where nothing is kept from them. */
export function seenWith(grants: Grants, whole: Seen, schema: GraphQLSchema, rules: AccessRules): Seen {
  const { document, operation } = whole;
  const withheld = withhold(document, operation, schema, rules, grants);
  if (!withheld) return whole;
  const asked = { document, operation, withheld };
  return {
    ...whole,
    query: print(withheld.document),
    document: withheld.document,
    operation: withheld.operation,
    asked,
  };
}

/** A stream of which nothing may be seen never begins; other operations answer null. */
export const isNothingLeft = ({ operation, withheld }: Asked): boolean =>
  operation.operation === 'subscription' && withheld.operation.selectionSet.selections.length === 0;

export const unauthorizedStream = (): Refusal =>
  refuse('UNAUTHORIZED_FIELD_OR_TYPE', 'You may not see what this subscription tells.');
