import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FormattedExecutionResult } from 'graphql';
import { Admission } from '../access/admit-operation.ts';
import type { Endable } from '../access/endable.ts';
import { LiveCredential } from '../access/live-credential.ts';
import { maskErrors } from '../access/public-errors.ts';
import { Deadline } from '../execution/deadline.ts';
import { connectInProcess } from '../execution/in-process-connection.ts';
import type { Soon } from '../execution/soon.ts';
import { Caller } from '../graph/caller.ts';
import { MemoryKeyValueStore } from '@moim/kit/live/memory-key-value.ts';
import { Freshness } from '../freshness/freshness.ts';
import { PlanningBusy, PlanningFault, TookTooMuch, TooComplex } from '../planning/planning-errors.ts';
import { planHere } from '../planning/plan-here.ts';
import { Graph } from '../graph/graph.ts';
import { defaultLimits } from '../limits/operation-limits.ts';
import { fixtureSupergraph, host, silentLog } from '../testing/fixture.ts';
import { members } from '../testing/members.ts';
import { createPeople, type PeopleSubgraph } from '../testing/people-subgraph.ts';
import { RoomsSubgraph } from '../testing/rooms-subgraph.ts';
import { Generation, type Subscribing } from './generation.ts';
import { GuardRoom } from './guard.ts';
import { SubscriptionHub } from './hub.ts';
import type { Subscriber } from './subscriber.ts';
import type { SubscriptionPlan } from './subscription-plan.ts';
import { readSubscriptionRules } from './subscription-rules.ts';

let rooms: RoomsSubgraph;
let people: PeopleSubgraph;
let hub: SubscriptionHub;
let admission: Admission;
let generation: Generation;
let nextGeneration: () => Generation;

beforeEach(() => {
  rooms = new RoomsSubgraph();
  people = createPeople();
  const connections = [
    connectInProcess(host('people', people.schema)),
    connectInProcess(host('rooms', rooms.schema)),
  ];
  const freshness = new Freshness({ keyValue: new MemoryKeyValueStore() });
  const graph = new Graph({
    ...{ supergraphSdl: fixtureSupergraph, planning: planHere(fixtureSupergraph) },
    ...{ connections, freshness },
  });
  admission = new Admission({
    schema: graph.apiSchema,
    limits: defaultLimits,
    hidesSchemaFromAnonymous: true,
  });
  hub = new SubscriptionHub({ freshness, lingerMs: 0 });
  nextGeneration = () =>
    new Generation({
      graph,
      connections,
      rules: readSubscriptionRules(fixtureSupergraph),
      formatError: maskErrors(silentLog),
      readmit: (again) => again,
    });
  generation = nextGeneration();
  void hub.turnTo(generation);
});
afterEach(() => hub.close());

const viewer = (memberId: string, role: 'MEMBER' | 'ADMIN'): LiveCredential =>
  new LiveCredential({
    memberId,
    caller: async (requestId) =>
      new Caller({
        viewer: { memberId, sessionId: memberId, roles: [role], membershipVersion: 0 },
        isService: false,
        requestId,
      }),
  });

async function subscribing(
  query: string,
  variables: Record<string, unknown>,
  credential: LiveCredential,
): Promise<Subscribing> {
  const request = { query, operationName: undefined, variables };
  const caller = await credential.caller('request');
  return {
    request,
    operation: admission.admit(request, false),
    caller,
    complete: (result) => result,
    requestId: 'request',
  };
}

const subscribe = async (query: string, credential: LiveCredential, variables = {}): Promise<Subscriber> =>
  hub.subscribe(generation, await subscribing(query, variables, credential), credential);

const nextOf = async ({ results }: Subscriber): Promise<FormattedExecutionResult | undefined> => {
  const { value } = await results.next();
  return value ?? undefined;
};

const titles =
  'subscription ($room: ID!, $after: Int) { roomEvents(roomId: $room, afterSeq: $after) { post { text } } }';
const authors =
  'subscription ($room: ID!, $after: Int) { roomEvents(roomId: $room, afterSeq: $after) { post { author { name } } } }';

