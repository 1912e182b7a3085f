import fc from 'fast-check';
import { expect, it } from 'vitest';
import { judge } from '../testing/federated/differ.ts';
import { generateCase } from '../testing/federated/generate-case.ts';
import { interfaceObjectWorld, libraryWorld } from '../testing/federated/library-world.ts';
import { type Mutation, withMutant } from '../testing/federated/mutant.ts';
import { type Compiler, Rig } from '../testing/federated/rig.ts';
import type { World } from '../testing/federated/world.ts';

process.env['APOLLO_TELEMETRY_DISABLED'] = '1';

/** Bugs that an executor may have. The differential test must find each of them. */
const bugs: Readonly<Record<string, Mutation>> = {
  'an enum value leaks that clients may not see': {
    file: 'shape/complete-leaf.ts',
    was: '(values.has(value) ? value : undefined)',
    becomes: 'value',
  },
  'a value of another scalar passes': {
    file: 'shape/complete-leaf.ts',
    was: '(isInt(value) ? value : undefined)',
    becomes: 'value',
  },
  'a null stays where none may be': {
    file: 'shape/completion.ts',
    was: "violate(violations, 'This may not be null.');\n    return bubble;",
    becomes: 'return null;',
  },
  'a list keeps what it should have fallen with': {
    file: 'shape/completion.ts',
    was: 'isLost ? bubble : completed',
    becomes: 'completed.map((one) => (one === bubble ? null : one))',
  },
  'two aliases of one field are merged': {
    file: 'shape/collect-fields.ts',
    was: '(node.alias ?? node.name).value',
    becomes: 'node.name.value',
  },
  '@skip and @include of fragments are forgotten': {
    file: 'shape/collect-fields.ts',
    was: 'if (!isIncluded(selection.directives, selecting.conditions)) continue;',
    becomes:
      "if (selection.kind === 'Field' && !isIncluded(selection.directives, selecting.conditions)) continue;",
  },
  'fragments apply to every type': {
    file: 'shape/collect-fields.ts',
    was: 'return isAbstractType(abstract) && schema.isSubType(abstract, type);',
    becomes: "return 'name' in (abstract ?? {}) || isAbstractType(abstract);",
  },
  'a subgraph’s name for a type leaks': {
    file: 'shape/compile-shape.ts',
    was: "if (name === '__typename') return completeTypename(type);",
    becomes: "if (name === '__typename') return (value) => value ?? type.name + '!';",
  },
  'an input of @requires is dropped': {
    file: 'plan/represent.ts',
    was: 'selections.map((selection)',
    becomes: 'selections.slice(0, 3).map((selection)',
  },
  'different entities are taken for one': {
    file: 'plan/gather-entities.ts',
    was: 'const value = representation[key];',
    becomes: "const value = representation['__typename'];",
  },
  'an interface object is asked for by its type': {
    file: 'plan/gather-entities.ts',
    was: 'this.#step.rewriteInput?.(representation);',
    becomes: '',
  },
  'an interface takes the place of a type': {
    file: 'plan/merge.ts',
    was: "key === '__typename' && typeof present === 'string'",
    becomes: "key === 'never' && typeof present === 'string'",
  },
  'an answer goes to its first place alone': {
    file: 'plan/run-fetch.ts',
    was: 'for (const target of group) step.merge(target, part);',
    becomes: 'for (const target of group.slice(0, 1)) step.merge(target, part);',
  },
  'a condition of the plan is turned round': {
    file: 'plan/run-plan.ts',
    was: 'run.conditions.get(step.variable) ? step.ifTrue : step.ifFalse',
    becomes: 'run.conditions.get(step.variable) ? step.ifFalse : step.ifTrue',
  },
  'an error of an entity is placed where it was in the subgraph': {
    file: 'plan/place-errors.ts',
    was: 'placed(subgraph, error, [...place, ...below])',
    becomes: 'placed(subgraph, error, error.path)',
  },
  'an error is told once for an entity that is in many places': {
    file: 'plan/place-errors.ts',
    was: 'return places.map((place) => placed(subgraph, error, [...place, ...below]));',
    becomes: 'return places.slice(0, 1).map((place) => placed(subgraph, error, [...place, ...below]));',
  },
  'what a subgraph may not answer is told to nobody': {
    file: 'prepared-operation.ts',
    was: 'run.errors.length > 0 ? run.errors :',
    becomes: 'run.errors.length >= 0 ? run.errors :',
  },
};

const worlds: readonly World[] = [libraryWorld, interfaceObjectWorld];
/** Of each world; a bug that so many do not find is too well hidden. */
const maxCases = 600;

it.each(Object.entries(bugs))('finds it when %s', { timeout: 240_000 }, async (name, mutation) => {
  const id = String(Object.keys(bugs).indexOf(name));
  expect(await withMutant(id, mutation, (compiler) => isFound(compiler))).toBe(true);
});

it('finds nothing in a copy without a bug', { timeout: 240_000 }, async () => {
  const same: Mutation = { file: 'plan/merge.ts', was: 'function merged', becomes: 'function merged' };
  expect(await withMutant('none', same, (compiler) => isFound(compiler, 50))).toBe(false);
});

async function isFound(compiler: Compiler, cases = maxCases): Promise<boolean> {
  const rigs = worlds.map((world) => new Rig(world, compiler));
  const samples = rigs.map(({ preparer }) =>
    fc.sample(
      generateCase(preparer.apiSchema, () => true),
      { numRuns: cases, seed: 1 },
    ),
  );
  for (let turn = 0; turn < cases; turn += 1)
    for (const [index, rig] of rigs.entries()) {
      const asked = samples[index]?.[turn];
      if (asked && (await isDifferent(rig, asked))) return true;
    }
  return false;
}

const isDifferent = async (rig: Rig, asked: Parameters<typeof judge>[1]): Promise<boolean> =>
  judge(rig, asked).then(
    ({ difference }) => difference !== null,
    () => true, // an executor that throws is not right either
  );
