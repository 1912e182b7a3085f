import { readFileSync } from 'node:fs';
import { parseInternalPrivateKey } from '@moim/kit/auth/internal-keys.ts';
import { createLog } from '@moim/kit/log/create-log.ts';
import { type Access, memberAccess } from '@moim/supergraph/access/access.ts';
import { createSessionGate } from '@moim/supergraph/access/session-gate.ts';
import { subgraphConnector } from '@moim/supergraph/connect-subgraphs.ts';
import { unobserved } from '@moim/supergraph/execution/traffic-observer.ts';
import { noEffortLimits } from '@moim/supergraph/limits/effort-limits.ts';
import { noPointLimits } from '@moim/supergraph/limits/point-limits.ts';
import { createSupergraphServer } from '@moim/supergraph/server.ts';

/**
 * The supergraph as a process in front of the bench's subgraphs, which knows its clients: who presents the id of a
 * member is that member, with a session that lives. Everything is asked and signed as for ours, only not paid for.
 */
const { SUPERGRAPH: file = '', PORT: port, INTERNAL_TOKEN_PRIVATE_KEY: key = '' } = process.env;
parseInternalPrivateKey(key); // without it nobody would be signed for
const supergraphSdl = readFileSync(file, 'utf8');
const log = createLog({ level: 'error', name: 'supergraph' });
const subgraphs = subgraphConnector(
  { subgraphUrls: new Map(), subgraphStreams: new Map(), internalTokenPrivateKey: key },
  { log, observer: unobserved },
);
const server = await createSupergraphServer({
  supergraphSdl,
  connections: subgraphs.connect(supergraphSdl),
  access: trusting(),
  log,
  ...{ isForeign: true, points: noPointLimits, effort: noEffortLimits, adhoc: 'all' },
});
await server.listen(Number(port), '127.0.0.1');

/** Plays identity: a token is an id. */
function trusting(): Access {
  const tenMinutesMs = 600_000;
  const rights = { roles: ['MEMBER'], membershipVersion: 0 } as const;
  return memberAccess({
    tokens: {
      verify: async (memberId) => ({
        viewer: { memberId, sessionId: memberId, ...rights },
        ...{ appId: null, expiresAt: new Date(Date.now() + tenMinutesMs) },
      }),
    },
    sessions: createSessionGate(async (ids) => new Map(ids.map((id) => [id, { memberId: id, ...rights }]))),
  });
}
