import { z } from 'zod';
import type { DayClient } from './client.ts';

/** Anything with an identifier. */
export const entity = z.object({ id: z.string() });

const answered = z.object({ result: z.looseObject({ __typename: z.string() }) });

/** A mutation that must come out well; answers its payload. @throws {Error} with what it answered else */
export async function act(
  member: DayClient,
  mutation: string,
  input: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const { result } = await member.ask(answered, mutation, { input });
  if (!result.__typename.endsWith('Payload')) throw new Error(`${member.handle}: ${JSON.stringify(result)}`);
  return result;
}
