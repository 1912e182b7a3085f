import { StartupError } from '@moim/kit/config/startup-error.ts';

const sentences: Readonly<Record<string, (place: string) => string>> = {
  EACCES: (place) =>
    `There is no right to write to ${place}: run as its owner, or set MOIM_DATA to another folder.`,
  EPERM: (place) =>
    `The system does not permit changing ${place}: run as its owner, or set MOIM_DATA to another folder.`,
  EROFS: (place) => `${place} is on a read-only disk: set MOIM_DATA to a folder that can be written.`,
  ENOSPC: (place) => `The disk that holds ${place} is full: free some space and start again.`,
  EDQUOT: (place) => `The quota of the disk that holds ${place} is used up: free some space and start again.`,
  ENOTDIR: (place) => `${place} is not a folder: set MOIM_DATA to one.`,
  EMFILE: () => 'The system allows too few open files: raise "ulimit -n" to at least 1024.',
  '53100': () => 'The disk that holds the database is full: free some space and start again.',
};

/** One sentence for the person at the terminal; null for what only its stack can explain. */
export function explainError(error: unknown, dataFolder: string): string | null {
  if (error instanceof StartupError) return error.message;
  if (!(error instanceof Error)) return null;
  const code = 'code' in error ? String(error.code) : '';
  const place = 'path' in error && typeof error.path === 'string' ? error.path : dataFolder;
  return sentences[code]?.(place) ?? explainError(error.cause, dataFolder);
}
