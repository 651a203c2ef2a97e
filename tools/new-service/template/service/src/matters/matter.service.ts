import { dueOn } from '@minzheng/kernel/working-days';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import type { Tx } from '@minzheng/platform/persistence';
import { PolicyStore } from '@minzheng/platform/policies';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Matter } from './matter.entity.js';
import { announceOpened } from './matter.events.js';
import { MATTER_LIFECYCLE } from './matter.lifecycle.js';
import { MATTER_PROBLEMS } from './matter.problems.js';
import { isFitting, type MatterKind, type MatterOutcome } from './matter.rules.js';

const LIMITS: Readonly<Record<MatterKind, string>> = {
  ENQUIRY: 'sample.matter.enquiryWd',
  REQUEST: 'sample.matter.requestWd',
};

/** Matters (事项): brought, and settled. */
@Injectable()
export class MatterService {
  constructor(
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  /** @throws PolicyMissing when no time limit holds in the region today */
  async open(tx: Tx, region: string, kind: MatterKind): Promise<Matter> {
    const [today, at] = [this.clock.today(), this.clock.now()];
    const limit = (await this.policies.book(tx)).resolve(LIMITS[kind], region, today);
    const matter = Object.assign(new Matter(), {
      ...{ id: uuidv7(), region, kind, openedOn: today },
      dueOn: dueOn(today, Number(limit.value)),
      policyRowId: limit.id,
      ...{ outcome: null, settledOn: null },
    });
    await tx.begin(matter, MATTER_LIFECYCLE, 'open', at);
    announceOpened(tx, matter, at);
    return matter;
  }

  /** @throws Problem `outcome-unfitting` */
  async settle(tx: Tx, id: string, version: number, outcome: MatterOutcome): Promise<Matter> {
    const matter = await tx.loadForUpdate(Matter, id, version);
    if (!isFitting(matter.kind, outcome)) throw new Problem(MATTER_PROBLEMS.outcomeUnfitting);
    matter.outcome = outcome;
    matter.settledOn = this.clock.today();
    await tx.move(matter, MATTER_LIFECYCLE, 'settle', this.clock.now());
    return matter;
  }
}
