import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { newId, type Person, signUp } from '../../tests/e2e/person.ts';
import { createRoom } from '../../tests/e2e/documents.ts';
import { type Execution, startStack } from '../../tests/e2e/stack.ts';
import { amplePoints } from '../ample-points.ts';
import { describeMachine } from '../machine.ts';
import { measureBrowsers } from './browsers.ts';
import { report, type Row } from './report.ts';
import { measureSockets } from './sockets.ts';

/** How long a message takes from one person to another, on sockets and in two browsers. */
async function main(): Promise<void> {
  const machine = describeMachine();
  const rows: Row[] = [];
  for (const execution of ['in-process', 'processes'] as const) rows.push(...(await measure(execution)));
  const text = report(machine, rows);
  const folder = join(import.meta.dirname, '..', 'results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'chat.md'), text);
  process.stdout.write(`\n${text}`);
}

async function measure(execution: Execution): Promise<Row[]> {
  const stack = await startStack({ execution, environment: amplePoints });
  const people: Person[] = [];
  try {
    const password = 'a bench of 2 browsers';
    const minji = await signUp(stack.url, { name: '민지', password });
    const alex = await signUp(stack.url, { name: 'Alex', password });
    people.push(minji, alex);
    const room = async () => {
      const id = newId();
      await minji.data(createRoom, {
        input: { id, kind: 'GROUP', title: 'Bench', memberIds: [alex.memberId] },
      });
      return id;
    };
    const setting = { url: stack.url, sender: minji, receiver: alex, password };
    return [
      {
        execution,
        what: 'two browsers, Enter → text on the other screen',
        ...(await measureBrowsers(setting, await room())),
      },
      {
        execution,
        what: 'sockets, 20/s, mutation sent → event received',
        ...(await measureSockets(setting, await room(), { perSecond: 20, count: 200 })),
      },
      {
        execution,
        what: 'sockets, 150/s, mutation sent → event received',
        ...(await measureSockets(setting, await room(), { perSecond: 150, count: 1_500 })),
      },
    ];
  } finally {
    for (const person of people) await person.close();
    await stack.close();
  }
}

await main();
