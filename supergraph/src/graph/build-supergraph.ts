import { DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';

/** What we run beyond what the stock gateway does. `@authenticated` and its kin have been taken out before. */
const supportedFeatures = new Set([
  ...DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
  'https://specs.apollo.dev/context/v0.1',
  // Says what is to be forgotten of kept answers; none is kept.
  'https://specs.apollo.dev/cacheTag/v0.1',
]);

/**
 * Reads a supergraph, without the rules of access.
 *
 * @throws for one that is none, and for one with a feature that it says must be known and is not
 */
export const buildSupergraph = (
  supergraphSdl: string,
  { isValid = false }: { /** It is not validated once more. */ readonly isValid?: boolean } = {},
): Supergraph => Supergraph.build(supergraphSdl, { supportedFeatures, validateSupergraph: !isValid });
