import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import { z } from 'zod';
import { readAppConfiguration } from '../configuration.ts';
import { demoPassword } from '../demo/people.ts';
import { driveIn } from './drive-in.ts';
import { enter } from './client.ts';
import { callBack } from './insurer.ts';
import { paySandbox } from './pay-sandbox.ts';
import { playDay } from './play-day.ts';

/**
 * `npm run demo:day`: the day of README.md on a running server (MOIM_URL, else this machine's), slowly
 * enough to be watched on the pages of minji, jiwon and yuna. MOIM_DAY_PAUSE_MS is the pause between
 * two steps, 2,000 by default.
 */
const url = process.env['MOIM_URL'] ?? `http://localhost:${process.env['PORT'] ?? '4000'}`;
const pauseMs = Number(process.env['MOIM_DAY_PAUSE_MS'] ?? 2_000);
const say = (line: string) => void process.stdout.write(`${line}\n`);

try {
  const people = (handle: string) => enter(url, { handle, password: demoPassword });
  const cast = { minji: await people('minji'), jiwon: await people('jiwon'), yuna: await people('yuna') };
  await playDay({
    ...{ url, cast, newId: newUuid, now: () => new Date(), say, pause: () => sleep(pauseMs) },
    ...{ pay: (checkoutUrl) => paySandbox(url, checkoutUrl), drive: (ride) => driveIn(ride, say) },
    callBack: (told) => callBack({ url, secret: insurerSecret() }, told),
    newColleague: () =>
      enter(url, { handle: `taeho.${newUuid().slice(-6)}`, name: '오태호', password: demoPassword }),
    colleaguePassword: demoPassword,
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

/** The operator's, else the one that this installation made up for itself. */
function insurerSecret(): string {
  const set = process.env['INSURER_CALLBACK_SECRET']?.trim();
  if (set) return set;
  const file = join(readAppConfiguration().dataFolder, 'secrets.json');
  const secrets: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return z.object({ insurerCallbackSecret: z.string() }).parse(secrets).insurerCallbackSecret;
}
