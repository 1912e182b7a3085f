import { extend } from '../extend.ts';

/** As `npm run schema` does, in front of a graph that a test has made: its root, then what is asked. */
const [root = '', ...args] = process.argv.slice(2);
process.exit(await extend(root, args));
