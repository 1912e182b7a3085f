import type { Logger } from 'pino';
import type { ExtensionTokenSigner } from '@moim/kit/auth/extension-token.ts';
import { connectRemote } from '../execution/remote-connection.ts';
import type { SubgraphConnection } from '../execution/subgraph-connection.ts';
import { defaultMaxEventBytes } from './event-bytes.ts';
import type { Extension } from './installed.ts';
import { maskExtension } from './mask-extension.ts';

export interface ExtensionSeam {
  readonly tokens: Pick<ExtensionTokenSigner, 'sign'>;
  readonly log: Pick<Logger, 'error'>;
  /** Of one event of a subscription; a larger one ends the stream. */
  readonly maxEventBytes?: number;
}

/** Larger than any answer of ours. */
const maxAnswerBytes = 8 * 1024 * 1024;

/** The way to a subgraph that is not ours: it learns who asks, by a token for it alone, and its errors are masked. */
export function connectExtension(
  { name, url, streams }: Extension,
  { tokens, log, maxEventBytes = defaultMaxEventBytes }: ExtensionSeam,
): SubgraphConnection {
  const introduce = async (identity: Parameters<typeof tokens.sign>[0]): Promise<string> =>
    `Bearer ${await tokens.sign(identity, name)}`;
  return maskExtension(connectRemote({ name, url, streams, introduce, maxAnswerBytes, maxEventBytes }), log);
}

/** Where extensions find the keys of their tokens. */
const keysPath = '/extensions/jwks.json';

/** See `SupergraphOptions.published`. */
export const publishedKeys = ({ keys }: Pick<ExtensionTokenSigner, 'keys'>): ReadonlyMap<string, string> =>
  new Map([[keysPath, JSON.stringify(keys)]]);
