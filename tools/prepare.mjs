// Runs at the end of `npm install` on whatever Node the system has (≥ 20): builds the web app with
// the Node that npm just installed. Plain JavaScript for that reason.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const pinned = `${root}node_modules/.bin/node`;
const node = existsSync(pinned) ? pinned : process.execPath;
const hasVite = existsSync(`${root}node_modules/vite/bin/vite.js`);
const hasWeb = existsSync(`${root}web/vite.config.ts`) || existsSync(`${root}web/vite.config.js`);

if (!hasVite || !hasWeb) console.log('web app: not built (Vite or its configuration is absent)');
else spawnSync(node, [`${root}app/src/prepare.ts`], { stdio: 'inherit', cwd: root });
