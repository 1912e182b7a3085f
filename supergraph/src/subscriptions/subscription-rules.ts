import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
} from 'graphql';

/** How the supergraph's own SDL says that a subscription field may be shared and resumed. */
export interface SubscriptionRule {
  /** `@resume`: the argument that is a cursor, not part of what is subscribed to. */
  readonly resumeArgument: string | null;
  /** The field of the event that a `@resume` argument continues from. */
  readonly cursorField: string | null;
  /** `@shared`: a query that answers null to whoever may not listen; null when nothing is shared. */
  readonly guard: DocumentNode | null;
  /** `@shared`: a query that its subgraph answers with those of `$viewers` who may; null: there is none. */
  readonly audience: DocumentNode | null;
}

export interface SubscriptionRules {
  readonly bySubscription: ReadonlyMap<string, SubscriptionRule>;
  /** `Type.field` of every field marked `@perViewer`. */
  readonly perViewer: ReadonlySet<string>;
}

/** Reads the marks of https://moim.dev/subscriptions/v1.0; a supergraph without them shares nothing. */
export function readSubscriptionRules(supergraphSdl: string): SubscriptionRules {
  const document = parse(supergraphSdl, { noLocation: true });
  const root = subscriptionRootName(document);
  const types = document.definitions.filter(
    (node) => node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION,
  );
  const perViewer = types.flatMap(({ name, fields = [] }) =>
    fields
      .filter((field) => directive(field, 'perViewer'))
      .map((field) => `${name.value}.${field.name.value}`),
  );
  const objects = types.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION);
  const subscriptions = objects.find(({ name }) => name.value === root)?.fields ?? [];
  return {
    bySubscription: new Map(subscriptions.map((field) => [field.name.value, ruleOf(field, objects)])),
    perViewer: new Set(perViewer),
  };
}

function subscriptionRootName(document: DocumentNode): string {
  for (const node of document.definitions) {
    if (node.kind !== Kind.SCHEMA_DEFINITION) continue;
    const root = node.operationTypes.find(({ operation }) => operation === 'subscription');
    if (root) return root.type.name.value;
  }
  return 'Subscription';
}

function ruleOf(field: FieldDefinitionNode, objects: readonly ObjectTypeDefinitionNode[]): SubscriptionRule {
  const shared = directive(field, 'shared');
  const resumeArgument =
    field.arguments?.find((argument) => directive(argument, 'resume'))?.name.value ?? null;
  const guard = shared ? stringArgument(shared, 'guard') : null;
  const audience = shared ? stringArgument(shared, 'audience') : null;
  const named = shared ? stringArgument(shared, 'cursor') : null;
  return {
    resumeArgument,
    cursorField: named ?? conventionalCursor(field, resumeArgument, objects),
    guard: guard === null ? null : parse(guard, { noLocation: true }),
    audience: audience === null ? null : parse(audience, { noLocation: true }),
  };
}

/** An argument `afterSeq` continues from the event's field `seq`. */
function conventionalCursor(
  field: FieldDefinitionNode,
  resumeArgument: string | null,
  objects: readonly ObjectTypeDefinitionNode[],
): string | null {
  const [, first = '', rest = ''] = /^after([A-Z])(.*)$/.exec(resumeArgument ?? '') ?? [];
  const name = `${first.toLowerCase()}${rest}`;
  const event = objects.find(({ name }) => name.value === namedType(field));
  return event?.fields?.some((candidate) => candidate.name.value === name) ? name : null;
}

function namedType({ type }: FieldDefinitionNode): string {
  let inner = type;
  while (inner.kind !== Kind.NAMED_TYPE) inner = inner.type;
  return inner.name.value;
}

const directive = (
  { directives = [] }: { readonly directives?: readonly ConstDirectiveNode[] | undefined },
  name: string,
) => directives.find((node) => node.name.value === name);

function stringArgument({ arguments: given = [] }: ConstDirectiveNode, name: string): string | null {
  const value = given.find((argument) => argument.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : null;
}
