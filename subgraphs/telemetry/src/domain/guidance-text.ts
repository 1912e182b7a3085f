import type { TextPair } from './alert-text.ts';
import type { GuidanceStep, Slot } from './guidance.ts';

interface Said {
  readonly step: GuidanceStep;
  readonly distanceM: number | null;
  readonly steeringRad: number | null;
  readonly slot: Slot | null;
  readonly maxSteeringRad: number;
}

/** One sentence for a step, short enough to be heard while driving. */
export function guidanceText({ step, distanceM, steeringRad, slot, maxSteeringRad }: Said): TextPair {
  const metres = distanceM === null ? '' : ` ${Math.max(0.1, distanceM).toFixed(1)} m`;
  const wheel = wheelText(steeringRad ?? 0, maxSteeringRad);
  switch (step) {
    case 'SEARCH':
      return slot
        ? pair('빈 칸을 찾았습니다. 조금 더 앞으로 가세요.', 'Found a space: drive on a little.')
        : pair('주차 칸을 지나며 천천히 전진하세요.', 'Drive slowly past the parking spaces.');
    case 'PULL_FORWARD':
      return pair(`${wheel.ko}${metres} 전진하세요.`, `Drive forward${metres}, ${wheel.en}.`);
    case 'STOP_AND_SHIFT':
      return pair('멈추고 기어를 바꾸세요.', 'Stop and change the gear.');
    case 'STEER_LEFT':
    case 'STEER_RIGHT':
    case 'STRAIGHTEN':
      return pair(`멈춘 채로 ${wheel.ko} 두세요.`, `Stay where you are, ${wheel.en}.`);
    case 'REVERSE':
      return pair(`${wheel.ko}${metres} 후진하세요.`, `Reverse${metres}, ${wheel.en}.`);
    case 'STOP':
      return pair('멈추세요.', 'Stop.');
    case 'ADJUST_FORWARD':
      return pair(`${wheel.ko}${metres} 앞으로 고치세요.`, `Correct forward${metres}, ${wheel.en}.`);
    case 'PARKED':
      return pair('주차가 끝났습니다. P에 두세요.', 'Parked. Shift to P.');
    case 'NO_SLOT':
      return pair('여기서는 들어갈 수 없습니다. 계속 가세요.', 'No way in from here: drive on.');
  }
}

const pair = (textKo: string, textEn: string): TextPair => ({ textKo, textEn });

function wheelText(
  steeringRad: number,
  maxSteeringRad: number,
): { readonly ko: string; readonly en: string } {
  const share = Math.abs(steeringRad) / maxSteeringRad;
  if (share < 0.08) return { ko: '핸들을 바로', en: 'wheel straight' };
  const [ko, en] = steeringRad > 0 ? ['왼쪽', 'left'] : ['오른쪽', 'right'];
  if (share > 0.85) return { ko: `핸들을 ${ko}으로 끝까지 돌리고`, en: `wheel fully ${en}` };
  if (share > 0.4) return { ko: `핸들을 ${ko}으로 반쯤 돌리고`, en: `wheel half ${en}` };
  return { ko: `핸들을 ${ko}으로 조금 돌리고`, en: `wheel slightly ${en}` };
}
