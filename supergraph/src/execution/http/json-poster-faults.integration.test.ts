import { once } from 'node:events';
import { createServer, type LookupFunction, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { connectRemote } from '../remote-connection.ts';
import { SignalledWait } from '../wait.ts';
import { JsonPoster, type JsonPosterOptions } from './json-poster.ts';

const answered = (body: string, ...fields: readonly string[]) =>
  [`HTTP/1.1 200 OK`, `content-length: ${Buffer.byteLength(body)}`, ...fields, '', body].join('\r\n');

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

type Answer = (socket: Socket, request: string, sockets: readonly Socket[]) => void;

/** What a server says at each piece of a request that comes. */
async function serve(answer: Answer, host = '127.0.0.1', port = 0) {
  const sockets: Socket[] = [];
  const requests: string[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      requests.push(bytes.toString());
      answer(socket, bytes.toString(), sockets);
    });
  }).listen(port, host);
  await once(server, 'listening');
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: portOf(server), sockets, requests };
}

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
};

function posterTo(url: string, options: Partial<JsonPosterOptions> = {}) {
  const limits = { maxConnections: 2, connectMs: 500, answerMs: 300, idleMs: 1_000 };
  const poster = new JsonPoster({ url: new URL(url), ...limits, ...options });
  closers.push(() => poster.close(new Error('closed')));
  return (body: string, signal?: AbortSignal) =>
    poster.post({ headers: {}, body, wait: signal && new SignalledWait(signal) });
}
const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : null);
const local = (port: number) => `http://127.0.0.1:${port}/`;

describe('a kept connection', () => {
  it('that its server ends under a question is told from one that does not answer', async () => {
    const { port } = await serve((socket, _, sockets) => {
      if (sockets.length === 1 && socket.bytesRead > 200) socket.end();
      else socket.write(answered('1'));
    });
    const post = posterTo(local(port));
    expect(await post('"first"')).toBe(1);
    await expect(post(JSON.stringify('x'.repeat(200)))).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
    expect(await post('"third"')).toBe(1);
  });

  it('that its server has ended meanwhile is not used', async () => {
    const { port, sockets } = await serve((socket) => socket.write(answered('1')));
    const post = posterTo(local(port));
    await post('1');
    sockets[0]?.end();
    await vi.waitFor(async () => expect([await post('1'), sockets.length]).toEqual([1, 2]));
  });

  it.each([
    ['a query is asked again', '{ a }', 2],
    ['a change is not', 'mutation { a }', 1],
  ])('lost under a question: %s', async (_, query, times) => {
    let isLost = false;
    const { port, requests } = await serve((socket, request) => {
      if (request.includes('warm') || isLost) return socket.write(answered('{"data":{"a":1}}'));
      isLost = true;
      return socket.resetAndDestroy();
    });
    const connection = connectRemote({ name: 'x', url: local(port) });
    closers.push(() => void connection.close());
    const ask = (text: string) =>
      connection
        .execute({ query: text, variables: {}, identity: { viewer: null, isService: false, requestId: 'r' } })
        .catch(codeOf);
    await ask('{ warm }');
    const answer: unknown = await ask(query);
    expect(requests.slice(1)).toHaveLength(times);
    expect(answer).toEqual(times === 2 ? { data: { a: 1 } } : 'SUBGRAPH_UNAVAILABLE');
  });

  it('is not used again behind an answer that came before its question was sent', async () => {
    const { port, sockets } = await serve((socket, request) => {
      if (!request.startsWith('POST')) return;
      socket.write(answered('1'));
      if (request.includes('8388610')) socket.pause();
    });
    const post = posterTo(local(port));
    expect(await post(JSON.stringify('x'.repeat(2 ** 23)))).toBe(1);
    expect(await post('2')).toBe(1);
    expect(sockets).toHaveLength(2);
  });

  it('is given up with its age', async () => {
    const { port, sockets } = await serve((socket) => socket.write(answered('1')));
    const post = posterTo(local(port), { maxAgeMs: 50 });
    await post('1');
    await post('1');
    expect(sockets).toHaveLength(1);
    await sleep(60);
    await post('1');
    expect(sockets).toHaveLength(2);
  });
});

