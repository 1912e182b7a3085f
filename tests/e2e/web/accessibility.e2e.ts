import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { newEvent } from '../events.ts';
import { newApp } from './apps.ts';
import { insure } from './covers.ts';
import { publishDeadEvent } from './dead-events.ts';
import { driveAway, driveWhole, newVehicle } from './drives.ts';
import { giveRole, test } from './people.ts';
import { newRoom, say } from './rooms.ts';
import { newTrip, shareTrip } from './trips.ts';

const height = 844;
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What a language cannot change is looked at once: the phone in Korean, the desktop in English. */
const languages = [
  { language: 'en', locale: 'en-US', width: 1280 },
  { language: 'ko', locale: 'ko-KR', width: 390 },
] as const;
/** Where the tests find their way; a page is looked at in its own width. */
const desktop = { width: 1280, height };

for (const { language, locale, width } of languages)
  test(`axe finds nothing on any route: ${language}`, async ({ visitor, account, stranger, baseURL }) => {
    test.slow();
    const options = { locale, viewport: desktop };
    const outside = await stranger(options);
    for (const path of ['/log-in', '/sign-up']) {
      await outside.goto(path);
      await expect(outside.getByRole('heading', { level: 1 })).toBeVisible();
      expect(await findings(outside, width), path).toEqual([]);
    }

    const other = await account('박지원');
    const { page, person } = await visitor('이민지', options);
    await speak(page, language);
    const roomId = await newRoom(other, 'Crane 4', [person]);
    const event = await newEvent(other, { title: 'Busan site visit', attendees: [person] });
    const hidden = await newEvent(other, { title: 'Not for all' });
    const links = [event, hidden].map(({ id }) => `/calendar/events/${id}`);
    await say(other, roomId, ['see https://moim.dev/crane', '네, 확인했어요', ...links]);

    for (const path of ['/', '/chat', `/chat/${roomId}`, '/inbox', '/groups', '/settings', '/nowhere']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached();
      await page.waitForTimeout(400);
      expect(await findings(page, width), path).toEqual([]);
    }

    for (const path of ['/cover', '/cx']) {
      await page.goto(path);
      await expect(page.locator('form, .notice').first()).toBeVisible();
      expect(await findings(page, width), `${path} at first`).toEqual([]);
    }
    const policyId = await insure(person);
    await giveRole(baseURL ?? '', person, 'CX');
    for (const path of ['/cover', '/cx', `/cx?policy=${policyId}`]) {
      await page.goto(path);
      await expect(page.locator('main section').first()).toBeVisible();
      for (const history of await page.locator('summary').all()) await history.click();
      expect(await findings(page, width), path).toEqual([]);
    }
    for (const button of [0, 1]) {
      await page.locator('main section button').nth(button).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await findings(page, width), `dialog ${button} of the desk`).toEqual([]);
      await page.keyboard.press('Escape');
    }

    await publishDeadEvent(baseURL ?? '');
    await giveRole(baseURL ?? '', person, 'OPERATOR');
    await page.goto('/admin/dead-letters');
    await page.locator('article summary').first().click();
    expect(await findings(page, width), 'dead letters').toEqual([]);
    await page.locator('article header button').first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await findings(page, width), 'discard').toEqual([]);

    await newApp(baseURL ?? '');
    await giveRole(baseURL ?? '', person, 'ADMIN');
    await page.goto('/admin/apps');
    await expect(page.getByRole('article').first()).toBeVisible();
    expect(await findings(page, width), 'apps').toEqual([]);
    for (const opener of ['main header button', 'article header button']) {
      await page.locator(opener).first().click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await findings(page, width), opener).toEqual([]);
      await page.keyboard.press('Escape');
    }

    await page.goto('/explorer');
    await expect(page.locator('.graphiql-response')).toBeVisible({ timeout: 30_000 });
    await page.waitForTimeout(1_000);
    expect(await findings(page, width), '/explorer').toEqual([]);

    await page.goto(`/chat/${roomId}`);
    await page.locator('header button[aria-pressed]').click();
    await expect(page.getByText(`@${other.handle}`)).toBeVisible();
    expect(await findings(page, width), 'room details').toEqual([]);
    await page.goto('/chat');
    await page.locator('section header button').first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.waitForTimeout(300);
    expect(await findings(page, width), 'new room').toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox')).toBeFocused();
    expect(await findings(page, width), 'room switcher').toEqual([]);
  });

