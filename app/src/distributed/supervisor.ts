import type { DistributedConfiguration } from './configuration.ts';
import { type ServiceName, type ServicePlan, services } from './plan.ts';
import { Nginx } from './nginx.ts';
import { Slot } from './slot.ts';
import type { TakeLine } from './logs.ts';

export interface SupervisorOptions {
  readonly configuration: DistributedConfiguration;
  /** Two a replica, by service: one serves, the next process starts on the other. */
  readonly ports: ReadonlyMap<ServiceName, readonly (readonly [number, number])[]>;
  readonly environmentOf: (service: ServicePlan, host: string, port: number) => NodeJS.ProcessEnv;
  readonly logFor: (name: string) => TakeLine;
  /** One sentence for the person who runs this. */
  readonly tell: (sentence: string) => void;
}

interface Placed {
  readonly slot: Slot;
  readonly service: ServiceName;
}

const loopback = '127.0.0.1';
/** Milliseconds until the supergraphs have seen who is ready; twice the time between their looks. */
const noticedMs = 1_000;

/** All processes of an installation: started in order, kept alive, replaced one by one, stopped together. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #placed: readonly Placed[];
  #nginx: Nginx | null = null;
  #replacing: Promise<boolean> = Promise.resolve(true);

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#placed = services.flatMap((service) => this.#slotsOf(service));
  }

  /** Name and process of each replica, and of nginx where there is one. */
  get processes(): ReadonlyMap<string, number | null> {
    const all = this.#placed.map(({ slot }): [string, number | null] => [slot.name, slot.pid]);
    return new Map([...all, ...(this.#nginx ? [['nginx', this.#nginx.pid] as const] : [])]);
  }

  /** Subgraphs first, then the supergraphs, then the door. Those that do not start are tried again. */
  async start(): Promise<void> {
    await this.#startSlots((service) => service !== 'supergraph');
    await this.#startSlots((service) => service === 'supergraph');
    if (!this.#hasDoor) return;
    const { host, port } = this.#options.configuration;
    const { logFor, tell } = this.#options;
    this.#nginx = new Nginx({ host, port, ports: this.#supergraphPorts(), onLine: logFor('nginx'), tell });
  }

  /** One process after the other, each serving before the one that it replaces ends. A second call waits its turn. */
  replaceAll(): Promise<boolean> {
    const next = async () => {
      let isWhole = true;
      for (const { slot } of this.#placed) isWhole = (await slot.replace()) && isWhole;
      return isWhole;
    };
    this.#replacing = this.#replacing.then(next);
    return this.#replacing;
  }

  /** From the outside in: nobody loses what it asks. */
  async stop(signal: 'SIGTERM' | 'SIGINT'): Promise<void> {
    await this.#stopSlots(signal, (service) => service === 'supergraph');
    await this.#nginx?.stop();
    await this.#stopSlots(signal, (service) => service !== 'supergraph');
  }

  /** Without waiting. */
  kill(): void {
    this.#nginx?.kill();
    for (const { slot } of this.#placed) slot.kill();
  }

  get #hasDoor(): boolean {
    return (this.#options.ports.get('supergraph') ?? []).length > 1;
  }

  #slotsOf(service: ServicePlan): Placed[] {
    const { ports, environmentOf, logFor, tell, configuration } = this.#options;
    const isPublic = service.name === 'supergraph' && !this.#hasDoor;
    const host = isPublic ? configuration.host : loopback;
    return (ports.get(service.name) ?? []).map((pair, index) => {
      const name = `${service.name}-${index + 1}`;
      const slot = new Slot({
        name,
        file: service.file,
        ports: pair,
        environmentFor: (port) => ({
          ...environmentOf(service, host, port),
          ...(pair[0] === pair[1] ? { SHARES_PORT: '1' } : {}),
        }),
        onLine: logFor(name),
        tell,
        onChange: () => this.#announce(service.name),
      });
      return { slot, service: service.name };
    });
  }

  async #announce(service: ServiceName): Promise<void> {
    if (service === 'supergraph') await this.#nginx?.use(this.#supergraphPorts());
    else await new Promise((resolve) => setTimeout(resolve, noticedMs));
  }

  #supergraphPorts(): number[] {
    return this.#placed.flatMap(({ slot, service }) =>
      service === 'supergraph' && slot.port !== null ? [slot.port] : [],
    );
  }

  async #startSlots(isWanted: (service: ServiceName) => boolean): Promise<void> {
    await Promise.all(this.#wanted(isWanted).map((slot) => slot.start()));
  }

  async #stopSlots(signal: 'SIGTERM' | 'SIGINT', isWanted: (service: ServiceName) => boolean): Promise<void> {
    await Promise.all(this.#wanted(isWanted).map((slot) => slot.stop(signal)));
  }

  #wanted(isWanted: (service: ServiceName) => boolean): Slot[] {
    return this.#placed.filter(({ service }) => isWanted(service)).map(({ slot }) => slot);
  }
}
