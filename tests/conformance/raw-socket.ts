import { once } from 'node:events';
import { WebSocket } from 'ws';
import { z } from 'zod';

const message = z.looseObject({
  type: z.string(),
  id: z.string().optional(),
  payload: z.unknown().optional(),
});
export type Message = z.output<typeof message>;

/** A socket that speaks the protocol by hand, as no library would. */
export interface RawSocket {
  readonly socket: WebSocket;
  /** Everything that came, in order. */
  readonly messages: readonly Message[];
  /** The code of the close frame. */
  readonly closed: Promise<number>;
  send(value: unknown): void;
  /** Says who it is and waits for the acknowledgement. */
  init(payload?: object): Promise<void>;
  /** Subscribes under an id. */
  subscribe(id: string, query: string, variables?: object): void;
  /** Resolves once `isEnough` says so of what has come. */
  until(isEnough: (messages: readonly Message[]) => boolean): Promise<readonly Message[]>;
}

/** Opens one; without protocols for null. */
export async function openRawSocket(
  url: string,
  protocols: string | string[] | null = 'graphql-transport-ws',
): Promise<RawSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocols ?? []);
  const messages: Message[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    messages.push(message.parse(JSON.parse(data.toString('utf8'))));
    for (const check of waiting) check();
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const send = (value: unknown) => socket.send(JSON.stringify(value));
  const until: RawSocket['until'] = (isEnough) =>
    new Promise((resolve, reject) => {
      const check = () => {
        if (!isEnough(messages)) return;
        waiting.delete(check);
        resolve(messages);
      };
      waiting.add(check);
      void closed.then((code) => reject(new Error(`closed with ${code} before it came`)));
      check();
    });
  await once(socket, 'open');
  return {
    ...{ socket, messages, closed, send, until },
    init: async (payload) => {
      send({ type: 'connection_init', ...(payload && { payload }) });
      await until((all) => all.some(({ type }) => type === 'connection_ack'));
    },
    subscribe: (id, query, variables = {}) => send({ id, type: 'subscribe', payload: { query, variables } }),
  };
}
