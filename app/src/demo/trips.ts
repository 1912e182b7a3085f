import { siteVisitKey } from './events.ts';
import { siteVisitRoom } from './rooms.ts';

export interface DemoTrip {
  readonly key: string;
  readonly by: string;
  readonly title: string;
  /** What the search is asked for; the most populous match is taken. */
  readonly city: string;
  /** First day and last day, from the demo's present. */
  readonly days: readonly [number, number];
  readonly groupSize: number;
  readonly budget?: { readonly minor: number; readonly currency: string };
  readonly details: string;
  readonly companions: readonly string[];
  readonly audience: 'PRIVATE' | 'FOLLOWERS' | 'PUBLIC';
  readonly likedBy: readonly string[];
  /** Key of the event that it is made of, and title of that event's room. */
  readonly event?: string;
  readonly room?: string;
}

/** Plans in real cities; nobody travels into the past, so each was made before it began. */
export const demoTrips: readonly DemoTrip[] = [
  {
    ...{ key: 'busan', by: 'minji', title: '부산 현장 방문 · Busan site visit', city: 'Busan', days: [0, 0] },
    ...{
      groupSize: 2,
      budget: { minor: 180_000, currency: 'KRW' },
      event: siteVisitKey,
      room: siteVisitRoom,
    },
    details: '공용차로 이동, 점심은 역 앞 밀면. 4번 크레인 교체용 케이블 챙기기.',
    ...{ companions: ['jiwon'], audience: 'FOLLOWERS', likedBy: ['jiwon'] },
  },
  {
    ...{
      key: 'fukuoka',
      by: 'jiwon',
      title: '후쿠오카 고객 방문',
      city: 'Fukuoka',
      days: [9, 11],
      groupSize: 2,
    },
    budget: { minor: 900_000, currency: 'KRW' },
    details: '수요일 오전 미팅 두 건, 저녁은 하카타역 근처. 돌아오는 배편도 알아볼 것.',
    ...{ companions: ['daniel'], audience: 'FOLLOWERS', likedBy: ['minji', 'daniel'] },
  },
  {
    ...{
      key: 'hamburg',
      by: 'oliver',
      title: 'Hamburg port fair',
      city: 'Hamburg',
      days: [16, 18],
      groupSize: 1,
    },
    budget: { minor: 120_000, currency: 'EUR' },
    details: 'Booth B4 with two demo cranes. Train from Berlin, hotel next to the fair.',
    ...{ companions: [], audience: 'PUBLIC', likedBy: ['sora', 'dana', 'minji'] },
  },
  {
    ...{ key: 'jeju', by: 'sora', title: '제주 팀 워크숍', city: 'Jeju', days: [30, 32], groupSize: 8 },
    budget: { minor: 3_200_000, currency: 'KRW' },
    details: '첫날 회고, 둘째 날 오름 산책, 마지막 날 오전에 돌아오기.',
    ...{
      companions: ['minji', 'oliver'],
      audience: 'PUBLIC',
      likedBy: ['minji', 'hyunwoo', 'jiwon', 'oliver'],
    },
  },
  {
    ...{
      key: 'singapore',
      by: 'daniel',
      title: 'Singapore harbour pilots',
      city: 'Singapore',
      days: [23, 24],
    },
    ...{ groupSize: 3, budget: { minor: 180_000, currency: 'SGD' } },
    details: 'Show the gauge to the harbour pilots. Two evenings free: suggestions welcome.',
    ...{ companions: ['jiwon'], audience: 'FOLLOWERS', likedBy: ['jiwon'] },
  },
  {
    ...{
      key: 'gangneung',
      by: 'hyunwoo',
      title: '강릉 주차 연습',
      city: 'Gangneung',
      days: [13, 13],
      groupSize: 4,
    },
    details: '바닷가 공영 주차장이 넓어서 연습하기 좋아요. 점심은 초당 순두부.',
    ...{ companions: ['dana'], audience: 'PUBLIC', likedBy: ['minji'] },
  },
  {
    ...{ key: 'ulsan', by: 'minji', title: '울산 조선소 점검', city: 'Ulsan', days: [7, 8], groupSize: 1 },
    budget: { minor: 350_000, currency: 'KRW' },
    details: '도크 2개 점검. 둘째 날 오후에 올라오기.',
    ...{ companions: [], audience: 'PRIVATE', likedBy: [] },
  },
];

/** Who follows whom. */
export const demoFollows: readonly (readonly [follower: string, followed: string])[] = [
  ['minji', 'jiwon'],
  ['minji', 'sora'],
  ['minji', 'daniel'],
  ['daniel', 'jiwon'],
  ['daniel', 'oliver'],
  ['oliver', 'sora'],
  ['jiwon', 'minji'],
  ['dana', 'hyunwoo'],
  ['yuna', 'minji'],
];
