import { expect, type Page } from '@playwright/test';
import { entity } from '@moim/app/day/act.ts';
import { coverOf } from '@moim/app/day/cover-of.ts';
import * as documents from '@moim/app/day/documents.ts';
import { callBack } from '@moim/app/day/insurer.ts';
import { randomInt, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { insurerSecret } from '../insurer-secret.ts';
import { type Cast, dayClient } from './cast.ts';
import { coverButton } from './trip.ts';

const running = z.object({ me: z.object({ coverage: entity }) });

/** A phone number that no other test's member has. */
export const newPhone = (): string => `010-${randomInt(1_000, 9_999)}-${randomInt(1_000, 9_999)}`;

/** One tap after the first time, which asks who drives. @returns the id of the period */
export async function startCover({ minji: { page, person, name } }: Cast, tripId: string): Promise<string> {
  await page.goto(`/travel/${tripId}`);
  await coverButton(page).click();
  await page.getByLabel('실명').fill(name);
  await page.getByLabel('전화번호').fill(newPhone());
  await page.getByLabel('운전면허 번호').fill('11-23-456789-01');
  await page.getByRole('button', { name: '저장하고 시작' }).click();
  await expect(page.getByRole('heading', { name: '보장받는 중이에요' })).toBeVisible();
  const tie = page.getByRole('link', { name: '여행에 연결됨' }).first();
  await expect(tie).toHaveAttribute('href', `/travel/${tripId}`);
  return (await person.read(running, documents.myPolicy)).me.coverage.id;
}

export async function seeCoverEnded({ minji: { page } }: Cast): Promise<void> {
  await page.goto('/cover');
  await expect(page.getByRole('heading', { name: '지금은 보장받고 있지 않아요' })).toBeVisible();
  await expect(periods(page).getByText('주차로 종료', { exact: true })).toBeVisible();
}

const periods = (page: Page) => page.getByRole('region', { name: '내 보험 기간' });

/** What the insurer says late of a later end is on record, and changes nothing. */
export async function lateCallback({ url, minji: { page, person } }: Cast, periodId: string): Promise<void> {
  const client = dayClient(url, person);
  const before = await coverOf(client, periodId);
  const told = await toldOf(page);
  const status = await callBack(
    { url, secret: insurerSecret },
    {
      ...{ eventId: randomUUID(), policyNumber: before.policy.number, coveragePeriodId: periodId },
      effectiveAt: new Date().toISOString(),
    },
  );
  expect(status).toBe(200);
  await page.reload();
  const log = page.getByRole('region', { name: '내 정보를 본 사람' });
  await expect(log.getByRole('listitem').filter({ hasText: '보험 종료를 알림' })).toContainText('보험사');
  expect(await toldOf(page)).toEqual(told);
  expect(await coverOf(client, periodId)).toEqual(before);
}

/** When it ran, and for how much. */
const toldOf = (page: Page): Promise<string[]> =>
  periods(page).getByRole('listitem').first().locator('time, strong').allInnerTexts();
