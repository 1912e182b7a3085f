import { type DocumentNode, getOperationAST, type OperationDefinitionNode } from 'graphql';

/** An operation to plan: valid for the API schema. */
export interface PlannableOperation {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
}

/** @throws when the document has no such operation, or several and none is named */
export function operationIn(
  document: DocumentNode,
  operationName: string | undefined,
): OperationDefinitionNode {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new TypeError('the document has no such operation');
  return operation;
}
