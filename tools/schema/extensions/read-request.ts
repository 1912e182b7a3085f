import { parseArgs } from 'node:util';
import { extensionName } from '@moim/supergraph/extensions/installed.ts';
import { ExtensionFault } from './fault.ts';

/** What is to be done with the extensions of an installation. */
export type ExtensionRequest =
  | AddRequest
  | { readonly kind: 'remove'; readonly name: string }
  | { readonly kind: 'recompose'; readonly allowsBreaking: boolean }
  | { readonly kind: 'list' };

export interface AddRequest {
  readonly kind: 'add';
  readonly name: string;
  readonly url: string;
  readonly streams: 'socket' | 'events';
  /** File of its SDL; null: it is asked. */
  readonly sdlFile: string | null;
  readonly allowsBreaking: boolean;
}

const options = {
  add: { type: 'string' },
  remove: { type: 'string' },
  recompose: { type: 'boolean' },
  list: { type: 'boolean' },
  sdl: { type: 'string' },
  streams: { type: 'string', default: 'socket' },
  'allow-breaking': { type: 'boolean', default: false },
} as const;
const commands = ['--add', '--remove', '--recompose', '--list'];

export const isAboutExtensions = (args: readonly string[]): boolean =>
  args.some((arg) => commands.some((command) => arg === command || arg.startsWith(`${command}=`)));

/**
 * @param taken - names that mean something already: of our subgraphs, and of our paths
 * @throws {ExtensionFault} for what is not one request, whole
 */
export function readExtensionRequest(args: readonly string[], taken: readonly string[]): ExtensionRequest {
  const values = parse(args);
  const { add, remove, recompose, list, streams, 'allow-breaking': allowsBreaking } = values;
  if ([add, remove, recompose, list].filter((one) => one !== undefined).length !== 1)
    throw new ExtensionFault(`One of ${commands.join(', ')} at a time.`);
  if (recompose) return { kind: 'recompose', allowsBreaking };
  if (list) return { kind: 'list' };
  if (remove !== undefined) return { kind: 'remove', name: remove };
  const [, name = '', address = ''] = /^([^=]*)=(.*)$/.exec(add ?? '') ?? [];
  assertName(name, taken);
  if (streams !== 'socket' && streams !== 'events')
    throw new ExtensionFault('--streams must be socket or events.');
  return { kind: 'add', name, url: readUrl(address), streams, sdlFile: values.sdl ?? null, allowsBreaking };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new ExtensionFault(error instanceof Error ? error.message : String(error));
  }
}

function assertName(name: string, taken: readonly string[]): void {
  if (!extensionName.safeParse(name).success)
    throw new ExtensionFault(
      `"${name}" is no name: --add name=url, with a name of 2 to 32 small letters and digits that begins with a letter.`,
    );
  if (taken.includes(name)) throw new ExtensionFault(`"${name}" is a name of Moim's own: choose another.`);
}

/** Without a secret in it: the address is written down. */
function readUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new ExtensionFault(
      `"${text}" is no http or https address without user and password: --add name=url.`,
    );
  return url.href;
}
