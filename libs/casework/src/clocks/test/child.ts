import 'reflect-metadata';
import { department } from './reminding.js';

/** A process that is killed when its handler has done its work and nothing has committed yet. */
const [url = '', instant = ''] = process.argv.slice(2);
const { loop, moveClock } = await department(url, async () => {
  process.send?.('in hand');
  await new Promise(() => undefined);
});
moveClock(instant);
loop.onApplicationBootstrap();
process.on('disconnect', () => process.exit());
