import 'reflect-metadata';
import { openAuditDatabase, sealerOn } from './sealing.js';

/** A process that seals a few entries at a time until it is killed, and tells of each batch. */
const [url = '', batch] = process.argv.slice(2);
const sealer = sealerOn(await openAuditDatabase(url));
process.on('disconnect', () => process.exit());
for (let n = 1; await sealer.round(Number(batch)); n += 1) process.send?.(n);
