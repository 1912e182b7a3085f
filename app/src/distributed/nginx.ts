import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StartupError } from '@moim/kit/config/startup-error.ts';
import { root } from '../configuration.ts';
import { Daemon } from './daemon.ts';
import { findProgram } from './find-program.ts';

export interface StartNginxOptions {
  readonly host: string;
  readonly port: number;
  /** Where supergraphs serve now; none while all are starting again. */
  readonly ports: readonly number[];
  readonly onLine: (line: string) => void;
  readonly tell: (sentence: string) => void;
}

const template = join(root, 'deploy', 'nginx', 'moim.conf.template');
/** Milliseconds until new workers have taken over after a reload. */
const reloadMs = 300;
/** Seconds that old workers keep their sockets; those end earlier, with the supergraph behind them. */
const workerShutdownS = 30;

/** The public port in front of several supergraphs. */
export class Nginx {
  readonly #options: StartNginxOptions;
  readonly #folder: string;
  readonly #daemon: Daemon;

  /** @throws {StartupError} when it is not installed, with what to do */
  constructor(options: StartNginxOptions) {
    const file = findProgram('nginx');
    if (file === null)
      throw new StartupError(
        'Several supergraphs need nginx in front of them: install it (Debian: apt-get install nginx-light), or run one.',
      );
    this.#options = options;
    // Its workers are another user when it is started by root: the folder is theirs to enter.
    this.#folder = mkdtempSync(join(tmpdir(), 'moim-nginx-'));
    chmodSync(this.#folder, 0o755);
    writeFileSync(join(this.#folder, 'nginx.conf'), mainConfiguration(this.#folder));
    this.#render(options.ports);
    this.#daemon = new Daemon({
      ...{ name: 'nginx', file, onLine: options.onLine, tell: options.tell, stopSignal: 'SIGQUIT' },
      args: ['-p', this.#folder, '-c', join(this.#folder, 'nginx.conf'), '-e', 'stderr'],
    });
  }

  get pid(): number | null {
    return this.#daemon.pid;
  }

  /** New requests go to these; what is under way ends where it began. */
  async use(ports: readonly number[]): Promise<void> {
    if (ports.length === 0) return; // none serves: better refused there than by an empty file
    this.#render(ports);
    this.#daemon.signal('SIGHUP');
    await delay(reloadMs);
  }

  async stop(): Promise<void> {
    await this.#daemon.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  kill(): void {
    this.#daemon.kill();
  }

  #render(ports: readonly number[]): void {
    const { host, port } = this.#options;
    const text = renderNginx(readFileSync(template, 'utf8'), { listen: `${host}:${port}`, ports });
    writeFileSync(join(this.#folder, 'moim.conf'), text);
  }
}

/**
 * The configuration from its template.
 *
 * @param ports - of the supergraphs that serve now; none: it answers 502
 */
export function renderNginx(
  text: string,
  { listen, ports }: { readonly listen: string; readonly ports: readonly number[] },
): string {
  // One of several that fails is left alone for a second, not for the default of ten.
  const servers = ports.map((each) => `server 127.0.0.1:${each} max_fails=1 fail_timeout=1s;`);
  // It does not start without any: until one serves it answers 502.
  if (servers.length === 0) servers.push('server 127.0.0.1:1 down;');
  return text.replaceAll('${MOIM_LISTEN}', listen).replaceAll('${MOIM_UPSTREAMS}', servers.join('\n  '));
}

function mainConfiguration(folder: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `  ${name}_temp_path ${join(folder, name)};`,
  );
  return `daemon off;
worker_processes 1;
worker_shutdown_timeout ${workerShutdownS}s;
pid ${join(folder, 'nginx.pid')};
error_log stderr warn;
events { worker_connections 4096; }
http {
  access_log off;
${temporary.join('\n')}
  include ${join(folder, 'moim.conf')};
}
`;
}
