import { parse, print, visit } from 'graphql';
import type { EntityKeys } from '../execution/plan/entity-keys.ts';
import type { StandIns } from '../execution/plan/stand-ins.ts';
import { entityKeys } from './entity-keys.ts';
import { graphOf, isKey, isUnresolvable, type RecordNode } from './join-directives.ts';
import { StandInWriter } from './stand-in-writer.ts';

/** A supergraph as the planner reads it. */
export interface PlannerSupergraph {
  readonly sdl: string;
  readonly standIns: StandIns;
  readonly keys: EntityKeys;
}

/**
 * Puts right in the supergraph what the planner gets wrong in a plan: it confuses fields that differ in their
 * arguments alone (see {@link StandIns}), and finds entities by a key that the subgraph does not resolve though
 * another would do.
 */
export function plannerSupergraph(supergraphSdl: string): PlannerSupergraph {
  const document = parse(supergraphSdl, { noLocation: true });
  const writer = new StandInWriter(document);
  const rewritten = visit(document, {
    ObjectTypeDefinition: { leave: (node) => writer.withRequires(withResolvableKeys(node)) },
    InterfaceTypeDefinition: { leave: (node) => writer.withRequires(withResolvableKeys(node)) },
  });
  const { standsFor, required } = writer;
  const sdl = print(writer.withStandIns(rewritten));
  return { sdl, standIns: { standsFor, required }, keys: entityKeys(document) };
}

function withResolvableKeys<Node extends RecordNode>(node: Node): Node {
  const directives = node.directives ?? [];
  const resolvable = new Set(directives.filter((one) => isKey(one) && !isUnresolvable(one)).map(graphOf));
  return {
    ...node,
    directives: directives.filter((one) => !isUnresolvable(one) || !resolvable.has(graphOf(one))),
  };
}
