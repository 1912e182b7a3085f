import type { BrowserContextOptions, Page } from '@playwright/test';
import type { DayClient } from '@moim/app/day/client.ts';
import { clientWith } from '@moim/app/drive/moim-client.ts';
import type { Person } from '../../person.ts';
import { giveRole, logIn } from '../people.ts';
import { zoneOfTheDay } from './clock.ts';

/** Somebody with an account, at their own screen. */
export interface Somebody {
  readonly name: string;
  readonly person: Person;
  readonly page: Page;
}

export interface Cast {
  readonly url: string;
  /** Whom the day is about: a field engineer with a phone, in Korean. */
  readonly minji: Somebody;
  /** From sales, at a desk, in English. */
  readonly jiwon: Somebody;
  /** From customer care, at a desk, in Korean. */
  readonly yuna: Somebody;
  /** Somebody with an account who never opens the app. */
  readonly account: (name: string) => Promise<Person>;
}

interface Stage extends Pick<Cast, 'url' | 'account'> {
  readonly stranger: (options?: BrowserContextOptions) => Promise<Page>;
}

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, locale: 'ko-KR' };
const koreanDesk = { viewport: { width: 1280, height: 800 }, locale: 'ko-KR' };
const englishDesk = { viewport: { width: 1280, height: 800 }, locale: 'en-US' };

export async function gather({ url, account, stranger }: Stage): Promise<Cast> {
  const join = async (
    name: string,
    locale: 'KO' | 'EN',
    options: BrowserContextOptions,
    role?: string,
  ): Promise<Somebody> => {
    const person = await account(name);
    await person.data(setProfile, { input: { locale, timeZone: zoneOfTheDay } });
    if (role) await giveRole(url, person, role);
    const page = await stranger(options);
    await logIn(page, person.handle);
    return { name, person, page };
  };
  return {
    ...{ url, account },
    minji: await join('이민지', 'KO', phone),
    jiwon: await join('Jiwon Park', 'EN', englishDesk),
    yuna: await join('정유나', 'KO', koreanDesk, 'CX'),
  };
}

const setProfile = `mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { __typename } }`;

/** The same person for the pieces that `npm run demo:day` is made of. */
export function dayClient(url: string, { memberId, handle, accessToken }: Person): DayClient {
  return { ...clientWith(url, accessToken), memberId, handle, accessToken };
}
