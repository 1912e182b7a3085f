import { parentPort } from 'node:worker_threads';
import { answerQuestion } from '../../planning/answer-question.ts';
import { serveRequests } from '../../planning/serve-requests.ts';

/** Plans, but for operations of certain names: what the planner's own limits could miss, and what kills a thread. */
if (!parentPort) throw new TypeError('this is run as a thread of its own');
serveRequests(parentPort, (planner, question) => {
  const [, name = ''] = /^\w+ (\w+)/.exec(question.text) ?? [];
  planted[name]?.();
  return answerQuestion(planner, question);
});

const planted: Readonly<Record<string, () => void>> = {
  Endless: () => {
    for (;;);
  },
  Greedy: () => {
    for (const kept: object[] = []; ;) kept.push({ kept: Array.from({ length: 1_000 }, () => ({})) });
  },
  Crashing: () => process.exit(7),
};
