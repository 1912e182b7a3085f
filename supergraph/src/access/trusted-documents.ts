import type { OperationRequest, ReceivedOperation } from './admitted-operation.ts';
import { documentKey } from './document-key.ts';
import { refuse } from './refusal.ts';

/** Whose documents are run beside the trusted ones. */
export type AdhocPolicy = 'all' | 'authenticated' | 'none';

/** As GraphQL over HTTP names a document: by the SHA-256 of its text, in lower-case hexadecimal. */
const prefix = 'sha256:';

/** The documents that clients may name instead of sending them, and whether they may send others. */
export class TrustedDocuments {
  /** By the SHA-256 of the text. */
  readonly #texts: ReadonlyMap<string, string>;
  readonly #adhoc: AdhocPolicy;

  /** @param texts - by identifier, e.g. `sha256:7dba…` */
  constructor(texts: ReadonlyMap<string, string> = new Map(), adhoc: AdhocPolicy = 'all') {
    this.#texts = new Map([...texts].map(([id, text]) => [id.slice(prefix.length), text]));
    this.#adhoc = adhoc;
  }

  get texts(): Iterable<string> {
    return this.#texts.values();
  }

  /**
   * Before anything is parsed.
   *
   * @throws {Refusal} UNKNOWN_DOCUMENT, or a text that this client may not send: UNAUTHENTICATED or FORBIDDEN
   */
  resolve({ document, ...parameters }: ReceivedOperation, isAnonymous: boolean): OperationRequest {
    if ('documentId' in document) return { ...parameters, ...this.#find(document.documentId) };
    this.#checkAdhoc(document.query, isAnonymous);
    return { ...parameters, query: document.query };
  }

  #find(id: string): Pick<OperationRequest, 'query' | 'queryKey'> {
    const queryKey = id.startsWith(prefix) ? id.slice(prefix.length) : '';
    const query = this.#texts.get(queryKey);
    if (query === undefined)
      throw refuse('UNKNOWN_DOCUMENT', 'No document with this `documentId` is known here.');
    return { query, queryKey };
  }

  #checkAdhoc(query: string, isAnonymous: boolean): void {
    if (this.#adhoc === 'all' || (this.#adhoc === 'authenticated' && !isAnonymous)) return;
    if (this.#texts.has(documentKey(query))) return;
    if (this.#adhoc === 'none') throw refuse('FORBIDDEN', 'Only documents that are known here are run.');
    throw refuse('UNAUTHENTICATED', 'Log in to send documents of your own.');
  }
}
