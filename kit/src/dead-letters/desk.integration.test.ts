import { expect, it } from 'vitest';
import type { Viewer } from '../auth/viewer.ts';
import type { Stage } from '../events/test-stage/stage.ts';
import { routeTo } from '../server/route-table.ts';
import { describeDesk } from './desk.contract.ts';
import { deskRoute } from './desk-route.ts';
import { httpDesk } from './http-desk.ts';
import { localDesk } from './local-desk.ts';
import { EqualJobError } from './equal-job-error.ts';
import { operator } from './testing/operator.ts';

describeDesk('the desk of this process', ({ services }) => localDesk('stage', services));

describeDesk('the desk of another process', (stage) =>
  httpDesk({
    url: 'http://stage.internal',
    headers: async (viewer) => ({ 'x-test-viewer': JSON.stringify(viewer) }),
    fetch: (input, init) => askRoute(stage, new Request(input, init)),
  }),
);

it('the desk of another process says that an equal job waits', async () => {
  const answered = { fetch: async () => new Response(null, { status: 409 }), headers: async () => ({}) };
  const desk = httpDesk({ url: 'http://stage.internal', ...answered });
  await expect(desk.reprocess(operator, [])).rejects.toThrow(EqualJobError);
});

/** As the host does; the header stands for a verified token. */
async function askRoute({ services }: Pick<Stage, 'services'>, request: Request): Promise<Response> {
  const viewer: Viewer = JSON.parse(request.headers.get('x-test-viewer') ?? 'null');
  const identity = { viewer, isService: true, requestId: 'test' };
  const handle = routeTo([deskRoute('stage')], services);
  const response = await handle({ request, identity, clientAddress: '127.0.0.1' });
  return response ?? new Response(null, { status: 404 });
}
