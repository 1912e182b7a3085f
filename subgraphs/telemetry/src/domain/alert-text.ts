import type { DangerLevel } from './danger.ts';
import type { AlertPattern } from './risk.ts';

export interface TextPair {
  readonly textKo: string;
  readonly textEn: string;
}

interface Told {
  readonly pattern: AlertPattern;
  readonly danger: DangerLevel;
  readonly sensorId: string | null;
  readonly distanceCm: number | null;
}

/** One sentence to be read aloud. */
export function alertText({ pattern, danger, sensorId, distanceCm }: Told): TextPair {
  const { ko, en } = placeOf(sensorId);
  const cm = distanceCm === null ? '' : `${Math.round(distanceCm)}`;
  switch (pattern) {
    case 'R1_TOO_FAST':
      return pair(`${ko} ${cm} cm, 너무 빠릅니다. 속도를 줄이세요.`, `${cm} cm ${en}: too fast, slow down.`);
    case 'R2_TIME_TO_COLLISION':
      return pair(`${ko}에 곧 부딪힙니다. 브레이크를 밟으세요.`, `About to hit something ${en}: brake.`);
    case 'R3_PEDAL_CONFUSION':
      return pair('멈추세요! 가속 페달에서 발을 떼세요.', 'Stop! Take your foot off the accelerator.');
    case 'R4_CORNER_SWEEP':
      return pair(`${ko} 모서리가 ${cm} cm까지 다가옵니다.`, `The corner ${en} swings to within ${cm} cm.`);
    case 'R7_SENSOR_DEGRADED':
      if (sensorId === null)
        return pair(
          '센서 신호가 끊겼었습니다. 직접 확인하세요.',
          'The sensors were not heard for a while: look for yourself.',
        );
      return pair(
        `${ko} 센서가 응답하지 않습니다. 직접 확인하세요.`,
        `The sensor ${en} does not answer: look for yourself.`,
      );
    case 'ZONE':
      return danger === 'STOP'
        ? pair(`멈추세요. ${ko} ${cm} cm.`, `Stop: ${cm} cm ${en}.`)
        : pair(`${ko} ${cm} cm.`, `${cm} cm ${en}.`);
  }
}

const pair = (textKo: string, textEn: string): TextPair => ({ textKo, textEn });

interface Place {
  readonly ko: string;
  readonly en: string;
}

const places: readonly (readonly [string, Place])[] = [
  ['rear-left', { ko: '왼쪽 뒤', en: 'at the rear left' }],
  ['rear-right', { ko: '오른쪽 뒤', en: 'at the rear right' }],
  ['rear', { ko: '뒤쪽', en: 'behind' }],
  ['front-left', { ko: '왼쪽 앞', en: 'at the front left' }],
  ['front-right', { ko: '오른쪽 앞', en: 'at the front right' }],
  ['front', { ko: '앞쪽', en: 'ahead' }],
  ['left', { ko: '왼쪽', en: 'on the left' }],
  ['right', { ko: '오른쪽', en: 'on the right' }],
];

const somewhere: Place = { ko: '주변', en: 'nearby' };

/** Sensors are called after where they sit; the longest match wins because it stands first. */
const placeOf = (sensorId: string | null): Place =>
  places.find(([prefix]) => sensorId?.startsWith(prefix))?.[1] ?? somewhere;
