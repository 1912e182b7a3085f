import { maxUnsentBytesToBegin } from '../limits/operation-limits.ts';
import type { ClientSocket } from './client-socket.ts';

type Sending = Pick<ClientSocket, 'bufferedAmount' | 'whenTaken' | 'readyState' | 'OPEN'>;

/**
 * Begins something whose answer goes to a socket, once its client has taken what was sent before: for who does not take
 * what they asked for nothing more is made.
 */
export function onceTaken(socket: Sending, begin: () => void): void {
  if (socket.bufferedAmount <= maxUnsentBytesToBegin) return begin();
  socket.whenTaken(() => {
    if (socket.readyState === socket.OPEN) begin(); // else it was never taken
  });
}
