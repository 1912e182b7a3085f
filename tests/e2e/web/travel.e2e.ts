import { expect, type Page } from '@playwright/test';
import { askedOperation } from './asked-operation.ts';
import { test } from './people.ts';
import { buyCredits, dayIn, newEvent, newTrip, shareTrip } from './trips.ts';

/** Chooses a city by typing its beginning. */
async function chooseCity(page: Page, typed: string, name: string): Promise<void> {
  await page.getByRole('combobox', { name: 'City' }).fill(typed);
  await page.getByRole('option').filter({ hasText: name }).first().click();
}

test('a trip is planned, shown on the map, changed and deleted', async ({ visitor, account }) => {
  const { page } = await visitor('Sora');
  const jun = await account('Jun');
  await page.goto('/travel');
  await expect(page.getByText('No trips yet')).toBeVisible();
  await page.getByRole('button', { name: 'New trip' }).click();

  await page.getByRole('button', { name: 'Create trip' }).click();
  await expect(page.getByText('A title has 1 to 80 characters.')).toBeVisible();
  await expect(page.getByText('Choose a city from the list.')).toBeVisible();
  await expect(page.getByLabel('Title')).toBeFocused();

  await page.getByLabel('Title').fill('Busan site visit');
  await chooseCity(page, '부산', 'Busan');
  await page.getByLabel('First day').fill(dayIn(3));
  await page.getByLabel('Last day').fill(dayIn(4));
  await page.getByRole('button', { name: 'Add companions' }).click();
  await page.getByLabel('Search people').fill(jun.handle);
  await page.getByRole('button', { name: `@${jun.handle}` }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByLabel('Travellers')).toHaveValue('2');
  await page.getByLabel('Currency').selectOption('KRW');
  await page.getByRole('textbox', { name: 'Budget' }).fill('1,250,000');
  await expect(page.getByText('₩1,250,000')).toBeVisible();
  await page.getByLabel('Details').fill('Meet at the gate.');
  await page.getByRole('button', { name: 'Create trip' }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Busan site visit' })).toBeVisible();
  await expect(page.getByText('₩625,000 a person')).toBeVisible();
  await expect(page.getByText('2 days · in 3 days')).toBeVisible();
  await expect(page.getByText('Meet at the gate.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Jun' })).toBeVisible();
  await expect(page.getByText('Only you and your companions.')).toBeVisible();

  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('Title').fill('Two days in Busan');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Two days in Busan' })).toBeVisible();

  await page.goto('/travel');
  await expect(page.getByRole('link', { name: 'Two days in Busan', exact: true })).toBeVisible();
  const marker = page.getByRole('link', { name: 'Two days in Busan, Busan' });
  await marker.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Two days in Busan' })).toBeVisible();

  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByText('The trip is deleted')).toBeVisible();
  await expect(page.getByText('No trips yet')).toBeVisible();
});

