import fc from 'fast-check';
import { type GraphQLSchema, isObjectType } from 'graphql';
import type { Fault, Faults } from './faults.ts';
import { generateQuery } from './generate-query.ts';
import type { Asked } from './rig.ts';

const fieldFaults: readonly Fault[] = ['null', 'error', 'unknown value'];
const entityFaults: readonly Fault[] = ['missing entity', 'failing entity'];

/** @param mayFail - of `Type.field`, and of `Type` for entities */
export function generateCase(schema: GraphQLSchema, mayFail: (name: string) => boolean): fc.Arbitrary<Asked> {
  const names = namesIn(schema).filter(mayFail);
  const choices = fc.array(fc.nat(999), { minLength: 20, maxLength: 80 });
  return fc
    .record({ choices, faults: generateFaults(names) })
    .map(({ choices: numbers, faults }) => ({ ...generateQuery(schema, numbers), faults }));
}

const namesIn = (schema: GraphQLSchema): string[] =>
  Object.values(schema.getTypeMap()).flatMap((type) => {
    if (!isObjectType(type) || type.name.startsWith('__')) return [];
    return [type.name, ...Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)];
  });

function generateFaults(names: readonly string[]): fc.Arbitrary<Faults> {
  const one = fc
    .tuple(fc.constantFrom(...names), fc.nat(99))
    .map(([name, choice]): [string, Fault] => [
      name,
      pick(name.includes('.') ? fieldFaults : entityFaults, choice),
    ]);
  return fc.record({
    byField: fc.array(one, { maxLength: 4 }).map((faults) => new Map(faults)),
    every: fc.integer({ min: 1, max: 3 }),
  });
}

const pick = (faults: readonly Fault[], choice: number): Fault => faults[choice % faults.length] ?? 'null';
