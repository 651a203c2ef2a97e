import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { MessagingHarness } from './harness.js';

/** Starts a consumer or a relay in a process of its own; it ends with the harness. */
export async function startChild(
  role: 'consumer' | 'relay',
  harness: MessagingHarness,
  brokers: readonly string[] = harness.topics.brokers,
): Promise<ChildProcess> {
  const { database, topics } = harness;
  const child = fork(
    new URL('child.ts', import.meta.url),
    [role, database.url, brokers.join(','), topics.prefix],
    {
      execArgv: [
        '--conditions=source',
        '--disable-warning=TimeoutNegativeWarning',
        '--import',
        new URL('typescript-hooks.mjs', import.meta.url).href,
      ],
    },
  );
  harness.onStop(() => end(child));
  const failed = once(child, 'exit').then(() => {
    throw new Error(`the ${role} did not start`);
  });
  await Promise.race([messageOf(child, (message) => message === 'started'), failed]);
  failed.catch(() => undefined);
  return child;
}

export async function messageOf(
  child: ChildProcess,
  wanted: (message: unknown) => boolean,
): Promise<unknown> {
  for (;;) {
    const [message] = await once(child, 'message');
    if (wanted(message)) return message;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
