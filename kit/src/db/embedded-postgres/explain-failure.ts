const known: readonly (readonly [RegExp, (place: string) => string])[] = [
  [
    /No space left on device/i,
    (place) =>
      `The disk that holds ${place} is full: free some space (about 100 MB are needed) and start again.`,
  ],
  [
    /Permission denied|Operation not permitted|has invalid permissions|has wrong ownership/i,
    (place) =>
      `The database may not use ${place}: give the user who starts it the right to write there, or set MOIM_DATA to another folder.`,
  ],
  [
    /database files are incompatible with server|was initialized by PostgreSQL version/i,
    (place) =>
      `The data in ${place} belongs to another version of PostgreSQL: set MOIM_DATA to an empty folder, or use that version through DATABASE_URL.`,
  ],
  [
    /could not (resize|open|create) shared memory segment/i,
    () => 'The system gives PostgreSQL too little shared memory: enlarge /dev/shm (64 MB are enough).',
  ],
];

/**
 * One sentence for the person at the terminal.
 *
 * @param output - what `initdb` or `postgres` wrote during this start
 * @param place - the cluster's folder
 */
export function explainFailure(output: string, place: string, logFile: string): string {
  const match = known.find(([pattern]) => pattern.test(output));
  if (match) return match[1](place);
  const reason = output.split('\n').findLast((line) => /FATAL|PANIC|error:/.test(line)) ?? 'nothing';
  return `PostgreSQL did not start (${reason.replace(/^.*?(FATAL|PANIC|error):\s*/, '').trim()}); ${logFile} has the details.`;
}
