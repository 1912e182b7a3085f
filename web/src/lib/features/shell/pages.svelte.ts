import { match } from '$app/paths';

/** Answers whether this build has a page at exactly this address; a link to none is not shown. */
export function hasPage(href: string): boolean {
  if (!asked.includes(href)) {
    asked.push(href);
    void ask(href);
  }
  return found.includes(href);
}

const asked: string[] = [];
let found = $state.raw<readonly string[]>([]);

async function ask(href: string): Promise<void> {
  const route = await match(href);
  // `/travel/new` may also be read as a plan called "new": only the page of its own counts.
  const path = route?.id.replace(/\/\([^)]*\)/g, '');
  if (path === (href === '/' ? '' : href)) found = [...found, href];
}
