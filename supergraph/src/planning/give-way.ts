import { getPriority, setPriority } from 'node:os';

/** Of 1,024 shares of a processor of the thread that serves, one of this niceness has 110. */
const niceness = 10;
const least = 19;

/**
 * Lets the threads of everybody who is served go first where they share a processor. Linux has priorities by thread
 * (setpriority(2), "C library/kernel differences"); elsewhere they are the process's, and nothing is changed. Never
 * throws: it is a courtesy, and some sandboxes forbid it.
 */
export function giveWay(platform: NodeJS.Platform = process.platform, set = setPriority): void {
  if (platform !== 'linux') return;
  try {
    set(Math.min(least, getPriority() + niceness));
  } catch {
    // It plans beside everybody else.
  }
}
