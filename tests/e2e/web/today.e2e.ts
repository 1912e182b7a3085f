import { expect, type Route } from '@playwright/test';
import { z } from 'zod';
import { askedOperation } from './asked-operation.ts';
import { plan } from './calendars.ts';
import { test } from './people.ts';
import { newRoom, say } from './rooms.ts';

const answered = z.object({ data: z.object({ me: z.record(z.string(), z.unknown()) }) });

const isToday = (route: Route) => askedOperation(route.request()) === 'Today';

/** Each part with the field of the viewer that it needs, and whose that is. */
const parts = [
  ['occurrences', 'Today’s schedule', 'calendar'],
  ['travelPlansOn', 'Travel', 'travel'],
  ['chatRooms', 'Chat', 'messaging'],
  ['coverage', 'Cover', 'insurance'],
  ['currentParkingSession', 'Parking', 'telemetry'],
  ['wallet', 'Wallet', 'identity'],
] as const;

test('the day is one query over all subgraphs, and follows what happens elsewhere', async ({
  visitor,
  account,
}) => {
  const { page, person } = await visitor('Minji');
  const jun = await account('Jun');
  const asked: string[] = [];
  page.on('request', (request) => {
    const name = askedOperation(request);
    if (name !== null) asked.push(name);
  });
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Today’s schedule' })).toBeVisible();
  for (const [, title] of parts) await expect(page.locator('main h2', { hasText: title })).toBeVisible();
  expect(asked.filter((name) => name === 'Today')).toHaveLength(1);
  // Besides it there is only what the shell itself needs: who is here, and the rooms behind its badge.
  expect([...new Set(asked)].toSorted()).toEqual(['SessionViewer', 'Today', 'ViewerRooms']);

  const now = new Date();
  const midnight = Date.parse(`${now.toISOString().slice(0, 10)}T00:00:00Z`);
  await plan(jun, {
    title: 'Busan site visit',
    startsAt: new Date(midnight + 82_800_000).toISOString(),
    endsAt: new Date(midnight + 84_600_000).toISOString(),
    attendeeIds: [person.memberId],
  });
  const main = page.locator('main');
  await expect(main.getByRole('link', { name: 'Busan site visit' }).first()).toBeVisible({ timeout: 20_000 });

  const roomId = await newRoom(jun, 'Crane 4', [person]);
  await say(jun, roomId, ['firmware 2.3 is out']);
  await expect(main.getByText('firmware 2.3 is out')).toBeVisible({ timeout: 20_000 });
});

for (const [field, title, subgraph] of parts)
  test(`without ${subgraph} its part says so, the others stay, and it comes back`, async ({ visitor }) => {
    const { page } = await visitor('Minji');
    let isAway = true;
    await page.route('**/graphql', async (route) => {
      if (!isToday(route) || !isAway) return route.fallback();
      const response = await route.fetch({
        headers: { ...route.request().headers(), accept: 'application/json' },
      });
      const { data } = answered.parse(await response.json());
      const errors = [{ message: 'away', path: ['me', field], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }];
      return route.fulfill({ json: { data: { me: { ...data.me, [field]: null } }, errors } });
    });
    await page.goto('/');
    const notice = page.getByText('Not available right now');
    await expect(notice).toHaveCount(1);
    const part = page.locator('section', { has: page.locator('h2', { hasText: title }) });
    await expect(part).toContainText('Not available right now');
    for (const [, other] of parts)
      await expect(page.locator('main h2', { hasText: other }).first()).toBeVisible();
    isAway = false;
    await expect(notice).toHaveCount(0, { timeout: 20_000 });
  });
