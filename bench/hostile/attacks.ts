import type { Attack } from './attack.ts';
import { bodyAttacks } from './body-attacks.ts';
import { httpAttacks } from './http-attacks.ts';
import { streamAttacks } from './stream-attacks.ts';

export const attacks: readonly Attack[] = [...httpAttacks, ...bodyAttacks, ...streamAttacks];
