import { join } from 'node:path';
import { root } from './configuration.ts';
import { buildWeb } from './web/build-web.ts';

/** Run by tools/prepare.mjs at the end of an install, so that the first start need not build. */
try {
  const result = await buildWeb({
    root,
    logFile: join(root, 'node_modules', '.cache', 'moim', 'web-build.log'),
  });
  console.log(`web app: ${result}`);
} catch (error) {
  // The install itself is good, and a start tries again.
  console.warn(error instanceof Error ? error.message : error);
}
