import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The policy for the web's pages. Scripts are our own files and the inline starters that the build
 * wrote, by their hashes; styles may be inline, because the explorer's editor writes them.
 */
export async function contentSecurityPolicy(webRoot: string): Promise<string> {
  const hashes = await inlineScriptHashes(webRoot);
  return [
    "default-src 'self'",
    `script-src ${["'self'", ...hashes].join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

async function inlineScriptHashes(webRoot: string): Promise<string[]> {
  const pages = (await readdir(webRoot)).filter((name) => name.endsWith('.html'));
  const texts = await Promise.all(pages.map((name) => readFile(join(webRoot, name), 'utf8')));
  const scripts = texts.flatMap((text) => [
    ...text.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g),
  ]);
  const hashes = scripts.map(
    ([, body = '']) => `'sha256-${createHash('sha256').update(body).digest('base64')}'`,
  );
  return [...new Set(hashes)];
}