test('who may see a trip is said before and kept after it is shared', async ({ visitor }) => {
  const author = await visitor('Sora');
  const reader = await visitor('Jun');
  const planId = await newTrip(author.person, 'Jeju workshop', '제주');
  await reader.page.goto(`/travel/${planId}`);
  await expect(reader.page.getByText('This trip is not there')).toBeVisible();

  const { page } = author;
  await page.goto(`/travel/${planId}`);
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('radio', { name: /With the link/ }).check();
  await expect(page.getByText('whoever is logged in and has the link')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  const link = await page.getByLabel('Link', { exact: true }).inputValue();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();

  await reader.page.goto(link);
  await expect(reader.page.getByRole('heading', { level: 1, name: 'Jeju workshop' })).toBeVisible();
  await expect(reader.page.getByRole('button', { name: 'Edit' })).toHaveCount(0);

  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('radio', { name: /Private/ }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Shared: Private')).toBeVisible();
  await reader.page.reload();
  await expect(reader.page.getByText('This trip is not there')).toBeVisible();
});

test('likes and follows show at once, count once, and fill the lists', async ({ visitor, account }) => {
  const author = await account('Dana');
  const title = `Daegu fair ${author.handle}`;
  const planId = await newTrip(author, title, '대구');
  await shareTrip(author, planId, 'PUBLIC');
  const { page } = await visitor('Sora');

  await page.goto('/travel?tab=feed');
  const card = page.getByRole('article').filter({ hasText: title });
  await card.getByRole('button', { name: 'Like, 0 likes' }).click();
  await expect(card.getByRole('button', { name: 'Like, 1 like' })).toHaveAttribute('aria-pressed', 'true');
  await page.getByRole('link', { name: 'Liked', exact: true }).click();
  await expect(page.getByRole('link', { name: title, exact: true })).toBeVisible();

  await page.getByRole('link', { name: title, exact: true }).click();
  await page.getByRole('button', { name: 'Follow Dana' }).click();
  await expect(page.getByRole('button', { name: 'Following Dana: stop' })).toBeVisible();
  await page.getByRole('link', { name: 'Dana' }).click();
  await expect(page.getByText('1 follower')).toBeVisible();
  await expect(page.getByRole('link', { name: title, exact: true })).toBeVisible();

  await page.goto('/travel?tab=following');
  await expect(page.getByRole('link', { name: title, exact: true })).toBeVisible();
  await page.goto(`/people/${author.memberId}`);
  await page.getByRole('button', { name: 'Following Dana: stop' }).click();
  await expect(page.getByText('0 followers')).toBeVisible();
  await page.getByRole('link', { name: 'Travel', exact: true }).click();
  await page.getByRole('link', { name: 'Following', exact: true }).click();
  await expect(page.getByText('Nothing from people you follow')).toBeVisible();
});

test('a like outlives the page that is left in the same moment', async ({ visitor, account }) => {
  const author = await account('Dana');
  const planId = await newTrip(author, 'Jeju in spring', '제주');
  await shareTrip(author, planId, 'PUBLIC');
  const { page } = await visitor('Sora');
  await page.goto(`/travel/${planId}`);
  const like = page.getByRole('button', { name: 'Like, 0 likes' });
  await like.evaluate((button: HTMLButtonElement) => {
    button.click();
    location.assign('about:blank');
  });
  await page.waitForURL('about:blank');
  await expect(async () => {
    await page.goto(`/travel/${planId}`);
    await expect(page.getByRole('button', { name: 'Like, 1 like' })).toBeVisible({ timeout: 2_000 });
  }).toPass();
});

test('a like that the server refuses is taken back, and the reader is told', async ({ visitor, account }) => {
  const author = await account('Dana');
  const planId = await newTrip(author, 'Short-lived', '서울');
  await shareTrip(author, planId, 'PUBLIC');
  const { page } = await visitor('Sora');
  await page.goto(`/travel/${planId}`);
  const like = page.getByRole('button', { name: 'Like, 0 likes' });
  await expect(like).toBeVisible();
  await shareTrip(author, planId, 'PRIVATE');
  await like.click();
  await expect(page.getByText('It is no longer there, or you may not see it.')).toBeVisible();
  await expect(like).toHaveAttribute('aria-pressed', 'false');
});

test('the feed comes in pages, and the map grows with the list', async ({ visitor, account }) => {
  const author = await account('Dana');
  for (const index of Array.from({ length: 14 }).keys()) {
    const planId = await newTrip(author, `Stop ${index + 1}`, index % 2 === 0 ? '부산' : '서울');
    await shareTrip(author, planId, 'PUBLIC');
  }
  const { page } = await visitor('Sora');
  await page.goto(`/people/${author.memberId}`);
  const list = page.getByRole('list', { name: 'Shared trips' });
  await expect(list.getByRole('article')).toHaveCount(12);
  await expect(page.getByRole('button', { name: '6 trips: Busan' })).toBeVisible();
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(list.getByRole('article')).toHaveCount(14);
  await expect(page.getByRole('button', { name: '7 trips: Busan' })).toBeVisible();
});

test('offline, the lists say so and come by themselves when the connection does', async ({ visitor }) => {
  const { page } = await visitor('Sora');
  await page.goto('/travel?tab=feed');
  await expect(page.getByRole('article').first().or(page.getByText('Nobody has shared'))).toBeVisible();
  await page.context().setOffline(true);
  await page.getByRole('link', { name: 'My trips' }).click();
  await expect(page.getByText('You are offline', { exact: true })).toBeVisible({ timeout: 20_000 });
  await page.context().setOffline(false);
  await expect(page.getByText('No trips yet')).toBeVisible({ timeout: 20_000 });
});

test('a suggestion is asked for, watched, charged once it is there, and opened', async ({
  visitor,
  baseURL,
}) => {
  const { page, person } = await visitor('Sora');
  await newTrip(person, 'Busan site visit', '부산');
  await page.goto('/travel?tab=recommendations');
  await expect(page.getByText('100 credits')).toBeVisible();
  await expect(page.getByText('Your credits do not suffice.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Suggest a trip' })).toBeDisabled();

  await buyCredits(baseURL ?? '', person, 250);
  await page.reload();
  await expect(page.getByText('You have 250 available.')).toBeVisible();
  await page.getByRole('button', { name: 'Suggest a trip' }).click();
  const suggestion = page.getByRole('list', { name: 'Suggestions' }).getByRole('listitem').first();
  await expect(suggestion.getByText('100 credits', { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(suggestion.getByText('Why this place')).toBeVisible();
  await expect(suggestion.getByRole('link', { name: /^Busan site visit/ })).toBeVisible();
  await expect(page.getByText('You have 150 available.')).toBeVisible();

  await suggestion.locator('h3 a').click();
  await expect(page.getByRole('heading', { name: 'Why this place' })).toBeVisible();
  await expect(page.getByText('Only you and your companions.')).toBeVisible();
  await page.goto('/wallet');
  await page.getByRole('link', { name: 'Suggested trip', exact: true }).click();
  await expect(suggestion.getByText('100 credits', { exact: true })).toBeVisible();
});

test('a trip is published with a chat room for all who go', async ({ visitor }) => {
  const author = await visitor('Sora');
  const companion = await visitor('Jun');
  const planId = await newTrip(author.person, 'Jeju workshop', '제주', [companion.person]);
  const { page } = author;
  await page.goto(`/travel/${planId}`);
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('radio', { name: /Followers/ }).check();
  await page.getByRole('checkbox', { name: /A chat room/ }).check();
  await page.getByRole('button', { name: 'Publish', exact: true }).click();

  await expect(page.getByText('Published with everything you asked for')).toBeVisible({ timeout: 30_000 });
  await expect(page.locator('dl').getByRole('link', { name: 'Jeju workshop' })).toBeVisible();
  await page.locator('dl a[href^="/chat/"]').click();
  await expect(page.getByRole('log')).toBeVisible();

  await companion.page.goto(`/travel/${planId}`);
  await companion.page.locator('dl a[href^="/chat/"]').click();
  await expect(companion.page.getByRole('log')).toBeVisible();
});

test('a trip that is created while its city is still being found waits for it', async ({
  visitor,
  account,
}) => {
  const { page, person } = await visitor('Sora');
  const eventId = await newEvent(person, 'Site visit', [await account('Jun')], 'Busan, gate 3');
  const pressed = Promise.withResolvers<void>();
  await page.route('**/graphql', async (route) => {
    if (askedOperation(route.request()) === 'SearchCities') await pressed.promise;
    await route.continue();
  });
  await page.goto(`/travel/new?event=${eventId}`);
  await page.getByRole('button', { name: 'Create trip' }).click();
  pressed.resolve();
  await expect(page.getByRole('heading', { level: 1, name: 'Site visit' })).toBeVisible();
});

test('a trip is made of a calendar event, with its day and the people in it', async ({
  visitor,
  account,
}) => {
  const { page, person } = await visitor('Sora');
  const jun = await account('Jun');
  const eventId = await newEvent(person, 'Site visit', [jun], 'Busan, gate 3');
  await page.goto(`/travel/new?event=${eventId}`);
  await expect(page.getByLabel('Title')).toHaveValue('Site visit');
  await expect(page.getByLabel('First day')).toHaveValue(dayIn(5));
  await expect(page.getByRole('combobox', { name: 'City' })).toHaveValue('Busan');
  await expect(page.getByText('South Korea', { exact: true })).toBeVisible(); // the city of that name has been found
  await expect(page.getByRole('button', { name: 'Remove Jun from the trip' })).toBeVisible();
  await page.getByRole('button', { name: 'Create trip' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Site visit' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Site visit' })).toBeVisible();
});
