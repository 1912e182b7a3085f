import type { DocumentNode } from 'graphql';
import { BoundedCache } from '../execution/bounded-cache.ts';
import type { OperationRequest } from './admitted-operation.ts';
import { documentKey } from './document-key.ts';

/** Characters of documents that are kept parsed and validated, each of which takes about 80 bytes. */
export const maxCachedCharacters = 2_000_000;

/** Documents that passed, by the SHA-256 of their text. */
export class KnownDocuments {
  /** Never forgotten, whatever else is sent. */
  readonly #trusted = new Map<string, DocumentNode>();
  readonly #documents = new BoundedCache<DocumentNode>(maxCachedCharacters);
  /** Of the texts of these: to find one costs less than its SHA-256. */
  readonly #keys = new BoundedCache<string>(maxCachedCharacters);

  keyOf({ query, queryKey }: Pick<OperationRequest, 'query' | 'queryKey'>): string {
    return queryKey ?? this.#keys.get(query) ?? documentKey(query);
  }

  find(key: string): DocumentNode | undefined {
    return this.#trusted.get(key) ?? this.#documents.get(key);
  }

  trust(query: string, document: DocumentNode): void {
    this.#trusted.set(documentKey(query), document);
  }

  /** Whether it was known before anybody asked for it. */
  isTrusted(key: string): boolean {
    return this.#trusted.has(key);
  }

  /** A document that was read from this text. */
  keep(key: string, query: string, document: DocumentNode): void {
    this.#documents.set(key, document, query.length);
    this.#keys.set(query, key, query.length);
  }

  /** One that was made of another: nobody sends its text. */
  keepMade(query: string, document: DocumentNode): void {
    this.#documents.set(documentKey(query), document, query.length);
  }
}
