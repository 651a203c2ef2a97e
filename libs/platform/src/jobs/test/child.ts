import 'reflect-metadata';
import { counting, openJobDatabase, runnerOn } from './counting.js';

/** A process that does jobs until it is killed: it tells of each chunk in hand, and stays in the third for ever. */
const [url = '', leaseMs] = process.argv.slice(2);
const dataSource = await openJobDatabase(url);
runnerOn(
  dataSource,
  counting(async (n) => {
    process.send?.(n);
    if (n === 3) await new Promise(() => undefined);
  }),
  Number(leaseMs),
).start();
process.on('disconnect', () => process.exit());
