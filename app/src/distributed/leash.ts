import { spawn } from 'node:child_process';

/** Ends a process group when its standard input does, in order and then by force. */
const script = 'read -r _; kill -s TERM -- -"$0"; sleep 5; kill -s KILL -- -"$0"';

/**
 * Ends a program's process group when this process is gone, however it went: a program of others does not notice
 * that nobody looks after it, and would keep its port from the next start.
 *
 * @returns lets go
 */
export function leash(groupId: number): () => void {
  const watcher = spawn('/bin/sh', ['-c', script, String(groupId)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Nothing that is meant for us may reach it.
    detached: true,
  });
  watcher.on('error', () => undefined); // without a shell the program is on its own
  watcher.unref();
  return () => void watcher.kill('SIGKILL');
}
