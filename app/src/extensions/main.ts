import { readAppConfiguration } from '../configuration.ts';
import { fail } from '../fail.ts';
import { createProgress } from '../progress.ts';
import { recomposeExtensions } from '../recompose-extensions.ts';

/**
 * What the installation added is composed with this version of Moim, where it was with another: for a container that
 * has ended before the supergraph's begins. Ends with 0 also where it no longer composes, which it tells: the graph is
 * then served without it.
 */
try {
  const { extensionsFolder: folder } = readAppConfiguration();
  const progress = createProgress({ write: (line) => process.stdout.write(`${line}\n`) });
  await recomposeExtensions({ folder, progress });
} catch (error) {
  fail(error, null);
}
