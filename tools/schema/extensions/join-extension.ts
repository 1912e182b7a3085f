import { buildSchema, GraphQLError, Kind, parse } from 'graphql';
import { takeAccessRules } from '@moim/supergraph/access/access-rules.ts';
import { Planner } from '@moim/supergraph/graph/planner.ts';
import { internal } from '@moim/kit/graphql/tags.ts';
import { type Composition, compose, CompositionError } from '../compose.ts';
import { composeWithout } from '../contract.ts';
import { describeChanges } from '../describe-changes.ts';
import { findShareableCycles } from '../find-shareable-cycles.ts';
import { placeIn, type SubgraphSdl } from '../subgraph-sdl.ts';
import { ExtensionFault } from './fault.ts';

/** The whole graph, and what integrators see of it. */
export interface Joined {
  readonly graph: Composition;
  readonly integrator: Composition;
}

/**
 * Our subgraphs and those of others as one graph that can be served.
 *
 * @throws {ExtensionFault} with file and line, where they contradict each other
 */
export function joinSubgraphs(own: readonly SubgraphSdl[], others: readonly SubgraphSdl[]): Joined {
  for (const one of others) assertFederation2(one);
  const all = [...own, ...others];
  try {
    const graph = compose(all);
    assertNoCycles(all, graph);
    const integrator = composeWithout(internal, all);
    for (const { supergraphSdl } of [graph, integrator]) new Planner(takeAccessRules(supergraphSdl).sdl);
    return { graph, integrator };
  } catch (error) {
    if (error instanceof CompositionError) throw new ExtensionFault(...error.faults);
    if (error instanceof ExtensionFault) throw error;
    throw new ExtensionFault(
      `What was composed cannot be served: ${error instanceof Error ? error.message : ''}`,
    );
  }
}

/** By version 1 everything is shared without a word, our own fields too. */
function assertFederation2(subgraph: SubgraphSdl): void {
  const { file = subgraph.name, sdl } = subgraph;
  try {
    const links = parse(sdl).definitions.flatMap((node) =>
      node.kind === Kind.SCHEMA_EXTENSION || node.kind === Kind.SCHEMA_DEFINITION
        ? (node.directives ?? [])
        : [],
    );
    const isLinked = links.some(({ arguments: given = [] }) =>
      given.some(({ value }) => value.kind === Kind.STRING && /\/federation\/v2\.\d+$/.test(value.value)),
    );
    if (isLinked) return;
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new ExtensionFault(`${file}:${error.locations?.[0]?.line ?? 1}: ${error.message}`);
  }
  throw new ExtensionFault(
    `${file}:1: is not of Federation 2: it must begin with extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: […]).`,
  );
}

function assertNoCycles(all: readonly SubgraphSdl[], { apiSdl }: Composition): void {
  const cycles = findShareableCycles(all, buildSchema(apiSdl)).map(
    ({ coordinate, ...place }) =>
      `${placeIn(all, place)}: ${coordinate} is @shareable and leads back to its own type, which the planner pays for dearly.`,
  );
  if (cycles.length > 0) throw new ExtensionFault(...cycles);
}

/** What clients of the graph as it was would notice, worst first: one line each. */
export function tellChanges(beforeSdl: string, afterSdl: string): { breaking: string[]; others: string[] } {
  const changes = describeChanges(buildSchema(beforeSdl), buildSchema(afterSdl));
  const tell = (isBreaking: boolean) =>
    changes
      .filter((change) => change.isBreaking === isBreaking)
      .map(({ change, coordinate, detail }) => `${change} ${coordinate}: ${detail}`);
  return { breaking: tell(true), others: tell(false) };
}

/** Fields of ours that one of the others answers from now on, as its own SDL says. */
export function tellOverrides(others: readonly SubgraphSdl[]): string[] {
  return others.flatMap((one) =>
    parse(one.sdl).definitions.flatMap((type) => {
      if (!('fields' in type) || !('name' in type)) return [];
      return (type.fields ?? []).flatMap((field) => {
        const override = field.directives?.find(({ name }) => /^(federation__)?override$/.test(name.value));
        const from = override?.arguments?.find(({ name }) => name.value === 'from')?.value;
        if (from?.kind !== Kind.STRING) return [];
        return [`${one.name} takes ${type.name?.value}.${field.name.value} over from ${from.value}`];
      });
    }),
  );
}
