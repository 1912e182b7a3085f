import type { Logger } from 'pino';
import type { Live } from '@moim/kit/live/live.ts';
import type { ProcessMetrics } from '@moim/kit/metrics/process-metrics.ts';
import type { OpenSubgraph } from '@moim/kit/server/open-subgraph.ts';
import type { Subgraph } from '@moim/kit/server/subgraph.ts';
import { findAccountByHandle } from '@moim/identity/db/credentials.ts';
import { hasMembers } from '@moim/identity/db/members.ts';
import { calendar } from '@moim/calendar/subgraph.ts';
import { identity } from '@moim/identity/subgraph.ts';
import { insurance } from '@moim/insurance/subgraph.ts';
import { messaging } from '@moim/messaging/subgraph.ts';
import { telemetry } from '@moim/telemetry/subgraph.ts';
import { travel } from '@moim/travel/subgraph.ts';
import { type Address, explainListenError } from './claim-port.ts';
import type { Closers } from './closers.ts';
import { connectSupergraph, type ConnectSupergraphOptions } from './connect-supergraph.ts';
import { demoLead } from './demo/people.ts';
import { playDemo } from './demo/play-demo.ts';
import { required, startSubgraphs, type StartSubgraphsOptions } from './start-subgraphs.ts';

/** Everything that `npm start` hosts; the order is that of the list at the terminal. */
export const subgraphs: readonly Subgraph[] = [identity, calendar, messaging, travel, insurance, telemetry];

interface ServeOptions
  extends Address, Omit<ConnectSupergraphOptions, 'opened' | 'log' | 'metrics' | 'live'> {}

export interface HouseOptions {
  readonly log: Logger;
  readonly closers: Closers;
  readonly live: Live;
  /** Null: nothing is measured. */
  readonly metrics: ProcessMetrics | null;
  /** See `Services.secretOf`. */
  readonly secretOf: (variable: string) => string | null;
}

/** The subgraphs and the supergraph over them, in one process. Loading this file takes a while. */
export class House {
  readonly #options: HouseOptions;
  #opened: ReadonlyMap<string, OpenSubgraph> = new Map();

  constructor(options: HouseOptions) {
    this.#options = options;
  }

  /** @returns the names of the subgraphs that answer now */
  async open(databases: Pick<StartSubgraphsOptions, 'urlOf' | 'replicaUrlsOf'>): Promise<string[]> {
    const { live, ...shared } = this.#options;
    const { bus, keyValue } = live;
    this.#opened = await startSubgraphs({ subgraphs, ...databases, ...shared, bus, keyValue });
    return [...this.#opened.keys()];
  }

  /** Whether nobody has signed up yet. */
  isEmpty(): Promise<boolean> {
    return this.#services('identity').db.write.transaction(async (tx) => !(await hasMembers(tx)));
  }

  /** Whether the people of the demo can log in. */
  async hasDemo(): Promise<boolean> {
    const { db } = this.#services('identity');
    return (await findAccountByHandle(db.read, demoLead)) !== null;
  }

  async playDemo(present: Date): Promise<void> {
    const services = (name: string) => this.#services(name);
    await playDemo(
      {
        identity: services('identity'),
        calendar: services('calendar'),
        messaging: services('messaging'),
        travel: services('travel'),
        insurance: services('insurance'),
        telemetry: services('telemetry'),
      },
      present,
    );
  }

  /** @throws {StartupError} when it may not listen there */
  async serve({ port, host, ...edge }: ServeOptions): Promise<number> {
    const { log, live, metrics } = this.#options;
    const server = await connectSupergraph({ opened: this.#opened, live, log, metrics, ...edge });
    this.#options.closers.add(() => server.close());
    return server.listen(port, host).catch((error: unknown) => {
      throw explainListenError(error, { port, host });
    });
  }

  #services(subgraph: string) {
    return required(this.#opened, subgraph).hosted.services;
  }
}