describe('a server that is slow on purpose', () => {
  /** A byte of it every 20 ms, for ever. */
  const dribble = (socket: Socket, head: string, piece: string) => {
    socket.write(head);
    const timer = setInterval(() => socket.write(piece), 20);
    socket.on('close', () => clearInterval(timer));
  };
  const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';

  it.each([
    ['a head', 'HTTP/1.1 200 OK\r\nx: ', 'y'],
    ['a body', 'HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n', '1'],
    ['chunks', chunked, '1\r\n1\r\n'],
    ['trailers', `${chunked}0\r\n`, 'x: y\r\n'],
    ['interim responses', '', 'HTTP/1.1 102 x\r\n\r\n'],
  ])('is not waited for longer than who asked waits, with %s', async (_, head, piece) => {
    const { port, sockets } = await serve((socket, request) =>
      request.includes('slow') ? dribble(socket, head, piece) : socket.write(answered('1')),
    );
    const post = posterTo(local(port), { answerMs: 100 });
    const asked = new AbortController();
    const slow = post('"slow"', asked.signal);
    expect(await post('2')).toBe(1); // over another connection
    await sleep(130); // longer than silence is borne
    asked.abort(new Error('the time is up'));
    await expect(slow).rejects.toThrow('the time is up');
    await vi.waitFor(() => expect(sockets[0]?.destroyed).toBe(true));
  });

  it('is not waited for by a read of ours, for which nobody sets a time', async () => {
    const { port } = await serve((socket) => dribble(socket, chunked, '1\r\n1\r\n'));
    const connection = connectRemote({ name: 'x', url: local(port), timeouts: { answerMs: 100 } });
    closers.push(() => void connection.close());
    const identity = { viewer: null, isService: true, requestId: 'r' };
    await expect(connection.readJson?.('/internal/x', {}, identity)).rejects.toMatchObject({
      code: 'SUBGRAPH_UNAVAILABLE',
    });
  });

  it('that takes a connection and no handshake is one that was never reached', async () => {
    const { port } = await serve(() => undefined);
    const post = posterTo(`https://127.0.0.1:${port}/`, { connectMs: 100 });
    await expect(post('1')).rejects.toMatchObject({ code: 'UND_ERR_CONNECT_TIMEOUT' });
  });
});

describe('more questions than connections', () => {
  const waits = () => {
    const turns: (() => void)[] = [];
    const answer: Answer = (socket, request) => {
      const body = request.slice(request.indexOf('\r\n\r\n') + 4);
      turns.push(() => void socket.write(answered(body)));
    };
    return { turns, answer };
  };
  const bodies = (requests: readonly string[]) =>
    requests.map((request) => Number(request.slice(request.indexOf('\r\n\r\n') + 4)));

  it('are asked in the order in which they came', async () => {
    const { port, requests, sockets } = await serve((socket, request) =>
      setTimeout(() => socket.write(answered(request.slice(request.indexOf('\r\n\r\n') + 4))), 1),
    );
    const post = posterTo(local(port));
    const numbers = Array.from({ length: 40 }, (_, index) => index);
    expect(await Promise.all(numbers.map((number) => post(String(number))))).toEqual(numbers);
    // Two connections answer in any order; nobody is overtaken by more than one of them.
    for (const [place, number] of bodies(requests).entries())
      expect(Math.abs(place - number)).toBeLessThan(2);
    expect(sockets).toHaveLength(2);
  });

  it('do not wait for those that nobody waits for any more', async () => {
    const { turns, answer } = waits();
    const { port, requests } = await serve(answer);
    const post = posterTo(local(port), { maxConnections: 1, answerMs: 5_000 });
    const left = new AbortController();
    const first = post('1');
    await vi.waitFor(() => expect(turns).toHaveLength(1));
    const given = [2, 3, 4].map((number) => post(String(number), left.signal));
    const last = post('5');
    left.abort(new Error('left'));
    for (const one of given) await expect(one).rejects.toThrow('left');
    turns[0]?.();
    expect(await first).toBe(1);
    await vi.waitFor(() => expect(turns).toHaveLength(2));
    turns[1]?.();
    expect(await last).toBe(5);
    expect(bodies(requests)).toEqual([1, 5]);
  });

  it('keep their places when the connection ends whose turn it was', async () => {
    let isFirst = true;
    const { port, requests } = await serve((socket, request) => {
      const body = request.slice(request.indexOf('\r\n\r\n') + 4);
      socket.write(answered(body));
      if (isFirst) socket.end(); // without a word of it in the answer
      isFirst = false;
    });
    const post = posterTo(local(port), { maxConnections: 1 });
    const all = await Promise.allSettled(['1', '2', '3', '4'].map((body) => post(body)));
    const told = all.map((one) => (one.status === 'fulfilled' ? one.value : codeOf(one.reason)));
    expect(told).toEqual([1, expect.toSatisfy((value) => value === 2 || value === 'UND_ERR_SOCKET'), 3, 4]);
    expect(bodies(requests)).toEqual(bodies(requests).toSorted((one, other) => one - other));
  });
});

