import { parseInternalPrivateKey } from '../auth/internal-keys.ts';
import { createInternalTokenSigner } from '../auth/internal-token.ts';
import type { DeadLetterDesk } from '../dead-letters/desk.ts';
import { httpDesk } from '../dead-letters/http-desk.ts';
import { internalTokenHeader } from './authenticate.ts';
import { fetchFromAny } from './fetch-from-any.ts';
import type { SubgraphConfiguration } from './subgraph-configuration.ts';

/** The desks of all subgraphs that this process knows the address of; none without a key to sign with. */
export function remoteDesks({
  INTERNAL_TOKEN_PRIVATE_KEY: privateKey,
  subgraphUrls,
}: Pick<SubgraphConfiguration, 'INTERNAL_TOKEN_PRIVATE_KEY' | 'subgraphUrls'>): Map<string, DeadLetterDesk> {
  if (!privateKey) return new Map();
  const signer = createInternalTokenSigner(parseInternalPrivateKey(privateKey));
  return new Map(
    [...subgraphUrls].map(([name, urls]) => [
      name,
      httpDesk({
        url: urls[0]?.href ?? '',
        fetch: fetchFromAny(urls),
        headers: async (viewer) => ({
          [internalTokenHeader]: await signer.sign({ viewer, isService: true }, name),
        }),
      }),
    ]),
  );
}
