import { createPublicKey } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { generateInternalKeyPair } from '@moim/kit/auth/internal-keys.ts';
import { challengeHeader, proofHeader, proveKinship } from '@moim/kit/auth/kinship.ts';
import { listen, type ListeningServer } from '@moim/kit/server/listen.ts';
import { connectRemote } from './remote-connection.ts';
import { connectReplicas } from './replicated-connection.ts';
import type { SubgraphConnection } from './subgraph-connection.ts';

const { privateKey } = generateInternalKeyPair();

/** Answers with its own name; breaks off instead while it is told to. */
class Process {
  isReady = true;
  breaksOff = false;
  /** Another installation's has taken the port. */
  isStranger = false;
  asked = 0;
  looks = 0;
  readonly name: string;
  #server: ListeningServer | undefined;

  constructor(name: string) {
    this.name = name;
  }

  async start(port = 0): Promise<void> {
    const http = createServer((request, response) => {
      if (request.url === '/readyz') {
        this.looks += 1;
        const proof = this.#proof(String(request.headers[challengeHeader]));
        return void response.writeHead(this.isReady ? 200 : 503, proof).end();
      }
      this.asked += 1;
      if (this.isStranger) return void response.writeHead(401).end('{"errors":[{"message":"who?"}]}');
      if (this.breaksOff) return void request.socket.destroy();
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ data: { name: this.name } }));
    });
    this.#server = await listen(http, { port, host: '127.0.0.1' });
  }

  #proof(challenge: string): Record<string, string> {
    const key = this.isStranger ? generateInternalKeyPair().privateKey : privateKey;
    return { [proofHeader]: proveKinship(key, 'x', challenge) ?? '' };
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server?.port ?? 0}/graphql`;
  }

  async stop(): Promise<void> {
    await this.#server?.close({ httpMs: 0, socketsMs: 0 });
  }
}

const identity = { viewer: null, isService: true, requestId: 'r' };
const id = (n: number) => `0192f6a0-0000-7000-8000-${String(n).padStart(12, '0')}`;

describe('several replicas of a subgraph', () => {
  const processes = [new Process('a'), new Process('b')] as const;
  const [a, b] = processes;
  let connection: SubgraphConnection | undefined;
  const strangers: string[] = [];

  async function connect(isSticky = false): Promise<void> {
    strangers.length = 0;
    for (const process of processes) {
      Object.assign(process, { isReady: true, breaksOff: false, isStranger: false, asked: 0, looks: 0 });
      await process.start();
    }
    const replicas = processes.map(({ url }) => ({ url, connection: connectRemote({ name: 'x', url }) }));
    const kin = { kinKey: createPublicKey(privateKey), onStranger: (url: string) => strangers.push(url) };
    connection = connectReplicas({ name: 'x', replicas, isSticky, ...kin });
    await lookedAgain();
  }
  /** Both were looked at once more, and what was seen has been taken in. */
  async function lookedAgain(): Promise<void> {
    const before = processes.map(({ looks }) => looks);
    const isSeen = () => processes.every(({ looks }, index) => looks > (before[index] ?? 0));
    await expect.poll(isSeen, { timeout: 5_000 }).toBe(true);
    await delay(100);
  }
  afterEach(async () => {
    await connection?.close();
    for (const process of processes) await process.stop();
  });

  const ask = async (query = '{ name }', variables = {}): Promise<unknown> =>
    (await connection?.execute({ query, variables, identity }))?.data?.['name'];

  it('are asked in turn', async () => {
    await connect();
    expect(new Set([await ask(), await ask()])).toEqual(new Set(['a', 'b']));
  });

  it('answer for one that is gone, mutations too, since nothing had reached it', async () => {
    await connect();
    await a.stop();
    expect([await ask(), await ask(), await ask('mutation { name }')]).toEqual(['b', 'b', 'b']);
  });

  it('answer what only reads for one that broke off; a mutation may have happened there', async () => {
    await connect();
    a.breaksOff = true;
    b.breaksOff = false;
    expect([await ask(), await ask()]).toEqual(['b', 'b']);
    b.breaksOff = true;
    a.breaksOff = false;
    const before = a.asked;
    await lookedAgain();
    const outcomes = await Promise.all(
      [1, 2].map(() => ask('mutation { name }').catch((error: unknown) => String(error))),
    );
    expect(outcomes.filter((outcome) => outcome === 'a')).toHaveLength(1);
    expect(a.asked - before).toBe(1);
  });

  it('are left alone once they say that they will end', async () => {
    await connect();
    a.isReady = false;
    await lookedAgain();
    a.asked = 0;
    for (let count = 0; count < 6; count++) expect(await ask()).toBe('b');
    expect(a.asked).toBe(0);
  });

  it('are told apart from a stranger who took the port of one: it is asked nothing, also when no other is left', async () => {
    await connect();
    a.isStranger = true;
    await lookedAgain();
    a.asked = 0;
    for (let count = 0; count < 4; count++) expect(await ask()).toBe('b');
    await b.stop();
    await expect(ask()).rejects.toThrow();
    expect([a.asked, strangers]).toEqual([0, [a.url]]);
  });

  it('keep each thing at one of them where its state is live', async () => {
    await connect(true);
    const owners = new Set<string>();
    for (let n = 0; n < 20; n++) {
      const names = [await ask('q', { sessionId: id(n) }), await ask('q', { input: { id: id(n) } })];
      expect(names[0]).toBe(names[1]);
      owners.add(String(names[0]));
    }
    expect(owners).toEqual(new Set(['a', 'b']));
  });
});
