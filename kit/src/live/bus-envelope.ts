import { z } from 'zod';
import type { BusMessage } from './bus.ts';

/** A message between processes, with who sent it. */
export interface Envelope {
  readonly origin: string;
  readonly message: BusMessage;
}

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const envelope = z.tuple([z.string(), z.record(z.string(), scalar)]);

/** As `decodeMessage` reads it in another process. */
export function encodeMessage({ origin, message }: Envelope): string {
  return JSON.stringify([origin, message]);
}

/** Null for what none of us can have sent. */
export function decodeMessage(text: string): Envelope | null {
  try {
    const [origin, message] = envelope.parse(JSON.parse(text));
    return { origin, message };
  } catch {
    return null;
  }
}
