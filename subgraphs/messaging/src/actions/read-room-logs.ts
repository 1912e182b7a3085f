import { gathered } from '@moim/kit/batch/gathered.ts';
import type { WriteDb } from '@moim/kit/db/database.ts';
import { findRoomLogs, type RoomLogStretch } from '../db/room-log.ts';
import type { Message } from '../domain/message.ts';

type Read = (stretch: RoomLogStretch) => Promise<Message[] | null>;

const maxStretches = 100;
const patienceMs = 25;
const reads = new WeakMap<WriteDb, Read>();

/**
 * What follows a place in a room's timeline, for the supergraph, which may see all rooms: in one statement with what
 * other streams of this process ask for while the one before is under way.
 */
export function readRoomLog(write: WriteDb, stretch: RoomLogStretch): Promise<Message[] | null> {
  let read = reads.get(write);
  if (!read) {
    read = gathered({ run: (all) => findRoomLogs(write, all), maxItems: maxStretches, patienceMs });
    reads.set(write, read);
  }
  return read(stretch);
}
