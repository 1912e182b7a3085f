import { z } from 'zod';
import { parse } from 'graphql';
import { saysTooMany } from '../graph/planner-limits.ts';
import type { Planner } from '../graph/planner.ts';
import type { Plan, PlanQuestion } from './planning.ts';
import { PlanningFault, TooComplex } from './planning-errors.ts';

/** What came of a question, as it can be sent from one thread to another: a plan is its JSON. */
export type PlanAnswer =
  | { readonly kind: 'plan'; readonly json: string; readonly seconds: number }
  | { readonly kind: 'not in parts' }
  | { readonly kind: 'beyond limits'; readonly message: string }
  | Fault;

/** Something was thrown. */
export interface Fault {
  readonly kind: 'fault';
  readonly message: string;
  readonly stack: string;
}

/** Never throws. */
export function answerQuestion(planner: Planner, question: PlanQuestion): PlanAnswer {
  const startedAtMs = performance.now();
  try {
    const planned = planAs(planner, question);
    if (!planned) return { kind: 'not in parts' };
    const json = JSON.stringify(planned.node ?? null);
    return { kind: 'plan', json, seconds: (performance.now() - startedAtMs) / 1_000 };
  } catch (error) {
    return saysTooMany(error) ? { kind: 'beyond limits', message: error.message } : faultOf(error);
  }
}

function planAs(planner: Planner, { text, operationName, overrides, isInParts }: PlanQuestion) {
  const document = parse(text, { noLocation: true });
  return isInParts
    ? planner.planDeferred(document, overrides)
    : planner.plan({ document, operationName }, overrides);
}

export const faultOf = (error: unknown): Fault =>
  error instanceof Error
    ? { kind: 'fault', message: error.message, stack: error.stack ?? '' }
    : { kind: 'fault', message: String(error), stack: '' };

/** @throws what {@link Planning.ask} throws */
export function planIn(answer: PlanAnswer): Plan | null {
  switch (answer.kind) {
    case 'plan':
      return { node: nodeIn(answer.json), characters: answer.json.length, seconds: answer.seconds };
    case 'not in parts':
      return null;
    case 'beyond limits':
      throw new TooComplex(answer.message);
    case 'fault':
      throw toError(answer);
  }
}

const hasKind = z.looseObject({ kind: z.string() });

export const toError = ({ message, stack }: Fault): PlanningFault =>
  new PlanningFault(message, { cause: stack });

/** Our own words, read back: that it is one of them is what its kind says. */
const nodeOrNull = z
  .custom<NonNullable<Plan['node']>>((value) => hasKind.safeParse(value).success)
  .nullable();

const nodeIn = (json: string): Plan['node'] => nodeOrNull.parse(JSON.parse(json)) ?? undefined;
