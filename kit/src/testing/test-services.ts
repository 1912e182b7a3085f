import type { Database } from '../db/database.ts';
import { newUuid } from '../ids/uuid.ts';
import { MemoryBus } from '../live/memory-bus.ts';
import { MemoryKeyValueStore } from '../live/memory-key-value.ts';
import { createLog } from '../log/create-log.ts';
import type { Services } from '../server/services.ts';

/**
 * The services of a process that is alone, writes no log and takes no jobs.
 *
 * @param own - what is different in a test, e.g. its clock
 */
export function testServices(
  db: Database,
  own: Partial<Pick<Services, 'now' | 'jobs' | 'secretOf'>> = {},
): Services & { readonly bus: MemoryBus } {
  const log = createLog({ level: 'silent', name: 'test' });
  return {
    ...{ db, log, bus: new MemoryBus(log), keyValue: new MemoryKeyValueStore(), newId: newUuid },
    jobs: { send: () => Promise.reject(new Error('there are no jobs')) },
    now: () => new Date(),
    ...own,
  };
}
