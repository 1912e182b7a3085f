import { z } from 'zod';

/** Of one event of an extension's subscription: far more than one of ours has. */
export const defaultMaxEventBytes = 1024 * 1024;

/** What an installation may say instead. */
export const extensionEventBytes = z.coerce
  .number()
  .int()
  .min(1_024)
  .max(100 * 1024 * 1024)
  .default(defaultMaxEventBytes);
