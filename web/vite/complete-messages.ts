import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Plugin } from 'vite';

/**
 * Stops the build when a text is missing: a key that one language lacks, or an import of a message
 * that does not exist. Without it the page would show "undefined" and the build would still pass.
 */
export function completeMessages(locales: readonly string[]): Plugin {
  return {
    name: 'moim:complete-messages',
    buildStart() {
      const known = new Map(locales.map((locale) => [locale, messageKeys(locale)]));
      const all = new Set([...known.values()].flatMap((keys) => [...keys]));
      const missing = [...known].flatMap(([locale, keys]) =>
        [...all].filter((key) => !keys.has(key)).map((key) => `${locale}: ${key}`),
      );
      if (missing.length > 0) this.error(`Messages without a translation:\n${missing.join('\n')}`);
    },
    onLog(_level, log) {
      if (log.code === 'IMPORT_IS_UNDEFINED') this.error(log.message);
      // The explorer's React packages mark themselves for React's server; nothing of that is ours.
      return log.code === 'MODULE_LEVEL_DIRECTIVE' ? false : undefined;
    },
  };
}

const folder = new URL('../messages/', import.meta.url);

/** Keys of the shell's texts, `messages/en.json`, and of each area's, `messages/calendar/en.json`. */
function messageKeys(locale: string): Set<string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => basename(name) === `${locale}.json`);
  return new Set(files.flatMap((name) => keysOf(new URL(name, folder))));
}

function keysOf(file: URL): string[] {
  const messages: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return Object.keys(messages ?? {}).filter((key) => !key.startsWith('$'));
}
