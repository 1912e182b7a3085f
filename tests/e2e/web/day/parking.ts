import { expect } from '@playwright/test';
import { clientWith } from '@moim/app/drive/moim-client.ts';
import { runDrive } from '@moim/app/drive/run-drive.ts';
import { newVehicle } from '../drives.ts';
import type { Cast } from './cast.ts';
import { moveNotice, title, type Visit } from './visit.ts';

const vehicleName = '쏘나타 1호';
/** Whatever else the coach says between them. */
const manoeuvres = ['빈 칸 찾기', '멈추고 변속', '후진'];
const silently = () => undefined;

/** Minji starts at the event; the car drives itself by the coach while she looks on. @returns the score */
export async function park(cast: Cast, visit: Visit): Promise<number> {
  const { url, minji } = cast;
  const vehicle = await newVehicle(url, vehicleName);
  await startAtVisit(cast, visit, vehicle);
  const driving = runDrive(
    clientWith(url, minji.person.accessToken),
    {
      ...{ vehicle, scenario: 'perpendicular', driver: 'follower', seed: 4, rate: 50, 'rate-factor': 1 },
    },
    silently,
  );
  const [{ isParked, hasTouched, report }, heard] = await Promise.all([driving, watch(cast)]);
  expect({ isParked, hasTouched }).toEqual({ isParked: true, hasTouched: false });
  await expect(minji.page.getByRole('img', { name: `100점 만점에 ${report.score}점` })).toBeVisible();
  const steps = await heard();
  expect([...new Set(steps)].filter((step) => manoeuvres.includes(step))).toEqual(manoeuvres);
  return report.score;
}

async function startAtVisit({ minji: { page } }: Cast, { eventId }: Visit, vehicle: string): Promise<void> {
  await page.goto(`/calendar/events/${eventId}`);
  await page.getByRole('link', { name: '주차 시작' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('차량').selectOption(vehicle);
  await expect(dialog.getByLabel('가는 일정')).toHaveValue(eventId);
  await dialog.getByLabel('점수를 올릴 대화방').selectOption(title);
  await expect(dialog.getByLabel('주차하면 보험 끝내기')).toBeChecked();
  await dialog.getByRole('button', { name: '주차 시작' }).click();
  await expect(page.getByRole('heading', { level: 1, name: vehicleName })).toBeVisible();
}

/** Distances of all sensors, and the coach from manoeuvre to manoeuvre. Answers what the coach said, in order. */
async function watch({ minji: { page } }: Cast): Promise<() => Promise<string[]>> {
  const guidance = page.getByRole('region', { name: '다음 동작' });
  // Some steps last for less than a look at the page does.
  const heard = await guidance.evaluateHandle((region) => {
    const steps: string[] = [];
    const listen = () => {
      const step = region.querySelector('strong')?.textContent.trim();
      if (step && step !== steps.at(-1)) steps.push(step);
    };
    new MutationObserver(listen).observe(region, { childList: true, characterData: true, subtree: true });
    listen();
    return steps;
  });
  const sensors = page.getByRole('table', { name: '센서' });
  await expect(sensors.getByRole('row')).toHaveCount(13);
  await expect(sensors.getByRole('row', { name: /^(왼쪽|오른쪽) 옆 뒤 \D*\d+ cm/ }).first()).toBeVisible();
  return () => heard.jsonValue();
}

/** The score stands in the room as a card, for all; and the move is still told only once. */
export async function seeScore({ minji, jiwon }: Cast, { roomId }: Visit, score: number): Promise<void> {
  await minji.page.goto(`/chat/${roomId}`);
  const log = minji.page.getByRole('log');
  await expect(log.getByText(`${minji.name}님이 주차를 마쳤어요 · ${score}점`)).toHaveCount(1);
  await expect(log.locator('[data-card=PARKING_SESSION]')).toContainText(`${score}점`);
  await expect(moveNotice(minji)).toHaveCount(1);
  await expect(
    jiwon.page.getByRole('log').getByText(`${minji.name} has parked · score ${score}`),
  ).toHaveCount(1);
}
