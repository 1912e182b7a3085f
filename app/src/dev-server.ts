import { run } from './run.ts';

/** What `npm run dev` starts anew after each change; the web app comes from Vite. */
await run({ buildsWeb: false });
