import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openInboxTraffic } from '../../tests/faults/delivery/inbox-traffic.ts';
import { openInstallation } from '../../tests/faults/delivery/open-installation.ts';
import { runDelivery } from '../../tests/faults/delivery/run-delivery.ts';
import { describeMachine } from '../machine.ts';
import { report, type Row } from './report.ts';

/** `npm run bench -- inbox [per second …]`: how long a notification takes to thirty followers, at rising rates. */
const rates = process.argv.length > 3 ? process.argv.slice(3).map(Number) : [60, 150, 300];
const seconds = 20;

async function main(): Promise<void> {
  const machine = describeMachine();
  const installation = await openInstallation();
  const rows: Row[] = [];
  try {
    for (const perSecond of rates) {
      const outcome = await runDelivery({
        ...{ url: installation.url, open: openInboxTraffic, perSecond, count: perSecond * seconds },
        disturb: () => Promise.resolve(0),
      });
      rows.push({ perSecond, outcome });
    }
  } finally {
    await installation.close();
  }
  const text = report(machine, rows);
  const folder = join(import.meta.dirname, '..', 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'inbox.md'), text);
  process.stdout.write(`\n${text}`);
}

await main();
