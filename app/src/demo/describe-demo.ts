import { demoPassword, demoPeople } from './people.ts';

/** The log-ins, as a small table for the terminal. */
export function describeDemo(): string {
  const width = Math.max(...demoPeople.map(({ handle }) => handle.length));
  const rows = demoPeople.map(({ handle, name, about }) => `    ${handle.padEnd(width)}  ${name}, ${about}`);
  return [`\n  Demo log-ins, all with the password ${demoPassword}:`, ...rows].join('\n');
}
