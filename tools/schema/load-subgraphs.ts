import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { printSubgraphSchema } from '@apollo/subgraph';
import { GraphQLSchema, lexicographicSortSchema } from 'graphql';
import { z } from 'zod';
import type { SubgraphSdl } from './subgraph-sdl.ts';

/** Prints every subgraph of the repository from its code, in the order of their names. */
export async function loadSubgraphs(root: string): Promise<SubgraphSdl[]> {
  const names = readdirSync(join(root, 'subgraphs')).toSorted();
  const subgraphs: SubgraphSdl[] = [];
  for (const name of names) {
    const file = join(root, 'subgraphs', name, 'src/subgraph.ts');
    if (existsSync(file)) subgraphs.push({ name, sdl: print(await loadSchema(file, name)) });
  }
  return subgraphs;
}

/** The export whose `name` is the folder's; its schema is what is served. */
async function loadSchema(file: string, name: string): Promise<GraphQLSchema> {
  const exported: unknown = await import(pathToFileURL(file).href);
  for (const value of Object.values(z.record(z.string(), z.unknown()).parse(exported))) {
    if (typeof value !== 'object' || value === null || !('name' in value) || value.name !== name) continue;
    if ('schema' in value && value.schema instanceof GraphQLSchema) return value.schema;
  }
  throw new Error(`${file} exports no subgraph called ${name}`);
}

/** Sorted, so that the order of imports in the code never shows in a review. */
function print(schema: GraphQLSchema): string {
  return `${printSubgraphSchema(lexicographicSortSchema(schema)).trim()}\n`;
}
