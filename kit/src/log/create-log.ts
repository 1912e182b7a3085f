import pino, { type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from '../config/variables.ts';
import { describeError } from './describe-error.ts';
import { currentFields } from './request-fields.ts';

export interface LogOptions {
  readonly level: LogLevel;
  /** Who writes, e.g. `moim` or `identity`. */
  readonly name: string;
  /** A file that is appended to; its folder is made. Without one, standard output. */
  readonly file?: string;
}

/** Keys whose values never reach a log, at the top of a line or one or two levels down. */
const secretKeys = [
  'authorization',
  'cookie',
  '["set-cookie"]',
  '["x-moim-internal"]',
  'password',
  'token',
  'accessToken',
  'refreshToken',
  'internalToken',
  'secret',
  'connectionString',
];

/** JSON lines. Pass `requestId` to a child logger, so that one request's lines are found together. */
export function createLog({ level, name, file }: LogOptions): Logger {
  const destination = file === undefined ? pino.destination(1) : appendTo(file);
  return createLogTo(destination, level, name);
}

/** As `createLog`, to any destination: each line carries the fields of its request. */
export function createLogTo(destination: DestinationStream, level: LogLevel, name: string): Logger {
  return pino(
    {
      name,
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: currentFields,
      serializers: { err: describeError },
      redact: { paths: redactedPaths(), censor: '[redacted]' },
    },
    destination,
  );
}

/** Synchronous: the last line before a crash is the one that matters. */
const appendTo = (file: string) => pino.destination({ dest: file, mkdir: true, sync: true, mode: 0o600 });

function redactedPaths(): string[] {
  const below = (parent: string, key: string) =>
    key.startsWith('[') ? `${parent}${key}` : `${parent}.${key}`;
  return secretKeys.flatMap((key) => [key, below('*', key), below('*.*', key)]);
}
