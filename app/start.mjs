// The first line that runs under `npm start`: plain JavaScript, because an older Node could not even
// read TypeScript to say so.
import module from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Moim runs on Node 24, which npm installs with it, but this is Node ${process.versions.node}: ` +
      'start it with "npm start" after "npm ci" (with optional dependencies), or install Node 22.18 or newer.',
  );
  process.exit(1);
}
// Compiled code is kept beside the installed packages, which halves the time of later starts.
module.enableCompileCache?.(new URL('../node_modules/.cache/moim', import.meta.url).pathname);
const { collectAlone } = await import('./src/collect-alone.ts');
collectAlone();
const mains = { dev: './src/dev.ts', distributed: './src/distributed/main.ts' };
await import(mains[process.argv[2]] ?? './src/main.ts');
