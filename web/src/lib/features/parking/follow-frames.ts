import { stringifyDocument } from '@urql/core';
import { ParkingFramesDocument, type ParkingFramesSubscription } from '#lib/graphql/generated/graphql.ts';
import { socket } from '#lib/graphql/socket.ts';
import type { LiveFrame } from './live-frame.ts';

interface FrameListener {
  readonly onFrame: (frame: LiveFrame) => void;
  /** The stream ended or was refused; cuts of the connection are not told, the socket returns by itself. */
  readonly onEnd: () => void;
}

/**
 * Fifty frames a second, straight from the socket: they are gauges that the next one replaces, and normalising
 * each into the cache would cost more than painting it. Returns how to stop.
 */
export function followFrames(sessionId: string, { onFrame, onEnd }: FrameListener): () => void {
  const query = stringifyDocument(ParkingFramesDocument);
  return socket.subscribe<ParkingFramesSubscription>(
    { query, variables: { sessionId } },
    {
      next: ({ data }) => {
        if (data) onFrame(data.parkingFrames);
      },
      error: onEnd,
      complete: onEnd,
    },
  );
}
