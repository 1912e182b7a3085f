import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/**
 * Stops the build when a text is missing: a key that one language lacks, or an import of a message
 * that does not exist. Without it the page would show "undefined" and the build would still pass.
 */
export function completeMessages(locales: readonly string[]): Plugin {
  return {
    name: 'moim:complete-messages',
    buildStart() {
      const keysOf = new Map(locales.map((locale) => [locale, messageKeys(locale)]));
      const all = new Set([...keysOf.values()].flatMap((keys) => [...keys]));
      const missing = [...keysOf].flatMap(([locale, keys]) =>
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

function messageKeys(locale: string): Set<string> {
  const file = new URL(`../messages/${locale}.json`, import.meta.url);
  const messages: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return new Set(Object.keys(messages ?? {}).filter((key) => !key.startsWith('$')));
}
