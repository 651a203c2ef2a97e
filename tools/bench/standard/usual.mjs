/** The usual way: award by award, each loaded, computed and saved through TypeORM in a transaction of its own. */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { DataSource, IsNull } from 'typeorm';
import { builtModule } from '../ways/way.mjs';
import { awardOf, FROM, paysUnder, STANDARD_AFTER } from './population.mjs';

/**
 * Nothing of it stays: each award is rolled back, so that the other way finds all as it was.
 * @param {string} url
 * @param {number} count
 * @returns {Promise<{ awards: number, seconds: number }>}
 */
export async function measureUsual(url, count) {
  const { Award, AwardSegment } = await builtModule('social-assistance/dist/awards/award.entity.js');
  const dataSource = await new DataSource({
    type: 'postgres',
    url,
    entities: [Award, AwardSegment],
  }).initialize();
  const startedAt = performance.now();
  for (let number = 1; number <= count; number++) {
    const { id } = awardOf(number, count);
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    const award = await runner.manager.findOne(Award, { where: { id }, lock: { mode: 'pessimistic_write' } });
    const [segment] = await runner.manager.findBy(AwardSegment, { awardId: id, supersededAt: IsNull() });
    if (!award || !segment) throw new Error('an award is missing');
    const { base, shares, extras, extra } = paysUnder(awardOf(number, count), STANDARD_AFTER);
    const amounts = {
      baseFen: base,
      extraFen: extra,
      baseSharesFen: shares.map(String),
      extrasFen: extras.map(String),
    };
    await runner.manager.save(Object.assign(segment, { months: `[2025-07-01,${FROM}-01)` }));
    const next = {
      ...segment,
      ...amounts,
      id: randomUUID(),
      months: `[${FROM}-01,)`,
      cause: 'STANDARD',
    };
    await runner.manager.save(AwardSegment, next);
    await runner.manager.save(Object.assign(award, { baseFen: base, extrasFen: extra, settleFrom: FROM }));
    await runner.rollbackTransaction();
    await runner.release();
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  await dataSource.destroy();
  return { awards: count, seconds };
}
