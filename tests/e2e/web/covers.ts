import { z } from 'zod';
import { newId, type Person } from '../person.ts';

const opened = z.object({ openPolicy: z.object({ policy: z.object({ id: z.string() }) }) });

/** Opens a policy, and starts, ends and starts cover again. Answers the policy's id. */
export async function insure(person: Person): Promise<string> {
  const input = { id: newId(), legalName: '이민지', phone: '010-1234-5678', licenceNumber: '112012345678' };
  const { openPolicy } = await person.read(
    opened,
    `mutation ($input: OpenPolicyInput!) { openPolicy(input: $input) {
      ... on OpenPolicyPayload { policy { id } } } }`,
    { input },
  );
  const start = `mutation ($input: StartCoverInput!) { startCover(input: $input) { __typename } }`;
  const first = newId();
  await person.data(start, { input: { id: first } });
  await person.data(`mutation { endCover(input: { periodId: "${first}" }) { __typename } }`);
  await person.data(start, { input: { id: newId(), travelPlanId: newId() } });
  return openPolicy.policy.id;
}
