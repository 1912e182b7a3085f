import { type BrowserContextOptions, expect, type Page, test as base } from '@playwright/test';
import { logInAs, type Person, signUp } from '../person.ts';
import { houseAdmin } from './house-admin.ts';

export const password = 'correct horse 7 battery';

export interface Visitor {
  readonly page: Page;
  readonly person: Person;
  readonly name: string;
}

interface Fixtures {
  /** An account, made by the API, without a browser. */
  readonly account: (name: string) => Promise<Person>;
  /** Somebody with an account, logged in through the form in a browser of their own. */
  readonly visitor: (name: string, options?: BrowserContextOptions) => Promise<Visitor>;
  /** A browser of its own, nobody logged in. */
  readonly stranger: (options?: BrowserContextOptions) => Promise<Page>;
}

/** Fails a test whose pages meet an error that nobody handled. */
export const test = base.extend<Fixtures>({
  account: async ({ baseURL }, use) => {
    const people: Person[] = [];
    await use(async (name) => {
      const person = await signUp(baseURL ?? '', { name, password });
      people.push(person);
      return person;
    });
    for (const person of people) await person.close();
  },
  stranger: async ({ browser }, use) => {
    const errors: Error[] = [];
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (options) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      const page = await context.newPage();
      page.on('pageerror', (error) => errors.push(error));
      return page;
    });
    for (const context of contexts) await context.close();
    expect(errors).toEqual([]);
  },
  visitor: async ({ account, stranger }, use) => {
    await use(async (name, options) => {
      const person = await account(name);
      const page = await stranger(options);
      await logIn(page, person.handle);
      return { page, person, name };
    });
  },
});

/** Gives somebody a role besides MEMBER; it holds from their next log-in or refresh. */
export async function giveRole(url: string, { memberId }: Person, role: string): Promise<void> {
  const admin = await logInAs(url, houseAdmin);
  await admin.data(
    `mutation ($input: SetMemberRolesInput!) { setMemberRoles(input: $input) {
      ... on SetMemberRolesPayload { roles } } }`,
    { input: { memberId, roles: [role] } },
  );
  await admin.close();
}

export async function logIn(page: Page, handle: string): Promise<void> {
  await page.goto('/log-in');
  await page.locator('input[autocomplete=username]').fill(handle);
  await page.locator('input[type=password]').fill(password);
  await page.locator('form button[type=submit]').click();
  await expect(page.getByRole('navigation')).toBeVisible();
}
