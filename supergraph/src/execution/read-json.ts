import type { OperationIdentity } from '@moim/kit/auth/viewer.ts';
import type { SubgraphConnection } from './subgraph-connection.ts';

/**
 * The JSON that a plain POST route of a subgraph answers, where nothing is changed by asking.
 *
 * @throws {SubgraphUnavailableError} no answer, or too late
 */
export async function readJson(
  connection: SubgraphConnection,
  path: string,
  body: unknown,
  identity: OperationIdentity,
): Promise<unknown> {
  if (connection.readJson) return connection.readJson(path, body, identity);
  const request = new Request(`http://${connection.name}.internal${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const response = await connection.fetch(request, { identity, clientAddress: '' });
  if (!response.ok) throw new Error(`${connection.name} answered ${response.status} at ${path}`);
  return response.json();
}
