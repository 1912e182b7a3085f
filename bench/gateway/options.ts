import { parseArgs } from 'node:util';

/** What of the bench is run. A part of it is for whoever works on the gateway, and is printed without being kept. */
export interface BenchOptions {
  /** Over our own graph. */
  readonly isHouse: boolean;
  /** Gateways and questions with one of these in their names; empty: all. */
  readonly gateways: readonly string[];
  readonly questions: readonly string[];
  /** Measured for so long; null: as long as for the report. */
  readonly seconds: number | null;
  readonly isPart: boolean;
}

/** `--house`, and for a part `--gateway <name>…`, `--only <question>…` and `--seconds <n>`. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      house: { type: 'boolean', default: false },
      gateway: { type: 'string', multiple: true, default: [] },
      only: { type: 'string', multiple: true, default: [] },
      seconds: { type: 'string' },
    },
  });
  const { house: isHouse, gateway: gateways, only: questions, seconds } = values;
  const isPart = gateways.length > 0 || questions.length > 0 || seconds !== undefined;
  return { isHouse, gateways, questions, seconds: seconds === undefined ? null : Number(seconds), isPart };
}

/** Whether a name is among those that were asked for. */
export const isWanted = (name: string, wanted: readonly string[]): boolean =>
  wanted.length === 0 || wanted.some((part) => name.toLowerCase().includes(part.toLowerCase()));
