import { parentPort } from 'node:worker_threads';
import { answerQuestion } from './answer-question.ts';
import { giveWay } from './give-way.ts';
import { serveRequests } from './serve-requests.ts';

if (!parentPort) throw new TypeError('this is run as a thread of its own');
let isBehind = false;
serveRequests(parentPort, (planner, question) => {
  // Not before the first question: until a supergraph is loaded nobody is served by it.
  if (!isBehind) {
    isBehind = true;
    giveWay();
  }
  return answerQuestion(planner, question);
});
