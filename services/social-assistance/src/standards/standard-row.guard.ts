import type { HukouType } from '@minzheng/kernel/means-test';
import { parseFen } from '@minzheng/kernel/money';
import { monthOf } from '@minzheng/kernel/months';
import type { PolicyRow } from '@minzheng/kernel/policy';
import { BusinessClock } from '@minzheng/platform/clock';
import { Problem } from '@minzheng/platform/http';
import { POLICY_PROBLEMS, PolicyStore } from '@minzheng/platform/policies';
import type { Tx } from '@minzheng/platform/persistence';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { readStandardFloors } from '../entitlement/rule-policies.js';
import { refuse, STANDARD_KEY } from './standard.service.js';
import type { StandardValue } from './standard-row.rules.js';

const HUKOU_TYPES: readonly HukouType[] = ['URBAN', 'RURAL'];
const WHOLE_YUAN = /[1-9]\d*00$/;

/**
 * A standard (低保标准) is not entered as a plain policy row, past what R10 asks of it: it is drafted, checked and published
 * as a standard. Only where there is none yet a region enters its first, of both types of hukou, above the poverty line and
 * the province's minimum.
 */
@Injectable()
export class StandardRowGuard implements OnModuleInit {
  constructor(
    private readonly policies: PolicyStore,
    private readonly clock: BusinessClock,
  ) {}

  onModuleInit(): void {
    this.policies.guard(STANDARD_KEY, (tx, row) => this.#require(tx, row));
  }

  /** @throws PolicyMissing, Problem `policy-entered-elsewhere`, `below-poverty-line`, `below-provincial-minimum` */
  async #require(tx: Tx, { regionPrefix, effectiveFrom, value }: Omit<PolicyRow, 'id'>): Promise<void> {
    const book = await this.policies.book(tx);
    const isKnown = book
      .explain(STANDARD_KEY, regionPrefix, effectiveFrom)
      .some(({ standing, row }) => standing !== 'OTHER_REGION' && row.effectiveFrom !== row.effectiveTo);
    if (isKnown) {
      throw new Problem(POLICY_PROBLEMS.enteredElsewhere, { extensions: { route: 'POST /v1/standards' } });
    }
    const floors = readStandardFloors(book, regionPrefix, effectiveFrom);
    for (const hukouType of HUKOU_TYPES) {
      const fen = (value as StandardValue)[hukouType];
      if (!WHOLE_YUAN.test(fen)) {
        const path = `${STANDARD_KEY}.${hukouType}`;
        throw new Problem(POLICY_PROBLEMS.valueInvalid, { extensions: { path } });
      }
      const standard = { monthlyFen: parseFen(fen), effectiveMonth: monthOf(effectiveFrom) };
      refuse(standard, floors, this.clock.today());
    }
  }
}
