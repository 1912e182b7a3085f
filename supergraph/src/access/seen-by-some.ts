import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { BoundedCache } from '../execution/bounded-cache.ts';
import type { AccessRules } from './access-rules.ts';
import { type Grants, grantsKey, noGrants } from './grants.ts';
import { type KnownDocuments, maxCachedCharacters } from './known-documents.ts';
import { isNothingLeft, type Seen, seenWith, unauthorizedStream } from './seen-operation.ts';

/** What of operations is executed for whoever may not see everything: a document of its own, also to the planner. */
export class SeenBySome {
  readonly #schema: GraphQLSchema;
  readonly #rules: AccessRules | undefined;
  readonly #documents: KnownDocuments;
  /** By document and grants. */
  readonly #seen = new BoundedCache<Seen>(maxCachedCharacters);
  /** Of operations: whether no rule speaks of anything in them. */
  readonly #openToAll = new WeakMap<OperationDefinitionNode, boolean>();

  /** @param rules - who may see what; absent: everybody everything */
  constructor(schema: GraphQLSchema, rules: AccessRules | undefined, documents: KnownDocuments) {
    this.#schema = schema;
    this.#rules = rules;
    this.#documents = documents;
  }

  /**
   * @param key - of the document as it came
   * @throws {Refusal} nothing is left of a stream
   */
  of(whole: Seen, key: string, grants: Grants): Seen {
    const rules = this.#rules;
    if (!rules || rules.size === 0 || this.#isOpenToAll(whole, rules)) return whole;
    const seenKey = [key, whole.operationName, grantsKey(grants)].join(' ');
    // Kept for whoever asks next: what this one filled in is not.
    const seen =
      this.#seen.get(seenKey) ?? seenWith(grants, { ...whole, variables: {} }, this.#schema, rules);
    this.#seen.set(seenKey, seen, whole.query.length);
    if (seen.asked === null) return whole;
    if (isNothingLeft(seen.asked)) throw unauthorizedStream();
    this.#documents.keepMade(seen.query, seen.document);
    const { query, document, operation, asked } = seen;
    const { queryKey: _ofTheWhole, ...parameters } = whole;
    return { ...parameters, query, document, operation, asked };
  }

  /** Most operations have nothing in them that a rule speaks of: who asks need not be looked at. */
  #isOpenToAll(whole: Seen, rules: AccessRules): boolean {
    const known = this.#openToAll.get(whole.operation);
    if (known !== undefined) return known;
    const isOpen = seenWith(noGrants, whole, this.#schema, rules).asked === null;
    this.#openToAll.set(whole.operation, isOpen);
    return isOpen;
  }
}
