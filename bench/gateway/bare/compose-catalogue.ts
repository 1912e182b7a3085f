import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { sdls, subgraphNames } from './catalogue.ts';

/**
 * The supergraph of the catalogue, its subgraphs at their addresses.
 *
 * @param origin - of the program of subgraphs, e.g. `http://127.0.0.1:4001`
 */
export function composeCatalogue(origin: string): string {
  const services = subgraphNames.map((name) => ({
    ...{ name, url: `${origin}/${name}` },
    typeDefs: parse(sdls[name]),
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}
