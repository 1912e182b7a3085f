import type { ProgramScenario } from './scenario.ts';

const vitest = 'node_modules/vitest/vitest.mjs';

interface OfTests {
  readonly name: string;
  readonly numbers: string;
  readonly promise: string;
  readonly project: 'integration' | 'e2e';
  readonly files: readonly string[];
  /** Of the tests; all of the files without it. */
  readonly only?: string;
  readonly hasSeed?: boolean;
}

const ofTests = ({ project, files, only, hasSeed = false, ...described }: OfTests): ProgramScenario => ({
  ...described,
  kind: 'program',
  hasSeed,
  argumentsFor: () => [vitest, 'run', '--project', project, ...files, ...(only ? ['-t', only] : [])],
});

/** Scenarios that other tests and programs play already. */
export const programs: readonly ProgramScenario[] = [
  ofTests({
    name: 'kill-points',
    numbers: '3, 4',
    promise:
      'relay and consumer die at each point of their work: every effect once, and each mutant is caught',
    project: 'e2e',
    files: ['tests/faults/kill.e2e.ts'],
    hasSeed: true,
  }),
  ofTests({
    name: 'double-spends',
    numbers: '24',
    promise: '200 at once on 1,000 credits: 10 are charged; the books balance after every kill',
    project: 'e2e',
    files: ['tests/faults/saga.e2e.ts'],
    hasSeed: true,
  }),
  ofTests({
    name: 'redis-streams',
    numbers: '5, 6, 7',
    promise: 'a group loses, repeats and reorders nothing while Redis is flushed, killed, full and half-open',
    project: 'integration',
    files: [
      'kit/src/events/streams/faults.integration.test.ts',
      'kit/src/live/redis-live.integration.test.ts',
    ],
  }),
  ofTests({
    name: 'poison',
    numbers: '17',
    promise: 'only the aggregate of a failing event waits, operators are told, reprocessing resumes in order',
    project: 'integration',
    files: [
      'kit/src/events/dead-letters.integration.test.ts',
      'kit/src/dead-letters/alert-jobs.integration.test.ts',
    ],
  }),
  ofTests({
    name: 'removed-member',
    numbers: '18',
    promise: 'a stream ends when its member is removed, its session is over or its token expires',
    project: 'integration',
    files: ['supergraph/src/subscriptions/hub.integration.test.ts'],
    only: 'removed member|a credential that ends',
  }),
  ofTests({
    name: 'slow-reader',
    numbers: '21',
    promise: 'who does not read is dropped, and costs the others nothing',
    project: 'integration',
    files: ['supergraph/src/http/sockets.integration.test.ts'],
    only: 'does not read',
  }),
  ofTests({
    name: 'zombie-leader',
    numbers: '23',
    promise: 'a leader that was replaced while it was frozen does no harm when it wakes',
    project: 'integration',
    files: ['kit/src/events/zombie.integration.test.ts'],
  }),
  {
    kind: 'program',
    name: 'rolling',
    numbers: '1, 2, 20',
    promise:
      'every process is replaced and no request fails; then each is killed, and another serves within ten seconds',
    hasSeed: false,
    argumentsFor: () => ['tests/faults/main.ts', 'rolling'],
  },
  {
    kind: 'program',
    name: 'mutants',
    numbers: '3, 4',
    promise: 'backbones that tell a later event first are caught',
    hasSeed: true,
    argumentsFor: (seed) => ['tests/faults/main.ts', 'order-mutants', String(seed)],
  },
  {
    kind: 'program',
    name: 'stale-reads',
    numbers: '8',
    promise: 'nobody misses what they wrote while replay stops for up to 3 s',
    hasSeed: true,
    argumentsFor: (seed) => ['tests/faults/main.ts', 'stale', '2000', String(seed)],
  },
];