describe('a name', () => {
  const looking = (addresses: () => readonly string[]) => {
    const lookup: LookupFunction = (_, options, callback) => {
      const all = addresses().map((address) => ({ address, family: 4 }));
      if (options.all) callback(null, all);
      else callback(null, all[0]?.address ?? '', 4);
    };
    return vi.fn(lookup);
  };

  it('of several addresses is reached at the one that answers', async () => {
    const { port } = await serve((socket) => socket.write(answered('1')));
    const lookup = looking(() => ['127.0.0.9', '127.0.0.8', '127.0.0.1']);
    expect(await posterTo(`http://subgraph.test:${port}/`, { lookup })('1')).toBe(1);
  });

  it('of which no address answers says so', async () => {
    const { port } = await serve((socket) => socket.write(answered('1')));
    const lookup = looking(() => ['127.0.0.9', '127.0.0.8']);
    const asked = posterTo(`http://subgraph.test:${port}/`, { lookup })('1');
    await expect(asked).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it('that means another address now is followed, in time by connections that are in use', async () => {
    const old = await serve((socket) => socket.write(answered('"old"')));
    await serve((socket) => socket.write(answered('"new"')), '127.0.0.2', old.port);
    let address = '127.0.0.1';
    const lookup = looking(() => [address]);
    const post = posterTo(`http://subgraph.test:${old.port}/`, { lookup, maxAgeMs: 100 });
    expect(await post('1')).toBe('old');
    address = '127.0.0.2';
    await vi.waitFor(async () => expect(await post('1')).toBe('new'));
  });

  it('that means another address now is followed at once when the old one is gone', async () => {
    const old = await serve((socket) => socket.write(answered('"old"')));
    await serve((socket) => socket.write(answered('"new"')), '127.0.0.2', old.port);
    let address = '127.0.0.1';
    const post = posterTo(`http://subgraph.test:${old.port}/`, { lookup: looking(() => [address]) });
    await post('1');
    address = '127.0.0.2';
    for (const socket of old.sockets) socket.end();
    await sleep(20);
    expect(await post('1')).toBe('new');
  });
});

it('an answer that comes in single bytes is read', async () => {
  const spell = async (socket: Socket) => {
    socket.setNoDelay();
    for (const byte of Buffer.from(answered('{"a":"버스"}'))) {
      socket.write(Buffer.of(byte));
      await sleep(0);
    }
  };
  const { port } = await serve((socket) => void spell(socket));
  expect(await posterTo(local(port))('1')).toEqual({ a: '버스' });
});

it.each([
  ['a body in a coding that nobody asked for', answered('\x1f\x8b\x08', 'content-encoding: gzip')],
  ['nothing', 'HTTP/1.1 204 No Content\r\n\r\n'],
  ['what is known already', 'HTTP/1.1 304 Not Modified\r\ncontent-length: 1\r\n\r\n'],
  ['a page', answered('<h1>Bad Gateway</h1>')],
])('%s is no JSON', async (_, bytes) => {
  const { port } = await serve((socket) => socket.write(bytes));
  await expect(posterTo(local(port))('1')).rejects.toThrow(SyntaxError);
});
