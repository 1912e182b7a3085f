export interface DemoEvent {
  readonly key: string;
  readonly title: string;
  /** Handle of the organizer. */
  readonly by: string;
  /** Name of the group whose calendar it stands in; absent: the organizer's own. */
  readonly group?: string;
  /** Days from the demo's present, in the event's zone; for a series the first possible day. */
  readonly day: number;
  /** Wall time, `15:00`. */
  readonly at: string;
  readonly minutes: number;
  readonly timeZone: string;
  /** RFC 5545 RRULE value. */
  readonly rule?: string;
  readonly attendees: readonly string[];
  readonly room?: string;
  readonly description?: string;
  readonly location?: string;
  /** Handles of those who said yes already. */
  readonly acceptedBy: readonly string[];
}

/** The event around which the day turns. */
export const siteVisitKey = 'site-visit';

const seoul = { timeZone: 'Asia/Seoul' } as const;

/** A month around the day: what repeats, and what happens once. Nobody is in two places. */
export const demoEvents: readonly DemoEvent[] = [
  {
    ...{ key: siteVisitKey, title: '부산 현장 방문 · Busan site visit', by: 'jiwon', day: 0, at: '15:00' },
    ...{ minutes: 90, ...seoul, attendees: ['minji', 'daniel', 'sora'], acceptedBy: ['daniel', 'sora'] },
    location: '부산 신항 4부두 · Busan New Port, pier 4',
    description: '4번 크레인 센서 점검과 갱신 상담 · Sensor check on crane 4, talk about the renewal.',
  },
  {
    ...{ key: 'stand-up', title: '엔지니어링 스탠드업 · Stand-up', by: 'sora', day: -14, at: '09:30' },
    ...{ minutes: 15, ...seoul, rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', room: 'namsan' },
    ...{ group: '엔지니어링 Engineering', attendees: [], acceptedBy: [] },
  },
  {
    ...{ key: 'sales-review', title: '영업 주간 회의 · Sales review', by: 'jiwon', day: -14, at: '10:00' },
    ...{ minutes: 60, ...seoul, rule: 'FREQ=WEEKLY;BYDAY=MO', room: 'hangang' },
    ...{ group: '영업 Sales', attendees: [], acceptedBy: [] },
  },
  {
    ...{ key: 'all-hands', title: '전체 모임 · All hands', by: 'haneul', day: -20, at: '16:30' },
    ...{ minutes: 45, ...seoul, rule: 'FREQ=MONTHLY;BYDAY=-1FR', room: 'hangang' },
    ...{ group: '모두 Everyone', attendees: [], acceptedBy: [] },
  },
  {
    ...{ key: 'one-on-one', title: '1:1 소라·민지', by: 'sora', day: -10, at: '13:30' },
    ...{ minutes: 30, ...seoul, rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TH', room: 'bukhansan' },
    ...{ attendees: ['minji'], acceptedBy: ['minji'] },
  },
  {
    ...{ key: 'berlin-call', title: 'Firmware call with Berlin', by: 'oliver', day: -12, at: '09:00' },
    ...{ minutes: 30, timeZone: 'Europe/Berlin', rule: 'FREQ=WEEKLY;BYDAY=TU;COUNT=8' },
    ...{ attendees: ['sora', 'minji'], acceptedBy: ['sora'] },
  },
  {
    ...{ key: 'quote', title: '견적 검토 · Quote review', by: 'daniel', day: -3, at: '14:00', minutes: 60 },
    ...{ timeZone: 'Asia/Singapore', attendees: ['jiwon'], acceptedBy: ['jiwon'] },
  },
  {
    ...{ key: 'parking-class', title: '주차 교실 · Parking class', by: 'hyunwoo', day: 2, at: '11:00' },
    ...{ minutes: 60, ...seoul, attendees: ['minji', 'dana'], acceptedBy: ['dana'] },
    location: '본사 지하 2층 · HQ, basement 2',
  },
  {
    ...{ key: 'handover', title: '차량 인수 · Car handover', by: 'dana', day: 0, at: '08:30', minutes: 15 },
    ...{ ...seoul, attendees: ['minji'], acceptedBy: ['minji'], location: 'B12' },
  },
  {
    ...{ key: 'debrief', title: '부산 방문 정리 · Busan debrief', by: 'minji', day: 3, at: '10:30' },
    ...{
      minutes: 45,
      ...seoul,
      attendees: ['jiwon', 'sora', 'daniel'],
      room: 'bukhansan',
      acceptedBy: ['sora'],
    },
  },
  {
    ...{ key: 'dentist', title: '치과', by: 'minji', day: 6, at: '18:30', minutes: 60 },
    ...{ ...seoul, attendees: [], acceptedBy: [] },
  },
  {
    ...{
      key: 'release',
      title: '펌웨어 2.3 출시 · Firmware 2.3',
      by: 'sora',
      day: 5,
      at: '15:00',
      minutes: 60,
    },
    ...{ ...seoul, group: '엔지니어링 Engineering', attendees: ['jiwon'], room: 'hangang', acceptedBy: [] },
  },
];
