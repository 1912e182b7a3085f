import type { MessagePort } from 'node:worker_threads';
import { Planner } from '../graph/planner.ts';
import { faultOf, type PlanAnswer } from './answer-question.ts';
import type { PlanQuestion } from './planning.ts';
import type { WorkerReply, WorkerRequest } from './worker-messages.ts';

type Answering = (planner: Planner, question: PlanQuestion) => PlanAnswer;

/** Answers what comes in, in its order. */
export function serveRequests(port: MessagePort, answering: Answering): void {
  const planners = new Map<number, Planner>();
  port.on('message', (request: WorkerRequest) => {
    if (request.kind === 'forget') planners.delete(request.graph);
    else port.postMessage(answerTo(planners, request, answering));
  });
}

function answerTo(
  planners: Map<number, Planner>,
  request: Exclude<WorkerRequest, { kind: 'forget' }>,
  answering: Answering,
): WorkerReply {
  try {
    if (request.kind === 'load') return load(planners, request.graph, request.supergraphSdl);
    const planner = planners.get(request.graph);
    if (!planner) throw new TypeError(`supergraph ${request.graph} has not been loaded`);
    return answering(planner, request.question);
  } catch (error) {
    return faultOf(error);
  }
}

function load(planners: Map<number, Planner>, graph: number, supergraphSdl: string): WorkerReply {
  const planner = new Planner(supergraphSdl);
  planners.set(graph, planner);
  return { kind: 'loaded', facts: planner.facts };
}
