import type { Installation } from '../delivery/open-installation.ts';

/** A fault of the list in the reliability guide, and what must hold while it is there. */
export type Scenario = DisturbedScenario | ProgramScenario;

interface Described {
  readonly name: string;
  /** Its number in the guide's list. */
  readonly numbers: string;
  /** What must hold, beside "lost 0, duplicated 0, reordered 0" where messages flow. */
  readonly promise: string;
}

/** Played on a running installation while people write to each other. */
export interface DisturbedScenario extends Described {
  readonly kind: 'disturbed';
  /** Answers how many faults there were. */
  readonly disturb: (installation: Installation, random: () => number) => Promise<number>;
  /** True: no request may fail, not even to be tried again. */
  readonly isUnnoticed?: boolean;
}

/** A program that is there already and knows by itself whether it went well. */
export interface ProgramScenario extends Described {
  readonly kind: 'program';
  /** What Node runs, from the root of the repository. */
  readonly argumentsFor: (seed: number) => readonly string[];
  /** False when nothing is left to chance: played once. */
  readonly hasSeed: boolean;
}

/** What one round of one scenario came to. */
export interface Round {
  readonly name: string;
  readonly numbers: string;
  readonly promise: string;
  readonly seed: number;
  /** One sentence each; empty is right. */
  readonly broken: readonly string[];
  readonly figures: string;
  readonly seconds: number;
  readonly machine: string;
}
