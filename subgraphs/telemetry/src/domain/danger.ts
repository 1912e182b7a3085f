/** From nothing to say, to stop now. */
export const dangerLevels = ['NONE', 'CAUTION', 'WARNING', 'STOP'] as const;
export type DangerLevel = (typeof dangerLevels)[number];

/** 0 for NONE to 3 for STOP. */
export const rankOf = (level: DangerLevel): number => dangerLevels.indexOf(level);

export const worstOf = (levels: readonly DangerLevel[]): DangerLevel =>
  levels.reduce((worst, level) => (rankOf(level) > rankOf(worst) ? level : worst), 'NONE');
