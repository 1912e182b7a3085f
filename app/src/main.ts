import { run } from './run.ts';

/** `npm start`: from nothing to a page in the browser. */
await run({ buildsWeb: true });
