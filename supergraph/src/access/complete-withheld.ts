import type { DirectiveNode, FormattedExecutionResult, GraphQLSchema } from 'graphql';
import { type AccessRules, directivesOf } from './access-rules.ts';
import type { AdmittedOperation, Asked } from './admitted-operation.ts';
import type { NullCause } from './explain-nulls.ts';
import { type Fill, fillWithheld, fillWithheldPart, type WithheldPart } from './fill-withheld.ts';

/** How a result becomes an answer. */
export interface Completing {
  /** The `@defer` of fragments that come later; absent: everything comes at once. */
  readonly later?: ReadonlySet<DirectiveNode> | undefined;
  /** Told why a field was withheld. */
  readonly onDenied?: ((cause: NullCause) => void) | undefined;
}

type Asking = Pick<AdmittedOperation, 'asked' | 'coercedVariables'>;

/** Makes of results the answers to what was asked, where some of it is kept from the viewer. */
export class CompleteWithheld {
  readonly #schema: GraphQLSchema;
  readonly #rules: AccessRules | undefined;

  /** @param rules - who may see what; absent: everybody everything */
  constructor(schema: GraphQLSchema, rules: AccessRules | undefined) {
    this.#schema = schema;
    this.#rules = rules;
  }

  /** Itself where nothing is kept from the viewer. */
  complete(
    { asked, coercedVariables }: Asking,
    result: FormattedExecutionResult,
    requestId: string,
    how: Completing,
  ): FormattedExecutionResult {
    if (asked === null) return result;
    return fillWithheld(this.#fill(asked, coercedVariables, requestId, how), result);
  }

  /** The same for what comes later. */
  completePart(
    { asked, coercedVariables }: Asking,
    part: WithheldPart,
    requestId: string,
    how: Completing,
  ): WithheldPart {
    if (asked === null) return part;
    return fillWithheldPart(this.#fill(asked, coercedVariables, requestId, how), part);
  }

  #fill(
    asked: Asked,
    variables: Fill['variables'],
    requestId: string,
    { later, onDenied }: Completing,
  ): Fill {
    const tell = (path: readonly (string | number)[], of: string) =>
      onDenied?.({
        ...{ path, of, code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
        rule: directivesOf(this.#rules?.get(of)),
      });
    return { ...asked, schema: this.#schema, variables, requestId, later, onDenied: tell };
  }
}