for (const { language, locale, width } of languages)
  test(`axe finds nothing on the pages of trips: ${language}`, async ({ visitor, account }) => {
    test.slow();
    const other = await account('박지원');
    const options = { locale, viewport: desktop };
    const { page, person } = await visitor('이민지', options);
    await speak(page, language);
    const own = await newTrip(person, 'Busan site visit', '부산');
    await newTrip(person, 'Jeju workshop', '제주');
    const shared = await newTrip(other, 'Tokyo fair', '도쿄');
    await shareTrip(other, shared, 'PUBLIC');

    const lists = [
      '/travel',
      '/travel?tab=feed',
      '/travel?tab=following',
      '/travel?tab=liked',
      '/travel?tab=recommendations',
    ];
    const trips = [`/travel/${own}`, `/travel/${shared}`, '/travel/new', `/travel/${own}/edit`];
    const people = ['/wallet', `/people/${other.memberId}`, `/people/${person.memberId}`];
    for (const path of [...lists, ...trips, ...people]) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached();
      await page.waitForTimeout(600);
      expect(await findings(page, width), path).toEqual([]);
    }

    await page.goto(`/travel/${own}`);
    await page.locator('.actions button').first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
    expect(await findings(page, width), 'share a trip').toEqual([]);
  });

for (const { language, locale, width } of languages)
  test(`axe finds nothing on the pages of parking: ${language}`, async ({ visitor, baseURL: url = '' }) => {
    test.slow();
    const options = { locale, viewport: desktop };
    const { page, person } = await visitor('이민지', options);
    await speak(page, language);
    const driving = { url, person, vehicle: await newVehicle(url, '쏘나타 1호') };
    await page.goto('/parking');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await findings(page, width), 'no sessions').toEqual([]);
    await page.locator('header button').click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.waitForTimeout(300);
    expect(await findings(page, width), 'start').toEqual([]);

    const finished = await driveWhole(driving, 'pedal-confusion', 10);
    await page.goto(`/parking/${finished.sessionId}`);
    await expect(page.getByRole('img', { name: /0/ }).first()).toBeVisible();
    expect(await findings(page, width), 'report').toEqual([]);
    const running = await driveAway(driving, 2);
    for (const path of ['/parking', `/parking/${running.id}`, `/parking/${crypto.randomUUID()}`]) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.waitForTimeout(1_000);
      expect(await findings(page, width), path).toEqual([]);
    }
  });

for (const { language, locale, width } of languages)
  test(`axe finds nothing in the calendar: ${language}`, async ({ visitor, account }) => {
    test.slow();
    const other = await account('박지원');
    const options = { locale, viewport: desktop };
    const { page, person } = await visitor('이민지', options);
    await speak(page, language);
    const event = await newEvent(other, { title: 'Busan site visit', attendees: [person] });

    for (const path of ['/calendar?view=week', '/calendar?view=month', '/calendar?view=list']) {
      await page.goto(path);
      await expect(page.locator('header h2')).toBeVisible();
      await page.waitForTimeout(600);
      expect(await findings(page, width), path).toEqual([]);
    }
    await page.goto(`/calendar/events/${event.id}`);
    await expect(page.getByRole('heading', { level: 1, name: 'Busan site visit' })).toBeVisible();
    expect(await findings(page, width), 'event').toEqual([]);
    await page.goto('/calendar/rooms');
    await page.waitForTimeout(600);
    expect(await findings(page, width), 'meeting rooms').toEqual([]);
    await page.goto('/calendar?view=list');
    await page.locator('[data-occurrence]').first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.waitForTimeout(600);
    expect(await findings(page, width), 'event sheet').toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('c');
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.getByRole('dialog').locator('select').first().selectOption('WEEKLY');
    await page.waitForTimeout(600);
    expect(await findings(page, width), 'event dialog').toEqual([]);
    await page.keyboard.press('Escape');
  });

async function speak(page: Page, language: 'en' | 'ko'): Promise<void> {
  await page.goto('/settings');
  await page.getByLabel(language === 'ko' ? '한국어' : 'English').check();
}

/** What fades in has less contrast on its way; what turns for ever is not waited for. */
const whenAtRest = `Promise.all(document.getAnimations()
  .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
  .map(({ finished }) => finished.catch(() => undefined)))
  .then(() => undefined)`;

/** Day and night draw the same document: at night only what looks at colours can find something new. */
const nightRules = ['color-contrast', 'link-in-text-block'];

/** Of the page as it stands, by day and by night. */
async function findings(page: Page, width: number) {
  await page.setViewportSize({ width, height });
  const byDay = await analyze(page, 'light');
  await page.emulateMedia({ colorScheme: 'dark' });
  const byNight = await analyze(page, 'dark');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(desktop);
  return [...byDay, ...byNight];
}

async function analyze(page: Page, scheme: 'light' | 'dark') {
  await page.evaluate(whenAtRest);
  // No page has frames: axe need not open a page of its own for each look to gather what they found.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  const looking = scheme === 'light' ? axe.withTags(standards) : axe.withRules(nightRules);
  const { violations } = await looking.analyze();
  return violations.map(({ id, nodes }) => ({
    scheme,
    id,
    at: nodes.map(({ target }) => target.join(' ')).slice(0, 3),
  }));
}
