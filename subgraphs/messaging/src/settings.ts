import { z } from 'zod';
import { readConfiguration } from '@moim/kit/config/read-configuration.ts';

export interface MessagingSettings {
  /** Where people open this installation: links to pages there become cards. */
  readonly origins: ReadonlySet<string>;
}

const isOrigin = (text: string): boolean => URL.parse(text)?.origin === text;

const variables = z.object({
  PORT: z.string().default('4000'),
  /** Separated by commas, e.g. `https://moim.example.com`. */
  MOIM_ORIGINS: z
    .string()
    .transform((text) => text.split(',').filter((origin) => origin !== ''))
    .refine((origins) => origins.every(isOrigin), 'must be addresses without a path, separated by commas')
    .optional(),
});

/** @throws {StartupError} naming the variable that is wrong */
export function readSettings(): MessagingSettings {
  const { PORT, MOIM_ORIGINS: origins } = readConfiguration(variables);
  return { origins: new Set(origins ?? [`http://localhost:${PORT}`, `http://127.0.0.1:${PORT}`]) };
}
