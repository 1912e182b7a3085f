import { parseArgs } from 'node:util';
import { driverNames } from '@moim/simulator/drivers/drivers.ts';
import { scenarioNames } from '@moim/simulator/world/scenario.ts';
import { z } from 'zod';
import { demoLead, demoPassword } from '../demo/people.ts';

const anId = z.uuid().optional();

const shape = z.object({
  url: z.url().transform((url) => url.replace(/\/+$/, '')),
  as: z.string().min(1),
  password: z.string().min(1),
  scenario: z.enum(scenarioNames),
  driver: z.enum(driverNames),
  seed: z.coerce.number().int().min(0),
  /** Samples a second; the car itself always moves in steps of 20 ms. */
  rate: z.coerce.number().pipe(z.union([z.literal(50), z.literal(25), z.literal(10)])),
  /** How much faster than real time. */
  'rate-factor': z.coerce.number().min(1).max(100),
  vehicle: anId,
  event: anId,
  cover: anId,
  room: anId,
});

export type DriveOptions = z.output<typeof shape>;

export const usage = `npm run drive -- [options]

  --url http://localhost:4000   a running server
  --as ${demoLead} --password …       who drives (default: the demo's field engineer)
  --scenario ${scenarioNames.join(' | ')}
  --driver ${driverNames.join(' | ')}
  --seed 1                      the same seed is the same drive
  --rate 50                     samples a second: 50, 25 or 10
  --rate-factor 1               how much faster than real time
  --vehicle ID  --event ID  --cover ID  --room ID
`;

/** Null when help is wanted. Throws a sentence that names the option. */
export function readDriveOptions(args: readonly string[]): DriveOptions | null {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{ url: text, as: text, password: text, scenario: text, driver: text, seed: text, rate: text },
      ...{ 'rate-factor': text, vehicle: text, event: text, cover: text, room: text },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return null;
  const read = shape.safeParse({ ...defaults, ...values });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new Error(`--${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}\n\n${usage}`);
}

const defaults = {
  url: process.env['MOIM_URL'] ?? `http://localhost:${process.env['PORT'] ?? '4000'}`,
  as: demoLead,
  password: demoPassword,
  scenario: 'perpendicular',
  driver: 'follower',
  seed: '1',
  rate: '50',
  'rate-factor': '1',
};
