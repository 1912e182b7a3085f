import type { Deduction, DeductionCode } from './deduction.ts';

/** The one thing to practise, in both languages of the product. */
export interface PracticeAdvice {
  readonly code: string;
  readonly textKo: string;
  readonly textEn: string;
}

const advices: Readonly<Record<DeductionCode, Omit<PracticeAdvice, 'code'>>> = {
  TIME: {
    textKo: '시작하기 전에 칸을 정하고, 멈춰서 고민하는 시간을 줄여 보세요.',
    textEn: 'Choose the space before you start and spend less time standing.',
  },
  SHUNTS: {
    textKo: '후진을 시작하는 위치를 맞추면 앞뒤로 고치는 횟수가 줄어듭니다.',
    textEn: 'Start the reverse from the right place; it saves going back and forth.',
  },
  CLEARANCE: {
    textKo: '장애물과 30 cm 이상 간격을 두는 연습을 하세요.',
    textEn: 'Practise keeping 30 cm or more from everything around you.',
  },
  RISK: {
    textKo: '경고음이 이어지면 먼저 멈추고 다시 살핀 뒤 움직이세요.',
    textEn: 'When the tone is continuous, stop first, look again, then move.',
  },
  ALERTS: {
    textKo: '장애물에 다가갈 때 속도를 걷는 속도 아래로 줄이세요.',
    textEn: 'Slow down below walking speed when you approach an obstacle.',
  },
  CONTACT: {
    textKo: '30 cm 안에서는 브레이크에 발을 올리고 조금씩만 움직이세요.',
    textEn: 'Within 30 cm keep your foot on the brake and move by inches.',
  },
  OUTSIDE_SLOT: {
    textKo: '차가 칸 안에 완전히 들어갈 때까지 안내를 따라가세요.',
    textEn: 'Follow the guidance until the whole car is inside the space.',
  },
  HEADING: {
    textKo: '마지막 1 m 전에 핸들을 풀어 옆 차와 나란히 맞추세요.',
    textEn: 'Unwind the wheel one metre before the end to stand parallel to your neighbours.',
  },
  LATERAL: {
    textKo: '양쪽 거울에 보이는 간격이 같아지도록 맞춰 보세요.',
    textEn: 'Make the gaps in both mirrors equal.',
  },
};

/** For the costliest deduction; null for a faultless drive. */
export function practiceFor(deductions: readonly Deduction[]): PracticeAdvice | null {
  const worst = deductions.toSorted((a, b) => b.points - a.points)[0];
  return worst ? { code: worst.code, ...advices[worst.code] } : null;
}
