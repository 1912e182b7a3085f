import { Kind } from 'graphql';
import { makeOperation, mapExchange, type Operation, type PersistedDocument } from '@urql/core';

type Document = Operation['query'];

/** What stands for a document on its way, and the document that it stands for. */
const wholes = new WeakMap<Document, Document>();

/**
 * Sends the identifier of a document instead of its text: the server has read schema/operations.json, which is
 * made of the same files. Nothing behind this exchange looks into a document.
 */
export const byIdentifier = mapExchange({
  onOperation: (operation) => {
    const documentId = identifierOf(operation.query);
    if (documentId === null) return operation;
    const named: PersistedDocument = { kind: Kind.DOCUMENT, definitions: [], documentId };
    wholes.set(named, operation.query);
    return withDocument(operation, named);
  },
  onResult: (result) => {
    const whole = wholes.get(result.operation.query);
    return whole ? { ...result, operation: withDocument(result.operation, whole) } : result;
  },
});

const withDocument = (operation: Operation, query: Document): Operation =>
  makeOperation(operation.kind, { ...operation, query }, operation.context);

/** As the generator wrote it down, e.g. `sha256:7dba…`; null for a document that is made here. */
function identifierOf(document: Document): string | null {
  const meta: unknown = Reflect.get(document, '__meta__');
  const isNamed = typeof meta === 'object' && meta !== null && 'hash' in meta;
  return isNamed && typeof meta.hash === 'string' ? meta.hash : null;
}
