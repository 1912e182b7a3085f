import { expect, type Locator } from '@playwright/test';
import type { Cast } from './cast.ts';
import { firstHour, koreanTime } from './clock.ts';
import { title, type Visit } from './visit.ts';

/** "Make a trip of it": the same day, place, companion and room, without typing any of them. */
export async function makeTrip({ minji, jiwon }: Cast, { eventId }: Visit): Promise<string> {
  const { page } = minji;
  await page.goto(`/calendar/events/${eventId}`);
  await page.getByRole('link', { name: '여행으로 만들기' }).click();
  await expect(page.getByLabel('제목')).toHaveValue(title);
  await expect(page.getByRole('combobox', { name: '도시' })).toHaveValue('부산');
  await expect(page.getByRole('button', { name: `${jiwon.name}님을 동행에서 빼기` })).toBeVisible();
  await expect(page.getByLabel('인원')).toHaveValue('2');
  await page.getByRole('button', { name: '여행 만들기' }).click();
  await expect(coverButton(page)).toBeVisible();
  await expect(page.getByRole('main').getByRole('link', { name: title })).toHaveCount(2);
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

export const coverButton = (page: Cast['minji']['page']) =>
  page.getByRole('button', { name: '이 여행 보험 들기' });

/** The trip keeps its day and shows the new hour of its event. */
export async function seeMovedTrip({ minji: { page } }: Cast, tripId: string): Promise<void> {
  await page.goto(`/travel/${tripId}`);
  await expect(page.getByRole('main')).toContainText(koreanTime(firstHour + 1));
}

/** Credits are bought at the provider's page, and the suggestion becomes a card in the room. */
export async function buyRecommendation({ minji, jiwon }: Cast, { roomId }: Visit): Promise<void> {
  const { page } = minji;
  await jiwon.page.goto(`/chat/${roomId}`);
  await page.goto('/travel?tab=recommendations');
  await expect(page.getByRole('button', { name: '추천받기' })).toBeDisabled();
  await page.getByRole('link', { name: '충전하기' }).click();
  await page.getByRole('button', { name: '충전하기' }).click();
  await page.getByRole('radio', { name: '500' }).check();
  await page.getByRole('button', { name: '결제하러 가기' }).click();
  await page.getByRole('button', { name: '결제하기' }).click();
  await expect(page.getByText('500 크레딧이 들어왔어요')).toBeVisible();

  await page.goto('/travel?tab=recommendations');
  await page.getByLabel('결과를 올릴 대화방').selectOption(title);
  await page.getByRole('button', { name: '추천받기' }).click();
  const suggestion = page.getByRole('list', { name: '추천' }).getByRole('listitem').first();
  await expect(suggestion.getByText('100 크레딧 사용')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('쓸 수 있는 크레딧: 400')).toBeVisible();
  await page.goto(`/chat/${roomId}`);
  const log = page.getByRole('log');
  await expect(log.getByText(`${minji.name}님의 추천 여행이 나왔어요`)).toHaveCount(1);
  const hers = jiwon.page.getByRole('log');
  await expect(hers.getByText(`A recommended trip is ready for ${minji.name}`)).toHaveCount(1);
  await seeSameCard(log, hers);
}

/** Who is in the room sees place, days and reasons without asking again; the plan is not theirs to open. */
async function seeSameCard(own: Locator, other: Locator): Promise<void> {
  const card = '[data-card=RECOMMENDATION]';
  await expect(own.locator(`a${card}`)).toContainText('추천');
  await expect(other.locator(`div${card}`)).toContainText('Recommended');
  await expect(other.locator(`${card} .reasons span`)).toHaveCount(
    await own.locator(`${card} .reasons span`).count(),
  );
  await expect(other.locator(`${card} strong`)).not.toBeEmpty();
}
