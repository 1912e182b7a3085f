import { describeReport } from './drive/describe-report.ts';
import { logIn } from './drive/moim-client.ts';
import { readDriveOptions, usage } from './drive/drive-options.ts';
import { runDrive } from './drive/run-drive.ts';

/** `npm run drive`: a simulated car parks before a running server, as a sensor bridge would tell it. */
async function main(): Promise<void> {
  const options = readDriveOptions(process.argv.slice(2));
  if (!options) return void process.stdout.write(usage);
  const client = await logIn(options);
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const outcome = await runDrive(client, options, say);
  say(describeReport(outcome));
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
