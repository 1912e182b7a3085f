/** Of the stream of one shard of a publisher; an entry's id is `<position>-0`, the log's own number. */
export const streamKey = (prefix: string, publisher: string, shard: number): string =>
  `${prefix}:events:${publisher}:${shard}`;

export const entryId = (pos: number): string => `${pos}-0`;

/** NaN for what is no id of ours. */
export const posOf = (id: string): number => Number(/^(\d{1,15})-0$/.exec(id)?.[1]);
