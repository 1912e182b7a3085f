import {
  type DocumentNode,
  type FieldNode,
  getArgumentValues,
  type GraphQLField,
  type GraphQLSchema,
  isNonNullType,
  Kind,
  parseType,
  visit,
} from 'graphql';
import type { PreparedOperation } from '../execution/prepared-operation.ts';
import { type Soon, whenThere } from '../execution/soon.ts';
import type { Graph } from '../graph/graph.ts';
import type { PlannableOperation } from '../graph/operation-in.ts';
import type { Demand } from '../planning/demand.ts';
import type { Plan } from '../planning/planning.ts';
import { type CommonRequests, commonRequests } from './common-requests.ts';
import { selectsPerViewer } from './per-viewer.ts';
import type { SubscriptionRule, SubscriptionRules } from './subscription-rules.ts';
import {
  parsePrimary,
  rootField,
  toUpstreamOperation,
  type UpstreamOperation,
} from './upstream-operation.ts';

/** A client's subscription, planned: where it is opened, what each event still needs, who may share it. */
export interface SubscriptionPlan {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** Of where fields are; plans of one text differ by it. */
  readonly choice: number;
  /** The subgraph of the root field. */
  readonly subgraph: string;
  /** The subscription field as the planner wrote it. */
  readonly root: FieldNode;
  readonly upstream: UpstreamOperation;
  /** Runs once an event: begins with what the event brings, then asks for what other subgraphs add. */
  readonly perEvent: PreparedOperation;
  readonly rule: SubscriptionRule;
  /** The client's variable that holds nothing but the cursor. */
  readonly cursorVariable: string | null;
  /** Equal for every viewer who passes the guard. */
  readonly isUpstreamShared: boolean;
  /** Of what other subgraphs add, the texts of those requests that are so too, by subgraph. */
  readonly common: ReadonlyMap<string, ReadonlySet<string>>;
  /** The same for the whole result, what other subgraphs add included. */
  readonly isResultShared: boolean;
}

/**
 * Not every `subscribe` plan can be run: what cannot is a defect of the supergraph, not of the client.
 *
 * @param choice - see `Graph.choiceOf`
 * @param demand - who waits for it
 */
export const planSubscription = (
  graph: Graph,
  rules: SubscriptionRules,
  operation: PlannableOperation,
  choice: number,
  demand: Demand,
): Soon<SubscriptionPlan> =>
  whenThere(graph.plan(operation, choice, demand), (node) =>
    subscriptionPlanOf(graph, rules, operation, choice, node),
  );

function subscriptionPlanOf(
  graph: Graph,
  rules: SubscriptionRules,
  { document, operationName }: PlannableOperation,
  choice: number,
  node: Plan['node'],
): SubscriptionPlan {
  if (node?.kind !== 'Subscription') throw new TypeError('this is no subscription');
  const { primary, rest } = node;
  const operation = parsePrimary(primary.operation);
  const root = rootField(operation);
  const { rule, resume } = rootRule(graph.supergraphSchema, rules, root);
  const upstream = toUpstreamOperation(operation, { resume, cursorField: rule.cursorField });
  const [schema, { perViewer }] = [graph.supergraphSchema, rules];
  const isUpstreamShared = rule.guard !== null && !selectsPerViewer(upstream.document, schema, perViewer);
  const isOpen = isOpenBehind(primary.serviceName, graph);
  const common = isUpstreamShared ? commonRequests(rest, { schema, perViewer, isOpen }) : noneInCommon;
  return {
    document,
    operationName,
    choice,
    subgraph: primary.serviceName,
    root,
    upstream,
    perEvent: graph.prepareEvents({ document, operationName }, primary, rest),
    rule,
    cursorVariable: cursorVariable(document, root, rule),
    isUpstreamShared,
    common: common.texts,
    isResultShared: common.isAll && !selectsPerViewer(document, graph.apiSchema, perViewer),
  };
}

const noneInCommon: CommonRequests = { texts: new Map(), isAll: false };

/** Guards of ours stand for all that is ours; that of an extension for nothing but itself, and none of ours for it. */
const isOpenBehind =
  (root: string, graph: Pick<Graph, 'isExtension'>) =>
  (subgraph: string): boolean =>
    subgraph === root || (!graph.isExtension(root) && !graph.isExtension(subgraph));

const noRule: SubscriptionRule = {
  ...{ resumeArgument: null, cursorField: null, guard: null, audience: null },
};

function rootRule(schema: GraphQLSchema, rules: SubscriptionRules, field: FieldNode) {
  const rule = rules.bySubscription.get(field.name.value) ?? noRule;
  const argument = definitionOf(schema, field).args.find(({ name }) => name === rule.resumeArgument);
  if (!argument || isNonNullType(argument.type)) return { rule, resume: null };
  return { rule, resume: { argument: argument.name, type: parseType(String(argument.type)) } };
}

function definitionOf(schema: GraphQLSchema, { name }: FieldNode): GraphQLField<unknown, unknown> {
  const definition = schema.getSubscriptionType()?.getFields()[name.value];
  if (!definition) throw new TypeError(`the supergraph has no subscription "${name.value}"`);
  return definition;
}

function cursorVariable(
  document: DocumentNode,
  { arguments: given = [] }: FieldNode,
  { resumeArgument }: SubscriptionRule,
): string | null {
  const value = given.find(({ name }) => name.value === resumeArgument)?.value;
  if (value?.kind !== Kind.VARIABLE) return null;
  let mentions = 0;
  visit(document, { Variable: ({ name }) => void (mentions += name.value === value.name.value ? 1 : 0) });
  // Its definition and this one use; a variable that also says something else stays in the key.
  return mentions === 2 ? value.name.value : null;
}

/** The subscription field's arguments with defaults filled in, and the cursor among them. */
export function argumentsOf(
  { root, rule }: SubscriptionPlan,
  schema: GraphQLSchema,
  coercedVariables: Readonly<Record<string, unknown>>,
): { readonly values: Readonly<Record<string, unknown>>; readonly cursor: number | null } {
  const values = getArgumentValues(definitionOf(schema, root), root, coercedVariables);
  const cursor = rule.resumeArgument === null ? null : values[rule.resumeArgument];
  return { values, cursor: typeof cursor === 'number' ? cursor : null };
}

/** What of a plan a subgraph is asked for. */
export type Primary = Pick<SubscriptionPlan, 'subgraph' | 'isUpstreamShared' | 'upstream'>;

/** Whether two plans ask a subgraph for the same events. */
export const isSamePrimary = (one: Primary, other: Primary): boolean =>
  one.subgraph === other.subgraph &&
  one.isUpstreamShared === other.isUpstreamShared &&
  one.upstream.query === other.upstream.query &&
  String(one.upstream.cursorPath) === String(other.upstream.cursorPath);
