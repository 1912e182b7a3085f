import { z } from 'zod';

const milliseconds = z.array(z.number());

/** What was seen of one attack, over all its passes. */
export const rowShape = z.object({
  name: z.string(),
  /** One a refusal, by what it was. */
  refusalsMs: z.record(z.string(), milliseconds),
  /** Of those who ask something ordinary: meanwhile, and shortly before and after. */
  meanwhileMs: milliseconds,
  quietMs: milliseconds,
  failures: z.number(),
  /** The longest of the product's loop, meanwhile and in the quiet; of the ordinary clients' own loop meanwhile. */
  lagMs: z.number(),
  quietLagMs: z.number(),
  clientLagMs: z.number(),
  /** The longest that the product stood still to collect garbage; absent: not looked at. */
  garbageMs: z.number().optional(),
  /** Share of the product's processor that was used meanwhile. */
  processor: z.number(),
  /** Resident meanwhile, at its end, one a pass; in use after garbage was collected, objects and buffers. */
  rssMb: milliseconds,
  usedMb: milliseconds,
});

export type Row = z.output<typeof rowShape>;

/** Some rows, and where they were measured. */
export const partShape = z.object({ machine: z.string(), rows: z.array(rowShape) });
export type Part = z.output<typeof partShape>;
