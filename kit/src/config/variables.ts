import { z } from 'zod';

/** Messages complete a sentence that begins with the variable's name. */

const wholeNumber = (min: number, max: number) => {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
};

/** 0 lets the system choose, for tests. */
export const port = wholeNumber(0, 65_535);

/** Milliseconds between "not ready" and the end of accepting: who sends requests here must notice. */
export const drainWait = wholeNumber(0, 5_000).default(2_000);

/** Milliseconds that an operation may take. */
export const operationDeadline = wholeNumber(100, 60_000).default(10_000);

/** Days that an event stays in its log at least: a reader that was away for so long still finds it. */
export const eventLogDays = wholeNumber(1, 3_650).default(30);

export const flag = z.enum(['0', '1'], 'must be 0 or 1').transform((value) => value === '1');

export const logLevel = z.enum(
  ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'],
  'must be silent, fatal, error, warn, info, debug or trace',
);
export type LogLevel = z.output<typeof logLevel>;

/** With the name of a database: roles are named after it. */
export const postgresUrl = z
  .string()
  .refine(isPostgresUrl, 'must look like postgres://user:password@host:5432/database');

/** `rediss` is TLS; the path is the number of a database. */
export const redisUrl = z.string().refine(isRedisUrl, 'must look like redis://user:password@host:6379/0');

/** Keeps the installations apart that share a Redis. */
export const redisPrefix = z
  .string()
  .regex(/^[\w.-]{1,40}$/, 'must have 1 to 40 letters, digits, dots, dashes or underscores');

export const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .transform((value) => new URL(value));

/** Separated by commas. */
export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

/** Exact origins, as a browser names them: `https://app.moim.example`, without a path. */
export const webOrigins = list
  .refine(
    (origins) => origins.every((origin) => URL.parse(origin)?.origin === origin),
    'must be origins such as https://app.example.com, separated by commas',
  )
  .default([]);

/** One or several, separated by commas: where the replicas of a service listen. */
export const httpUrls = list.pipe(z.array(httpUrl).min(1));

/** Long enough that guessing is hopeless. */
export const secret = z.string().min(16, 'must have at least 16 characters');

function isRedisUrl(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !/^rediss?:$/.test(url.protocol) || url.hostname === '') return false;
  return /^(\/\d{0,4})?$/.test(url.pathname) && url.search === '' && url.hash === '';
}

function isPostgresUrl(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : null;
  return url !== null && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1;
}
