import { closeSync, openSync } from 'node:fs';
import { isatty } from 'node:tty';

/** The terminal of this process, then and now. */
export interface Terminals {
  /** There was one when the last SIGHUP came, or at the start. */
  readonly had: boolean;
  readonly has: boolean;
  /** Somebody reads or writes there: not with `nohup`, nor as a service. */
  readonly isAttended: boolean;
}

/**
 * What a SIGHUP means. It is how an operator asks for new processes, and also what the system says when a terminal
 * is closed: that ends what was run in it, except what `nohup` protects.
 */
export function readHangUp({ had, has, isAttended }: Terminals): 'replace' | 'end' | 'ignore' {
  if (!had || has) return 'replace';
  return isAttended ? 'end' : 'ignore';
}

/** Answers what each SIGHUP means; begins with the terminal of now. */
export function watchTerminal(): () => ReturnType<typeof readHangUp> {
  const isAttended = isatty(0) || isatty(1);
  let had = hasTerminal();
  return () => {
    const has = hasTerminal();
    const meaning = readHangUp({ had, has, isAttended });
    had = has;
    return meaning;
  };
}

/** A terminal that was closed can no longer be opened. */
function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
