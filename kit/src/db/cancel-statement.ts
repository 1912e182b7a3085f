import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { z } from 'zod';

/** What pg knows of a connection once it stands; its types tell half of it. */
const connection = z.object({
  host: z.string(),
  port: z.number(),
  processID: z.number(),
  secretKey: z.number(),
});

/** https://www.postgresql.org/docs/current/protocol-message-formats.html, CancelRequest */
const cancelRequestCode = 80_877_102;
/** Milliseconds for the server to take it in. */
const answerWithinMs = 1_000;

/**
 * Ends the statement that runs on a connection, by a connection of its own that costs the server no slot. Resolves
 * when the server has passed it on: until then the connection must belong to nobody else. Never rejects; a
 * server that is away ends its statements by itself.
 */
export async function cancelStatement(client: object): Promise<void> {
  const { data } = connection.safeParse(client);
  if (!data) return;
  const { host, port } = data;
  const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect({ host, port });
  socket.setTimeout(answerWithinMs, () => socket.destroy()).on('error', () => undefined);
  socket.end(cancelRequest(data));
  await closed(socket);
}

function cancelRequest({ processID, secretKey }: z.output<typeof connection>): Buffer {
  const message = Buffer.alloc(16);
  message.writeInt32BE(message.length, 0);
  message.writeInt32BE(cancelRequestCode, 4);
  message.writeInt32BE(processID, 8);
  message.writeInt32BE(secretKey, 12);
  return message;
}

async function closed(socket: Socket): Promise<void> {
  socket.resume();
  await once(socket, 'close').catch(() => undefined); // an error closes it as well
}
