import { type OperationDefinitionNode, parse } from 'graphql';
import { beforeEach, expect, it } from 'vitest';
import { PlanCache, type Planned } from './plan-cache.ts';
import { operationIn } from './planner.ts';

let cache: PlanCache;
let planned: number;
beforeEach(() => {
  planned = 0;
  cache = new PlanCache({ askedForPlan: () => undefined, planned: () => undefined });
});

const operationOf = (text: string): OperationDefinitionNode => operationIn(parse(text), undefined);

const refusing = (message: string) => (): Planned => {
  planned += 1;
  throw new Error(message);
};

it('what is beyond the planner’s limits is not tried again', () => {
  const operation = operationOf('{ a }');
  const plan = refusing('Too many options generated for Query.a');
  for (let times = 0; times < 3; times += 1)
    expect(() => cache.get(operation, plan)).toThrow('Too many options');
  expect(planned).toBe(1);
});

it('what failed for another reason is', () => {
  const operation = operationOf('{ a }');
  for (let times = 0; times < 3; times += 1)
    expect(() => cache.get(operation, refusing('broken'))).toThrow('broken');
  expect(planned).toBe(3);
});
