import type { VisitService } from '@minzheng/casework/visits';
import { countyOf } from '@minzheng/kernel/region';
import type { AuthenticatedCaller } from '@minzheng/platform/access';
import { Problem } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import type { Regions } from '@minzheng/platform/regions';
import { AidCase } from '../applications/application.entity.js';
import { ASSISTANCE_PROBLEMS } from '../problems.js';
import type { Award } from './award.entity.js';

/** The county decides on awards; a township where the decision of the case was its own (委托审核确认). @throws Problem `out-of-region` */
export async function requireAwardDecider(
  tx: Tx,
  { caseId, region }: Award,
  caller: AuthenticatedCaller,
  regions: Regions,
): Promise<void> {
  const { delegated } = await tx.manager.findOneByOrFail(AidCase, { id: caseId });
  caller.requireRegion(delegated ? region : countyOf(regions.currentOf(region)));
}

/** @throws Problem `out-of-region` unless the caller is of the county or above */
export function requireCounty({ region }: Award, caller: AuthenticatedCaller, regions: Regions): void {
  caller.requireRegion(countyOf(regions.currentOf(region)));
}

/** Who has visited the household since it has the award does not decide on it. @throws Problem `actor-already-involved` */
export async function requireOutsider(tx: Tx, { id }: Award, visits: VisitService): Promise<void> {
  const investigators = await visits.investigators(tx.manager, 'award', id);
  if (investigators.has(tx.actor)) throw new Problem(ASSISTANCE_PROBLEMS.actorAlreadyInvolved);
}