describe('SubscriptionHub', () => {
  it('serves many by few upstreams and few results, and keeps nothing when they have gone', async () => {
    const ann = viewer(members.ann, 'MEMBER');
    const bob = viewer(members.bob, 'ADMIN');
    const wanted = [
      ...Array.from({ length: 8 }, () => subscribe(authors, ann, { room: 'r1', after: 0 })),
      ...Array.from({ length: 8 }, (_, index) => subscribe(authors, bob, { room: 'r1', after: index % 2 })),
      ...Array.from({ length: 6 }, () => subscribe(titles, ann, { room: 'r1', after: 0 })),
    ];
    rooms.post('r1', 'one');
    rooms.post('r1', 'two');
    const all = await Promise.all(wanted);
    const results = await Promise.all(all.map(nextOf));
    expect(results.every((result) => result?.errors === undefined)).toBe(true);
    // Two operations at the subgraph; for the one with authors, a result for members and one for admins.
    expect(hub.sharing).toEqual({ upstreams: 2, pipes: 3 });
    all.forEach((one) => one.close());
    expect(hub.sharing.pipes).toBe(0);
    await vi.waitFor(() => expect([hub.sharing.upstreams, rooms.open]).toEqual([0, 0]));
  });

  it('keeps nothing of who may listen no more when his stream begins', async () => {
    const gone = new Error('no longer');
    const admittance = { hold: (stream: Endable) => stream.end(gone), release: vi.fn() };
    vi.spyOn(GuardRoom.prototype, 'enter').mockResolvedValueOnce(admittance);
    const ann = viewer(members.ann, 'MEMBER');
    const release = vi.spyOn(ann, 'release');
    const stream = await subscribe(authors, ann, { room: 'r1', after: 0 });
    await expect(nextOf(stream)).rejects.toThrow(gone);
    expect(hub.open).toEqual({ subscriptions: 0, upstreams: 0, queuedBytes: 0 });
    for (const left of [release, admittance.release]) expect(left).toHaveBeenCalledOnce();
  });

  it('asks other subgraphs once an event, not once a subscriber', async () => {
    const all = await Promise.all(
      Array.from({ length: 10 }, () =>
        subscribe(authors, viewer(members.ann, 'MEMBER'), { room: 'r1', after: 0 }),
      ),
    );
    for (const text of ['one', 'two', 'three']) {
      rooms.post('r1', text);
      await Promise.all(all.map(nextOf));
    }
    expect(people.entityRequests).toBe(3);
  });

  it('asks once for what several events of a room need that come together, and tells of them in order', async () => {
    const ann = await subscribe(authors, viewer(members.ann, 'MEMBER'), { room: 'r1', after: 0 });
    expect(ann.poll()).toBeNull();
    const authorIds = ['ann', 'bob', 'cho'];
    for (const author of authorIds) rooms.post('r1', 'hello', author);
    for (const author of authorIds)
      expect(await nextOf(ann)).toEqual({
        data: { roomEvents: { post: { author: { name: author.toUpperCase() } } } },
      });
    expect(people.entityRequests).toBe(1);
  });

  it('wakes each subscriber once an event, when its result is there', async () => {
    const ann = viewer(members.ann, 'MEMBER');
    const all = await Promise.all(
      Array.from({ length: 5 }, () => subscribe(authors, ann, { room: 'r1', after: 0 })),
    );
    const wakes = all.map(() => vi.fn());
    for (const [index, one] of all.entries()) {
      expect(one.poll()).toBeNull();
      one.readBy({ wake: wakes[index] ?? vi.fn() });
    }
    rooms.post('r1', 'one');
    await vi.waitFor(() => expect(wakes.every(({ mock }) => mock.calls.length > 0)).toBe(true));
    expect(wakes.map(({ mock }) => mock.calls.length)).toEqual(all.map(() => 1));
    const result = { data: { roomEvents: { post: { author: { name: 'ANN' } } } } };
    expect(all.map((one) => one.poll())).toEqual(all.map(() => result));
    expect(all.map((one) => one.poll())).toEqual(all.map(() => null));
  });

  it('asks once for what the events of many rooms need that come together', async () => {
    const roomIds = ['r1', 'r2', 'r3', 'r4'];
    const all = await Promise.all(
      roomIds.map((room) => subscribe(authors, viewer(members.ann, 'MEMBER'), { room, after: 0 })),
    );
    for (const room of roomIds) rooms.post(room, 'hello');
    const results = await Promise.all(all.map(nextOf));
    expect(results).toEqual(
      roomIds.map(() => ({ data: { roomEvents: { post: { author: { name: 'ANN' } } } } })),
    );
    expect(people.entityRequests).toBe(1);
  });

  it('has turned to a supergraph when nobody is left under an earlier one, whichever overtook it', async () => {
    const paused: (() => void)[] = [];
    const pause = () => new Promise<void>((resolve) => paused.push(resolve));
    const slow = new SubscriptionHub({
      freshness: new Freshness({ keyValue: new MemoryKeyValueStore() }),
      spread: { windowMs: 1_000, random: () => 0, pause },
    });
    await slow.turnTo(generation);
    const credential = viewer(members.ann, 'MEMBER');
    await Promise.all(
      ['r1', 'r2'].map(async (room) =>
        slow.subscribe(generation, await subscribing(authors, { room }, credential), credential),
      ),
    );
    const turned: string[] = [];
    void slow.turnTo(nextGeneration()).then(() => turned.push('first'));
    void slow.turnTo(nextGeneration()).then(() => turned.push('second'));
    const turns = async () => {
      for (let n = 0; n < 20; n += 1) await new Promise((resolve) => setImmediate(resolve));
    };
    await turns();
    paused.shift()?.(); // the first one has been told of the newer, and is done with its work
    await turns();
    paused.shift()?.();
    expect(turned).toEqual([]);
    for (let n = 0; n < 4; n += 1) {
      paused.splice(0).forEach((go) => go());
      await turns();
    }
    expect(turned.toSorted()).toEqual(['first', 'second']);
    slow.close();
  });

  describe('under a supergraph that cannot plan it', () => {
    let pauses: number[];
    let patient: SubscriptionHub;
    let stream: Subscriber;
    let next: Generation;
    beforeEach(async () => {
      pauses = [];
      patient = new SubscriptionHub({
        freshness: new Freshness({ keyValue: new MemoryKeyValueStore() }),
        spread: {
          windowMs: 0,
          random: () => 0,
          pause: async (ms) => {
            if (ms > 0) pauses.push(ms);
          },
        },
      });
      await patient.turnTo(generation);
      const ann = viewer(members.ann, 'MEMBER');
      const asked = await subscribing(authors, { room: 'r1', after: 0 }, ann);
      stream = await patient.subscribe(generation, asked, ann);
      next = nextGeneration();
    });
    afterEach(() => patient.close());

    const failing = (...errors: Error[]) => {
      const planFor = vi.spyOn(next, 'planFor');
      for (const error of errors) planFor.mockRejectedValueOnce(error);
      return planFor;
    };
    const goesOn = async () => {
      rooms.post('r1', 'one');
      expect(await nextOf(stream)).toEqual({ data: { roomEvents: { post: { author: { name: 'ANN' } } } } });
    };

    it('stays where it is for now, and turns when that has passed', async () => {
      const planFor = failing(new PlanningBusy(), new PlanningFault('lost'), new TookTooMuch('time'));
      await patient.turnTo(next);
      expect({ pauses, asked: planFor.mock.calls.length }).toEqual({
        pauses: [1_000, 10_000, 60_000],
        asked: 4,
      });
      await goesOn();
    });

    it('ends where it does not pass', async () => {
      failing(...Array.from({ length: 4 }, () => new PlanningBusy()));
      await patient.turnTo(next);
      await expect(nextOf(stream)).rejects.toThrow(PlanningBusy);
    });

    it('ends at once where the planner itself refuses it', async () => {
      failing(new TooComplex());
      await patient.turnTo(next);
      await expect(nextOf(stream)).rejects.toThrow(TooComplex);
      expect(pauses).toEqual([]);
    });

    it('goes on under a newer one', async () => {
      const { promise, reject } = Promise.withResolvers<never>();
      vi.spyOn(next, 'planFor').mockReturnValueOnce(promise);
      const turning = patient.turnTo(next);
      const overtaking = patient.turnTo(nextGeneration());
      reject(new TooComplex());
      await Promise.all([turning, overtaking]);
      await goesOn();
    });
  });

  it('is planned for another supergraph before it turns, each text once', async () => {
    const ann = viewer(members.ann, 'MEMBER');
    const streams = await Promise.all([
      subscribe(authors, ann, { room: 'r1', after: 0 }),
      subscribe(authors, ann, { room: 'r2', after: 0 }),
      subscribe(titles, ann, { room: 'r1', after: 0 }),
    ]);
    const next = nextGeneration();
    const plan = vi.spyOn(next.graph, 'plan');
    await hub.expectIn(next);
    expect(plan).toHaveBeenCalledTimes(2);
    await hub.turnTo(next);
    expect(plan).toHaveBeenCalledTimes(2);
    streams.forEach((one) => one.close());
  });

  it.each<[string, (plan: SubscriptionPlan) => Soon<SubscriptionPlan>]>([
    ['comes', (plan) => Promise.resolve(plan)],
    ['does not come', () => Promise.reject(new TookTooMuch('time'))],
    ['is there', (plan) => plan],
    [
      'is refused at once',
      () => {
        throw new TooComplex();
      },
    ],
  ])('ends the deadline of a plan that %s', async (_, planned) => {
    const ann = viewer(members.ann, 'MEMBER');
    const asked = await subscribing(titles, { room: 'r1' }, ann);
    const plan = await generation.planFor(asked);
    vi.spyOn(generation, 'planFor').mockImplementation(() => planned(plan));
    const deadline = new Deadline();
    const end = vi.spyOn(deadline, 'end');
    await Promise.allSettled([hub.subscribe(generation, asked, ann, deadline)]);
    expect(end).toHaveBeenCalledOnce();
  });

  it('does not plan again what the planner refused', async () => {
    const plan = vi
      .spyOn(generation.graph, 'plan')
      .mockImplementation(() => Promise.reject(new TooComplex()));
    const ann = viewer(members.ann, 'MEMBER');
    for (const room of ['r1', 'r2'])
      await expect(subscribe(titles, ann, { room })).rejects.toThrow(TooComplex);
    expect(plan).toHaveBeenCalledTimes(1);
  });

  it('makes a result that failed again for those who come later', async () => {
    const ann = viewer(members.ann, 'MEMBER');
    const first = await subscribe(authors, ann, { room: 'r1', after: 0 });
    people.isAway = true;
    rooms.post('r1', 'one');
    expect(await nextOf(first)).toMatchObject({ errors: [{ message: expect.any(String) }] });
    people.isAway = false;
    const later = await subscribe(authors, ann, { room: 'r1', after: 0 });
    expect(await nextOf(later)).toEqual({ data: { roomEvents: { post: { author: { name: 'ANN' } } } } });
    expect(rooms.opened).toHaveLength(1);
  });

  it('makes a result that failed once for all who were there, also for those who look late', async () => {
    const ann = viewer(members.ann, 'MEMBER');
    const join = () => subscribe(authors, ann, { room: 'r1', after: 0 });
    const [late, ...crowd] = await Promise.all(Array.from({ length: 8 }, join));
    expect(late?.poll()).toBeNull(); // he has come, and looks again in the end only
    const waiting = crowd.map(nextOf);
    people.isAway = true;
    rooms.post('r1', 'one');
    const results = await Promise.all(waiting);
    expect(results[0]).toMatchObject({ errors: [{ message: expect.any(String) }] });
    expect([...results, late && (await nextOf(late))]).toEqual(Array.from({ length: 8 }, () => results[0]));
    expect(people.entityRequests).toBe(1);
  });

  it('makes nothing for those who do not read, until they do', async () => {
    const ann = viewer(members.ann, 'MEMBER');
    const both = await Promise.all(
      Array.from({ length: 2 }, () => subscribe(authors, ann, { room: 'r1', after: 0 })),
    );
    const results = async () => {
      await vi.waitFor(() => expect(both.map((one) => one.poll())).not.toContain(null));
    };
    both.forEach((one) => one.poll());
    rooms.post('r1', 'one');
    await results();
    rooms.post('r1', 'two');
    await sleep(50); // longer than requests for events keep apart
    expect(people.entityRequests).toBe(1);
    expect(both.map((one) => one.poll())).toEqual([null, null]);
    await results();
    expect(people.entityRequests).toBe(2);
  });

  it('makes nothing for those who have yet to pay, and once for all who have', async () => {
    const ann = viewer(members.ann, 'MEMBER');
    const both = await Promise.all(
      Array.from({ length: 2 }, () => subscribe(authors, ann, { room: 'r1', after: 0 })),
    );
    const paid = Promise.withResolvers<void>();
    both.forEach((one) => one.payFor(() => paid.promise));
    rooms.post('r1', 'one');
    await Promise.all(both.map(nextOf));
    const seconds = both.map(nextOf);
    rooms.post('r1', 'two');
    await sleep(50); // longer than requests for events keep apart
    expect(people.entityRequests).toBe(1);
    paid.resolve();
    await Promise.all(seconds);
    expect(people.entityRequests).toBe(2);
  });

  it('lets those who come back at once from one place catch up at one upstream', async () => {
    for (let n = 0; n < 20; n += 1) rooms.post('r1', 'x');
    const ann = viewer(members.ann, 'MEMBER');
    const first = await subscribe(titles, ann, { room: 'r1', after: 19 });
    await nextOf(first);
    const others = await Promise.all(
      Array.from({ length: 10 }, () => subscribe(titles, ann, { room: 'r1', after: 5 })),
    );
    const results = await Promise.all(others.map(async (one) => (await Promise.all([nextOf(one)]))[0]));
    expect(new Set(results).size).toBe(1); // one result, made once
    expect(rooms.opened.map(({ afterSeq }) => afterSeq)).toEqual([19, 5]);
    for (let n = 1; n < 15; n += 1) await Promise.all(others.map(nextOf));
    rooms.post('r1', 'last');
    expect(await Promise.all(others.map(nextOf))).toEqual(
      others.map(() => ({ data: { roomEvents: { post: { text: 'last' } } } })),
    );
    await vi.waitFor(() => expect(rooms.open).toBe(1));
  });

  it('takes a cursor written into the document for what it is', async () => {
    const literal = (after: number) =>
      `subscription { roomEvents(roomId: "r1", afterSeq: ${after}) { seq } }`;
    for (const text of ['one', 'two', 'three']) rooms.post('r1', text);
    const ann = viewer(members.ann, 'MEMBER');
    const [early, late] = [await subscribe(literal(0), ann), await subscribe(literal(2), ann)];
    expect(await nextOf(early)).toEqual({ data: { roomEvents: { seq: 1 } } });
    expect(await nextOf(late)).toEqual({ data: { roomEvents: { seq: 3 } } });
    expect(hub.sharing.upstreams).toBe(1);
  });

  it('keeps those who want only what comes from those who replay', async () => {
    for (const text of ['one', 'two']) rooms.post('r1', text);
    const ann = viewer(members.ann, 'MEMBER');
    const replaying = await subscribe(titles, ann, { room: 'r1', after: 0 });
    expect(await nextOf(replaying)).toMatchObject({ data: { roomEvents: { post: { text: 'one' } } } });
    const live = await subscribe(titles, viewer(members.bob, 'MEMBER'), { room: 'r1' });
    const first = nextOf(live);
    await vi.waitFor(() => expect(rooms.open).toBe(2));
    rooms.post('r1', 'three');
    expect(await first).toMatchObject({ data: { roomEvents: { post: { text: 'three' } } } });
  });
});
