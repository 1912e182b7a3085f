import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LogFile } from './log-file.ts';

/** Takes the lines of one process. */
export type TakeLine = (line: string) => void;

/**
 * Where the processes' lines go: JSON to standard output when a level was asked for, else a file a
 * process in the data folder. What is no JSON, such as the last words of a crash, is made some.
 */
export function openLogs(folder: string, isToTerminal: boolean): (name: string) => TakeLine {
  if (!isToTerminal) mkdirSync(folder, { recursive: true });
  return (name) => {
    const sink = isToTerminal ? process.stdout : new LogFile(join(folder, `${name}.log`));
    return (line) => void sink.write(`${asJson(name, line)}\n`);
  };
}

function asJson(process: string, line: string): string {
  const isJson = line.startsWith('{') && line.endsWith('}');
  return isJson
    ? `{"process":${JSON.stringify(process)},${line.slice(1)}`
    : JSON.stringify({ process, time: new Date().toISOString(), msg: line });
}
