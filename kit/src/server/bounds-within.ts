import type { ServerResponse } from 'node:http';
import { boundsOf } from '../deadline/deadline-header.ts';
import type { OperationBounds } from '../deadline/operation-bounds.ts';
import type { HeadersRead } from './request-headers.ts';

/** Of a request; the signal is made when something wants to hear that the caller has left. */
export function boundsWithin(headers: HeadersRead, response: ServerResponse): OperationBounds {
  const bounds = boundsOf(headers);
  let leaving: AbortController | undefined;
  return {
    ...bounds,
    get signal() {
      if (leaving) return leaving.signal;
      const controller = (leaving = new AbortController());
      const leave = () => {
        if (!response.writableFinished) controller.abort();
      };
      if (response.closed) leave();
      else response.once('close', leave);
      return controller.signal;
    },
  };
}
