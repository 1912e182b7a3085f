import { type Program, startProgram } from '../../../tests/e2e/program.ts';
import { findFreePort } from '@moim/kit/db/embedded-postgres/free-port.ts';
import { root } from '../../../tests/conformance/peers.ts';
import type { Stack } from '../../../tests/e2e/stack.ts';
import { findProgram } from '../processes.ts';

/** A gateway over the same subgraphs. */
export interface Candidate {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const peers: readonly { readonly name: string; readonly file: string; readonly variables: object }[] = [
  {
    name: '@apollo/gateway 2.14.4 on Apollo Server 5',
    file: 'bench/gateway/apollo-gateway.ts',
    variables: {},
  },
  { name: 'Hive Gateway 2.15.0', file: 'bench/peers/hive.js', variables: {} },
  {
    name: 'Hive Gateway 2.15.0 with its Rust planner',
    file: 'bench/peers/hive.js',
    variables: { HIVE_ROUTER_RUNTIME: '1' },
  },
];

/** A candidate before its turn. */
interface Startable {
  readonly name: string;
  readonly start: () => Promise<Candidate>;
}

/** Each to be started when its turn comes: one at a time has the processor. */
export function candidatesOver(stack: Stack): Startable[] {
  const port = Number(new URL(stack.url).port);
  const name = 'Moim’s supergraph';
  const ours = async (): Promise<Candidate> => ({
    ...{ name, url: stack.url },
    ...{ pid: findProgram('supergraph/src/main.ts', port), stop: () => Promise.resolve() },
  });
  return [
    { name, start: ours },
    ...peers.map((peer) => ({ name: peer.name, start: () => startPeer(peer, stack) })),
  ];
}

async function startPeer(
  { name, file, variables }: (typeof peers)[number],
  stack: Stack,
): Promise<Candidate> {
  const port = await findFreePort();
  const program: Program = await startProgram(file, port, {
    SUPERGRAPH: `${root}/schema/supergraph.graphql`,
    ...Object.fromEntries(
      Object.entries(stack.subgraphs).map(([subgraph, { network }]) => [
        `SUBGRAPH_URL_${subgraph.toUpperCase()}`,
        `http://127.0.0.1:${network.port}`, // through the same proxy as ours
      ]),
    ),
    ...variables,
  });
  return { name, url: `http://127.0.0.1:${port}`, pid: program.pid, stop: () => program.stop() };
}
