import fc from 'fast-check';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import { Deadline } from '../execution/deadline.ts';
import { isJsonObject, isList } from '../execution/json-object.ts';
import type { SubgraphRequest } from '../execution/plan/compiled-plan.ts';
import { EntityBatcher } from './entity-batcher.ts';

type Asked = Readonly<Record<string, unknown>>;

/** A batcher whose turns the test ends, before a subgraph that answers with what it was asked. */
function setUp(
  answer: (representations: readonly unknown[]) => ExecutionResult | Promise<ExecutionResult> = echo,
  pause: Promise<void> = Promise.resolve(),
) {
  const flushes: (() => void)[] = [];
  const asked: Asked[] = [];
  const batcher = new EntityBatcher(
    (flush) => flushes.push(flush),
    () => pause,
  );
  const joints: Deadline[] = [];
  const ask = (variables: Asked, query = 'names', asker = 'service', deadline = new Deadline()) =>
    batcher.ask(asker, requestOf(query), variables, deadline, async (_request, all, joint) => {
      asked.push(all);
      joints.push(joint);
      return joint.orOver(Promise.resolve(answer(listOf(all['representations']))));
    });
  const askUntil = (deadline: Deadline, representation: string) =>
    ask({ representations: [representation] }, 'names', 'service', deadline);
  const endTurn = () => flushes.splice(0).forEach((flush) => flush());
  return { ask, askUntil, asked, joints, endTurn };
}

const requestOf = (query: string): SubgraphRequest => ({
  subgraph: 'people',
  query,
  operationName: undefined,
  variableNames: [],
});
const echo = (representations: readonly unknown[]): ExecutionResult => ({
  data: { _entities: representations.map((id) => ({ id })) },
});
const listOf = (value: unknown): unknown[] => (isList(value) ? value : []);

