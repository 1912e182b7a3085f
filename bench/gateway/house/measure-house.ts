import { findFreePort } from '@moim/kit/db/embedded-postgres/free-port.ts';
import { startStack } from '../../../tests/e2e/stack.ts';
import { amplePoints } from '../../ample-points.ts';
import { type BenchOptions, isWanted } from '../options.ts';
import { findFamily, pin } from '../processes.ts';
import { answerOf, askOver, durations } from './ask.ts';
import { candidatesOver } from './candidates.ts';
import { openQuestions } from './questions.ts';
import { report, type Row } from './report.ts';

/** What a request costs over our own graph, with sessions, tokens and limits, beside others over its subgraphs. */
export async function measureHouse(machine: string, options: BenchOptions): Promise<string> {
  const measureMs = options.seconds === null ? durations.measureMs : options.seconds * 1_000;
  const port = await findFreePort();
  const stack = await startStack({
    execution: 'processes',
    port,
    // Subgraphs take identity's access tokens by its published keys, as any router's subgraphs would.
    environment: { ...amplePoints, ACCESS_TOKEN_JWKS_URL: `http://127.0.0.1:${port}/auth/jwks.json` },
  });
  const rows: Row[] = [];
  try {
    const { person, questions } = await openQuestions(stack.url);
    const authorization = `Bearer ${person.accessToken}`;
    for (const { start } of candidatesOver(stack).filter((one) => isWanted(one.name, options.gateways))) {
      const candidate = await start();
      const { name, pid, url } = candidate;
      pin(findFamily(), 1);
      pin([pid], 0);
      for (const question of questions.filter((one) => isWanted(one.name, options.questions))) {
        const expected = await answerOf(stack.url, question, authorization);
        const asked = await askOver({ url, pid }, question, authorization, expected, measureMs);
        rows.push({ gateway: name, question: question.name, ...asked });
      }
      await candidate.stop();
    }
    await person.close();
  } finally {
    await stack.close();
  }
  const sorted = rows.toSorted((one, other) => one.question.localeCompare(other.question));
  return report(machine, sorted);
}
