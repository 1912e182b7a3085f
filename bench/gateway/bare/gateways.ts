/** A gateway as a program: SUPERGRAPH and PORT say the rest. */
export interface Gateway {
  readonly name: string;
  /** Below the repository's root. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
  /** True: it knows Federation 1 alone, and is given the one subgraph that `trivial` asks by its address. */
  readonly isFederation1?: boolean;
}

/** Each request asks the subgraphs, as the others' do: equal ones at the same moment are not joined. */
export const ours: Gateway = {
  name: 'Moim’s supergraph',
  file: 'supergraph/src/main.ts',
  environment: { SHARED_READS: '0' },
};

/** The one that our floor and our goal are said of. */
export const rustPlanned: Gateway = {
  name: 'Hive Gateway 2.15.0 with its Rust planner',
  file: 'bench/peers/hive.js',
  environment: { HIVE_ROUTER_RUNTIME: '1' },
};

export const gateways: readonly Gateway[] = [
  ours,
  {
    name: '@apollo/gateway 2.14.4 on Apollo Server 5',
    file: 'bench/gateway/apollo-gateway.ts',
    environment: {},
  },
  { name: 'Hive Gateway 2.15.0', file: 'bench/peers/hive.js', environment: {} },
  rustPlanned,
  {
    name: 'mercurius gateway 5.2.0 on mercurius 16.10.1 with JIT (Federation 1)',
    file: 'bench/peers/mercurius.js',
    environment: {},
    isFederation1: true,
  },
];