describe('EntityBatcher', () => {
  it('asks once for what is asked in one turn, each entity once, and gives everybody their own', async () => {
    const { ask, asked, endTurn } = setUp();
    const both = [ask({ representations: ['a', 'b'] }), ask({ representations: ['b', 'c', 'a'] })];
    endTurn();
    const [first, second] = await Promise.all(both);
    expect(asked).toEqual([{ representations: ['a', 'b', 'c'] }]);
    expect(first).toEqual({ data: { _entities: [{ id: 'a' }, { id: 'b' }] } });
    expect(second).toEqual({ data: { _entities: [{ id: 'b' }, { id: 'c' }, { id: 'a' }] } });
  });

  it('asks together for what is asked in several turns while an earlier request is under way', async () => {
    const earlier = Promise.withResolvers<void>();
    const { ask, asked, endTurn } = setUp(async (representations) => {
      if (representations.includes('a')) await earlier.promise;
      return echo(representations);
    });
    const answers = ['a', 'b', 'c'].map((id) => {
      const answer = ask({ representations: [id] });
      endTurn();
      return answer;
    });
    expect(asked).toEqual([{ representations: ['a'] }]);
    earlier.resolve();
    expect(await Promise.all(answers)).toEqual(['a', 'b', 'c'].map((id) => echo([id])));
    expect(asked).toEqual([{ representations: ['a'] }, { representations: ['b', 'c'] }]);
  });

  it('asks together for what is asked in several turns right behind an earlier request', async () => {
    const pause = Promise.withResolvers<void>();
    const { ask, asked, endTurn } = setUp(echo, pause.promise);
    const answers = ['a', 'b', 'c'].map((id) => {
      const answer = ask({ representations: [id] });
      endTurn();
      return answer;
    });
    await answers[0];
    pause.resolve();
    expect(await Promise.all(answers)).toEqual(['a', 'b', 'c'].map((id) => echo([id])));
    expect(asked).toEqual([{ representations: ['a'] }, { representations: ['b', 'c'] }]);
  });

  it('goes on asking for the others when the time of who began is up', async () => {
    const answer = Promise.withResolvers<void>();
    const { askUntil, joints, endTurn } = setUp((all) => answer.promise.then(() => echo(all)));
    const [short, long] = [new Deadline(() => 0), new Deadline(() => 0)];
    short.beginAmong({ end: () => undefined }, 50);
    long.beginAmong({ end: () => undefined }, 10_000);
    const [first, second] = [askUntil(short, 'a'), askUntil(long, 'b')];
    const refused = expect(first).rejects.toThrow('the deadline of the operation has passed');
    endTurn();
    short.pass();
    await refused;
    expect(joints.map(({ isOver }) => isOver)).toEqual([false]);
    answer.resolve();
    expect(await second).toEqual(echo(['b']));
  });

  it('asks no longer when nobody waits any more', async () => {
    const { askUntil, joints, endTurn } = setUp(() => new Promise(() => undefined));
    const both = [new Deadline(), new Deadline()];
    const answers = both.map((deadline, place) => askUntil(deadline, `${place}`));
    endTurn();
    for (const deadline of both) {
      expect(joints.map(({ isOver }) => isOver)).toEqual([false]);
      deadline.leave();
    }
    expect(joints.map(({ hasLeft }) => hasLeft)).toEqual([true]);
    expect((await Promise.allSettled(answers)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('asks as each caller for his own alone', async () => {
    const { ask, asked, endTurn } = setUp();
    const all = ['ann', 'bob', 'ann'].map((asker, place) =>
      ask({ representations: [place] }, 'names', asker),
    );
    endTurn();
    expect(await Promise.all(all)).toEqual([0, 1, 2].map((place) => echo([place])));
    expect(asked).toEqual([{ representations: [0, 2] }, { representations: [1] }]);
  });

  it('gives nobody an object that somebody else merges into', async () => {
    const { ask, endTurn } = setUp();
    const both = [ask({ representations: ['a'] }), ask({ representations: ['a'] })];
    endTurn();
    const [first, second] = await Promise.all(both);
    const [mine] = listOf(first?.data?.['_entities']);
    if (isJsonObject(mine)) mine['mood'] = 'mine';
    expect([first, second]).toEqual([
      { data: { _entities: [{ id: 'a', mood: 'mine' }] } },
      { data: { _entities: [{ id: 'a' }] } },
    ]);
  });

  it.each([
    ['another query', { representations: ['a'] }, 'moods'],
    ['another value of another variable', { representations: ['a'], locale: 'ko' }, 'names'],
  ])('does not join what asks with %s', async (_, variables, query) => {
    const { ask, asked, endTurn } = setUp();
    const both = [ask({ representations: ['a'] }), ask(variables, query)];
    endTurn();
    await Promise.all(both);
    expect(asked).toHaveLength(2);
  });

  it('does not join what is asked in another turn, and passes on at once what asks for no entities', async () => {
    const { ask, asked, endTurn } = setUp();
    await ask({ id: 1 });
    expect(asked).toEqual([{ id: 1 }]);
    const first = ask({ representations: ['a'] });
    endTurn();
    const second = ask({ representations: ['a'] });
    endTurn();
    await Promise.all([first, second]);
    expect(asked).toHaveLength(3);
  });

  it('begins another request when one is full', async () => {
    const { ask, asked, endTurn } = setUp();
    const many = Array.from({ length: 1_000 }, (_, index) => index);
    const both = [ask({ representations: many }), ask({ representations: [1_000] })];
    endTurn();
    await Promise.all(both);
    expect(asked.map(({ representations }) => listOf(representations).length)).toEqual([1_000, 1]);
  });

  it('tells of an error whom it concerns, at their place; of one without a place everybody', async () => {
    const { ask, endTurn } = setUp((representations) => ({
      data: { _entities: representations.map(() => null) },
      errors: [
        new GraphQLError('b is away', { path: ['_entities', 2, 'name'], extensions: { code: 'NOT_FOUND' } }),
        new GraphQLError('slow today'),
      ],
    }));
    const both = [ask({ representations: ['a'] }), ask({ representations: ['c', 'b'] })];
    const third = ask({ representations: ['b'] });
    endTurn();
    const errors = (await Promise.all([...both, third])).map((result) =>
      result.errors?.map(({ message, path, extensions }) => [message, path, extensions['code']]),
    );
    const slow = ['slow today', undefined, undefined];
    const away = (place: number) => ['b is away', ['_entities', place, 'name'], 'NOT_FOUND'];
    expect(errors).toEqual([[slow], [away(1), slow], [away(0), slow]]);
  });

  it.each([
    ['fewer', { data: { _entities: [{}] } }],
    ['no list', { data: { _entities: null } }],
  ])('fails for everybody when the subgraph answers with %s', async (_, answer) => {
    const { ask, endTurn } = setUp(() => answer);
    const both = [ask({ representations: ['a'] }), ask({ representations: ['b'] })];
    endTurn();
    const settled = await Promise.allSettled(both);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('answers as if everybody had asked alone', async () => {
    const answer = (representations: readonly unknown[]): ExecutionResult => ({
      data: { _entities: representations.map((id) => (id === 3 ? null : { id })) },
      errors: representations.flatMap((id, index) =>
        id === 3 ? [new GraphQLError('three', { path: ['_entities', index] })] : [],
      ),
    });
    const wanted = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }), {
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(wanted, async (questions) => {
        const { ask, endTurn } = setUp(answer);
        const joined = questions.map((representations) => ask({ representations }));
        endTurn();
        const answers = await Promise.all(joined);
        expect(answers.map(asJson)).toEqual(questions.map((one) => asJson(answer(one))));
      }),
    );
  });
});

const asJson = ({ data, errors = [] }: ExecutionResult): unknown =>
  JSON.parse(JSON.stringify({ data, errors }));
