import type { Role } from '@moim/kit/auth/viewer.ts';

/** Everybody's, printed at the start; only ever used on an empty database. */
export const demoPassword = 'moim-demo-day';

export interface DemoPerson {
  readonly handle: string;
  readonly name: string;
  readonly locale: 'KO' | 'EN';
  readonly timeZone: string;
  /** Besides MEMBER. */
  readonly roles: readonly Role[];
  /** For the list of log-ins. */
  readonly about: string;
}

/** Whose day it is. */
export const demoLead = 'minji';

/** The first one becomes the administrator. */
export const demoPeople: readonly DemoPerson[] = [
  {
    ...{ handle: 'haneul', name: '김하늘', locale: 'KO', timeZone: 'Asia/Seoul' },
    ...{ roles: ['ADMIN'], about: 'administrator' },
  },
  {
    ...{ handle: demoLead, name: '이민지', locale: 'KO', timeZone: 'Asia/Seoul' },
    ...{ roles: [], about: 'field engineer: start with her' },
  },
  {
    ...{ handle: 'jiwon', name: '박지원', locale: 'KO', timeZone: 'Asia/Seoul' },
    ...{ roles: [], about: 'sales' },
  },
  {
    ...{ handle: 'daniel', name: 'Daniel Reyes', locale: 'EN', timeZone: 'Asia/Singapore' },
    ...{ roles: [], about: 'sales' },
  },
  {
    ...{ handle: 'sora', name: '최소라', locale: 'KO', timeZone: 'Asia/Seoul' },
    ...{ roles: [], about: 'lead of engineering' },
  },
  {
    ...{ handle: 'oliver', name: 'Oliver Brandt', locale: 'EN', timeZone: 'Europe/Berlin' },
    ...{ roles: ['OPERATOR'], about: 'engineer and operator' },
  },
  {
    ...{ handle: 'dana', name: 'Dana Whitfield', locale: 'EN', timeZone: 'Asia/Seoul' },
    ...{ roles: [], about: 'dispatcher' },
  },
  {
    ...{ handle: 'yuna', name: '정유나', locale: 'KO', timeZone: 'Asia/Seoul' },
    ...{ roles: ['CX'], about: 'customer care' },
  },
  {
    ...{ handle: 'hyunwoo', name: '한현우', locale: 'KO', timeZone: 'Asia/Seoul' },
    ...{ roles: ['INSTRUCTOR'], about: 'parking instructor' },
  },
];

/** Cancelled his cover by phone and left since: a case for customer care. */
export const demoLeaver: DemoPerson = {
  ...{ handle: 'taeho', name: '오태호', locale: 'KO', timeZone: 'Asia/Seoul' },
  ...{ roles: [], about: 'has left the company' },
};

export interface DemoGroup {
  readonly name: string;
  /** Handles; the first one founds the group. */
  readonly members: readonly string[];
}

export const demoGroups: readonly DemoGroup[] = [
  { name: '영업 Sales', members: ['jiwon', 'daniel', 'minji'] },
  { name: '엔지니어링 Engineering', members: ['sora', 'oliver', 'minji'] },
  {
    name: '모두 Everyone',
    members: ['haneul', 'minji', 'jiwon', 'daniel', 'sora', 'oliver', 'dana', 'yuna', 'hyunwoo'],
  },
];
