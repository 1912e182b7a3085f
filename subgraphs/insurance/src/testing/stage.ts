import type { OperationIdentity, Role, Viewer } from '@moim/kit/auth/viewer.ts';
import { newUuid } from '@moim/kit/ids/uuid.ts';
import type { MemoryBus } from '@moim/kit/live/memory-bus.ts';
import { type HostedSubgraph, hostSubgraph } from '@moim/kit/server/host.ts';
import type { Services } from '@moim/kit/server/services.ts';
import { recordingDatabase } from '@moim/kit/testing/recording-database.ts';
import { createTestDatabase, type TestDatabase } from '@moim/kit/testing/test-database.ts';
import { asViewer as identityOf } from '@moim/kit/testing/test-identities.ts';
import { testServices } from '@moim/kit/testing/test-services.ts';
import type { Asker } from '../actions/asker.ts';
import { openPolicy } from '../actions/open-policy.ts';
import type { PersonalData } from '../domain/personal-data.ts';
import { insurance } from '../subgraph.ts';

type Row = Record<string, unknown>;

export interface Insured extends Asker {
  readonly policyId: string;
}

/** insurance on a database of its own, with a clock that the test moves. */
export interface Stage extends TestDatabase {
  readonly services: Services & { readonly bus: MemoryBus };
  readonly host: HostedSubgraph;
  /** Minutes after the beginning, 2026-11-21T05:00:00Z. */
  at(minutes: number): Date;
  setNow(minutes: number): void;
  /** A member with a policy. */
  insure(data?: Partial<PersonalData>): Promise<Insured>;
  /** Names of the statements sent since the last call. */
  statements(): string[];
  rows<T extends Row>(sql: string, values?: unknown[]): Promise<T[]>;
}

export const stageSecrets = {
  INSURANCE_DATA_KEY: 'a key only for tests',
  INSURER_CALLBACK_SECRET: 'a secret only for tests',
} as const;

const beginning = Date.parse('2026-11-21T05:00:00.000Z');

export async function openStage(): Promise<Stage> {
  const opened = await createTestDatabase({ subgraph: 'insurance', migrations: insurance.migrations });
  const sent: string[] = [];
  const clock = { minutes: 0 };
  const at = (minutes: number) => new Date(beginning + minutes * 60_000);
  const secrets = new Map<string, string>(Object.entries(stageSecrets));
  const services = testServices(recordingDatabase(opened.database, sent), {
    now: () => at(clock.minutes),
    secretOf: (variable) => secrets.get(variable) ?? null,
  });
  return {
    ...opened,
    services,
    at,
    setNow: (minutes) => void (clock.minutes = minutes),
    rows: async <T extends Row>(sql: string, values: unknown[] = []) =>
      (await opened.pools.write.query<T>(sql, values)).rows,
    host: hostSubgraph(insurance, services),
    statements: () => sent.splice(0),
    insure: (data) => insure(services, data),
  };
}

async function insure(services: Services, data: Partial<PersonalData> = {}): Promise<Insured> {
  const member = somebody();
  const standard = { legalName: '김민수', phone: '010-1234-5678', licenceNumber: '11-20-123456-78' };
  const policyId = await openPolicy(services, member, { id: newUuid(), ...standard, ...data });
  return { ...member, policyId };
}

/** A logged-in member with these roles besides MEMBER. */
export const somebody = (...roles: readonly Role[]): Asker => ({
  memberId: newUuid(),
  sessionId: newUuid(),
  roles: ['MEMBER', ...roles],
  membershipVersion: 0,
  address: '203.0.113.77',
});

/** An operation as the supergraph hands it on, with the address it came from. */
export const asViewer = (viewer: Viewer | null): OperationIdentity => ({
  ...identityOf(viewer),
  clientAddress: '203.0.113.77',
});
