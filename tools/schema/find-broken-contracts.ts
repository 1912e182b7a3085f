import { z } from 'zod';
import { readAnnouncements } from './find-unannounced.ts';
import type { Contract } from './load-contracts.ts';

const payloads = z.array(z.unknown());

/** A golden file as it was committed: `<folder>/<contract>.json`, a list of published payloads. */
export interface CommittedGolden {
  readonly file: string;
  readonly json: string;
}

/**
 * Contracts that no longer read what has been published in their name. Logs and inboxes keep old
 * events, so a changed shape is a new version; a contract that is gone needs a **Breaking** entry in
 * the changelog that names it.
 */
export function findBrokenContracts(
  committed: readonly CommittedGolden[],
  contracts: readonly Contract[],
  changelog: string,
): string[] {
  const announced = readAnnouncements(changelog);
  return committed.flatMap(({ file, json }) => {
    const name = /([^/]+)\.json$/.exec(file)?.[1] ?? file;
    const contract = contracts.find((candidate) => candidate.name === name);
    if (!contract)
      return announced.has(name) ? [] : [`${file}: its contract is gone; announce it in CHANGELOG.md`];
    return payloads.parse(JSON.parse(json)).flatMap((payload) => {
      const { error } = contract.payload.safeParse(payload);
      return error
        ? [`${file}: ${name} no longer reads ${JSON.stringify(payload)}: ${z.prettifyError(error)}`]
        : [];
    });
  });
}
