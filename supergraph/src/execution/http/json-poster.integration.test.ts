import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SignalledWait } from '../wait.ts';
import { JsonPoster } from './json-poster.ts';

const answered = (body: string, more = '') =>
  `HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${more}\r\n${body}`;

/** Over real sockets, against a server that says exactly what a test wants. */
describe('JsonPoster', () => {
  let server: Server;
  let poster: JsonPoster;
  /** Sockets that were opened, and requests that came. */
  let sockets: Socket[];
  let requests: string[];
  let answer: (socket: Socket, request: string) => void;

  beforeEach(async () => {
    [sockets, requests] = [[], []];
    answer = (socket) => socket.write(answered('{"ok":true}'));
    server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', (bytes) => {
        requests.push(bytes.toString());
        answer(socket, bytes.toString());
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    poster = posterTo(server);
  });
  afterEach(() => {
    poster.close(new Error('closed'));
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  const posterTo = (to: Server, maxConnections = 2) => {
    const address = to.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const url = new URL(`http://127.0.0.1:${port}/graphql?a=1`);
    return new JsonPoster({ url, maxConnections, connectMs: 500, answerMs: 300, idleMs: 1_000 });
  };
  const post = (body = '{"query":"{ a }"}', signal?: AbortSignal) =>
    poster.post({ headers: { 'x-request-id': 'r1' }, body, wait: signal && new SignalledWait(signal) });

  it('sends a request that says all that it has to', async () => {
    await post('{"query":"{ 버스 }"}');
    expect(requests[0]?.replace(/:\d+\r/, ':port\r')).toBe(
      [
        'POST /graphql?a=1 HTTP/1.1',
        'host: 127.0.0.1:port',
        'connection: keep-alive',
        'content-type: application/json',
        'accept: application/graphql-response+json, application/json',
        'x-request-id: r1',
        'content-length: 22',
        '',
        '{"query":"{ 버스 }"}',
      ].join('\r\n'),
    );
  });

  it('uses a connection again', async () => {
    for (let n = 0; n < 5; n += 1) expect(await post()).toEqual({ ok: true });
    expect(sockets).toHaveLength(1);
  });

  it('has no more connections than it may, and asks the others later', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => post()));
    expect(all).toHaveLength(20);
    expect(sockets).toHaveLength(2);
  });

  it.each([
    ['connection: close', 'connection: close\r\n'],
    ['a time to keep it that is nearly over', 'keep-alive: timeout=2\r\n'],
  ])('does not use one again after %s', async (_, more) => {
    answer = (socket) => socket.write(answered('{}', more));
    await post();
    await post();
    expect(sockets).toHaveLength(2);
  });

  it('takes nothing for an answer that came before the question', async () => {
    answer = (socket, request) => {
      socket.write(answered(JSON.stringify(request.includes('first') ? 'one' : 'two')));
      if (request.includes('first')) setTimeout(() => socket.write(answered('"poison"')), 5);
    };
    expect(await post('"first"')).toBe('one');
    await sleep(30);
    expect(await post('"second"')).toBe('two');
    expect(sockets).toHaveLength(2);
  });

  it('takes nothing for an answer that came with another one', async () => {
    answer = (socket, request) =>
      socket.write(answered('"mine"') + (request.includes('first') ? answered('"poison"') : ''));
    expect([await post('"first"'), await post('"second"')]).toEqual(['mine', 'mine']);
    expect(sockets).toHaveLength(2);
  });

  it('reads an answer that lasts until the connection ends', async () => {
    answer = (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n{"ok":1}');
    expect(await post()).toEqual({ ok: 1 });
  });

  it.each([
    ['ends before the answer', (socket: Socket) => socket.end(), 'UND_ERR_SOCKET'],
    ['ends within it', (socket: Socket) => socket.end(answered('{"ok"').slice(0, -2)), 'UND_ERR_SOCKET'],
    ['is reset', (socket: Socket) => socket.resetAndDestroy(), 'ECONNRESET'],
    ['says nothing', () => undefined, 'UND_ERR_HEADERS_TIMEOUT'],
    ['stops within the answer', (socket: Socket) => socket.write('HTTP/1.1 200'), 'UND_ERR_HEADERS_TIMEOUT'],
  ])('says so when the connection %s', async (_, fault, code) => {
    answer = fault;
    await expect(post()).rejects.toMatchObject({ code });
    answer = (socket) => socket.write(answered('1'));
    expect(await post()).toBe(1);
  });

  it('says so when nobody listens', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const nowhere = posterTo(gone);
    gone.close();
    await once(gone, 'close');
    await expect(nowhere.post({ headers: {}, body: '1' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  it.each([
    ['no HTTP', 'SSH-2.0-OpenSSH\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n11'],
    ['a length and chunks', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n1'],
    ['another protocol', 'HTTP/1.1 101 Switching\r\nupgrade: x\r\n\r\n'],
    ['a head without end', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}`],
    ['no JSON', answered('<html>')],
  ])('takes %s for no answer', async (_, bytes) => {
    answer = (socket) => socket.write(bytes);
    await expect(post()).rejects.toThrow();
  });

  it('ends the connection of a question that nobody waits for any more', async () => {
    answer = () => undefined;
    const asked = new AbortController();
    const waiting = post('1', asked.signal);
    await vi.waitFor(() => expect(requests).toHaveLength(1));
    asked.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    await vi.waitFor(() => expect(sockets[0]?.destroyed).toBe(true));
    await expect(post('1', AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    expect(requests).toHaveLength(1);
  });

  it('lets go of a question that nobody waits for while it waits for a connection', async () => {
    answer = () => undefined;
    const busy = [post('1'), post('2')];
    const asked = new AbortController();
    const waiting = post('3', asked.signal);
    asked.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    await Promise.allSettled(busy);
    expect(requests).toHaveLength(2);
  });

  it('sends no header that could be taken for two', async () => {
    const headers = { authorization: 'Bearer x\r\nx-moim-internal: forged' };
    await expect(poster.post({ headers, body: '1' })).rejects.toThrow('cannot be sent');
    expect(requests).toHaveLength(0);
  });

  it('answers everybody when it is closed, also those who come later', async () => {
    answer = () => undefined;
    const all = [post(), post(), post()];
    poster.close(new Error('closed'));
    for (const one of [...all, post()]) await expect(one).rejects.toThrow('closed');
  });
});
