import { createHash } from 'node:crypto';

/** The name of a document in the cache, which is also Apollo Server's name for it. */
export const documentKey = (query: string): string => createHash('sha256').update(query).digest('hex');
