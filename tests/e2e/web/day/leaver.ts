import { expect } from '@playwright/test';
import { act } from '@moim/app/day/act.ts';
import { coverOf } from '@moim/app/day/cover-of.ts';
import * as documents from '@moim/app/day/documents.ts';
import { ensurePolicy } from '@moim/app/day/ensure-policy.ts';
import { waitUntil } from '@moim/app/day/wait-for.ts';
import { password } from '../people.ts';
import { uuidV7 } from '../rooms.ts';
import { type Cast, dayClient } from './cast.ts';
import { wallTime } from './clock.ts';
import { newPhone } from './cover.ts';

export interface Leaver {
  readonly phone: string;
  /** When they cancelled by phone, to the second. */
  readonly calledAt: Date;
}

/** A colleague is covered, calls to cancel, and withdraws before anybody has done it. By the API. */
export async function leave({ url, account }: Cast): Promise<Leaver> {
  const taeho = dayClient(url, await account('오태호'));
  const phone = newPhone();
  const [id, licenceNumber] = [uuidV7(), '26-15-567890-12'];
  await ensurePolicy(taeho, uuidV7, { legalName: '오태호', phone, licenceNumber });
  await act(taeho, documents.startCover, { id });
  const { startsAt } = await coverOf(taeho, id);
  const calledAt = new Date(Math.ceil(Date.parse(startsAt) / 1_000) * 1_000);
  await waitUntil('the time of the call', async () => Date.now() > calledAt.getTime());
  await act(taeho, documents.withdraw, { password });
  return { phone, calledAt };
}

/** Yuna finds them, ends the cover as of the call, and reads who looked. */
export async function closeForLeaver({ yuna: { page } }: Cast, { phone, calledAt }: Leaver): Promise<void> {
  await page.goto('/cx');
  await page.getByLabel(/^증권 번호/).fill(phone);
  await page.getByRole('button', { name: '검색' }).click();
  await page.getByRole('link', { name: '오*호' }).click();
  await expect(page.getByText('탈퇴함', { exact: true })).toBeVisible();
  const covers = page.getByRole('region', { name: '보험 기간' });
  await expect(covers.getByText('탈퇴로 종료', { exact: true })).toBeVisible();

  await covers.getByRole('button', { name: '종료 앞당기기' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('종료 시각').fill(wallTime(calledAt));
  await dialog.getByLabel('사유').fill('전화로 해지 요청');
  await dialog.getByLabel('접수 번호').fill('CX-1042');
  await expect(dialog.getByText('보험료 ₩0 → ₩0')).toBeVisible();
  await dialog.getByRole('button', { name: '보험 끝내기' }).click();
  await expect(covers.getByText('상담사가 종료', { exact: true })).toBeVisible();

  const log = page.getByRole('region', { name: '조회 기록' }).getByRole('listitem');
  for (const line of ['검색으로 찾음', '증권을 봄', '접수 번호 CX-1042'])
    await expect(log.filter({ hasText: line }).first().locator('strong')).toHaveText('나');
  await expect(log.filter({ hasText: '접수 번호 CX-1042' })).toContainText('보험을 끝냄');
}
