import {
  PolicyMalformed,
  readMeansPolicy,
  type HukouType,
  type MeansPolicy,
} from '@minzheng/kernel/means-test';
import type { CivilDate } from '@minzheng/kernel/months';
import { PolicyMissing, type PolicyBook, type PolicyRow } from '@minzheng/kernel/policy';
import type { Region } from '@minzheng/kernel/region';
import { maxLag, SOURCE_DATASETS, sourceDatasets } from '../requests/check-policy.js';
import type { MaxLag, SourceDataset } from '../requests/completeness.rules.js';
import type { IndicatorCode, IndicatorPolicy, Severity } from './indicator.js';

const SEVERITIES: readonly Severity[] = ['RED', 'ORANGE', 'YELLOW', 'BLUE'];

/** What of policy holds for indicators in one region on one day: each row is read once, when it is first asked for. */
export class RegionRules {
  readonly #values = new Map<string, unknown>();
  readonly #policies = new Map<IndicatorCode, IndicatorPolicy>();
  readonly #means = new Map<HukouType, MeansPolicy>();

  constructor(
    readonly book: PolicyBook,
    readonly region: Region,
    readonly on: CivilDate,
  ) {}

  policyOf(code: IndicatorCode): IndicatorPolicy {
    return once(this.#policies, code, () => new Rows(code, this));
  }

  /** @throws PolicyMissing */
  meansPolicy(hukouType: HukouType): MeansPolicy {
    return once(this.#means, hukouType, () => readMeansPolicy(this.book, this.region, hukouType, this.on));
  }

  /** Programmes that are no monthly benefit (一次性待遇). @throws PolicyMissing */
  get oneOffProgrammes(): ReadonlySet<string> {
    return this.read('verification.monitor.oneOffProgrammes', textSet);
  }

  /** How late a source may be. @throws PolicyMissing */
  maxLagOf(agency: string): MaxLag {
    return this.read(`verification.source.maxLag.${agency}`, maxLag);
  }

  /** The datasets in which a source comes. @throws PolicyMissing */
  datasetsOf(agency: string): readonly SourceDataset[] {
    return this.read(SOURCE_DATASETS, sourceDatasets).get(agency) ?? [];
  }

  /** The value of a row as `parse` takes it; always the same `parse` for one key. @throws PolicyMissing, PolicyMalformed */
  read<Value>(key: string, parse: (row: PolicyRow) => Value): Value {
    return once(this.#values, key, () => parse(this.book.resolve(key, this.region, this.on))) as Value;
  }

  /** The same of a row that another service publishes, and perhaps has not yet: undefined then. @throws PolicyMalformed */
  readPublished<Value>(key: string, parse: (row: PolicyRow) => Value): Value | undefined {
    const found = once(this.#values, key, () => {
      try {
        return { value: parse(this.book.resolve(key, this.region, this.on)) };
      } catch (error) {
        if (error instanceof PolicyMissing) return {};
        throw error;
      }
    }) as { readonly value?: Value };
    return found.value;
  }
}

const KNOWN = new WeakMap<PolicyBook, Map<string, RegionRules>>();

/** The same rules for the same book, region and day: what one household has read need not be read for the next. */
export function rulesOf(book: PolicyBook, region: Region, on: CivilDate): RegionRules {
  const known = KNOWN.get(book) ?? new Map<string, RegionRules>();
  KNOWN.set(book, known);
  return once(known, `${region} ${on}`, () => new RegionRules(book, region, on));
}

class Rows implements IndicatorPolicy {
  readonly #values = new Map<string, unknown>();

  constructor(
    private readonly code: IndicatorCode,
    private readonly rules: RegionRules,
  ) {}

  get enabled(): boolean {
    return this.#read('enabled', flag);
  }

  get severity(): Severity {
    return this.#read('severity', severity);
  }

  get n(): number {
    return this.#read('n', count);
  }

  get amountFen(): bigint {
    return this.#read('amountFen', fen);
  }

  get ratioBp(): number {
    return this.#read('ratioBp', count);
  }

  count(name: string): number {
    return this.#read(name, count);
  }

  value(name: string): unknown {
    return this.#read(name, ({ value }) => value);
  }

  #read<Value>(name: string, parse: (row: PolicyRow) => Value): Value {
    const known = this.#values.get(name);
    if (known !== undefined) return known as Value;
    const value = this.rules.read(`verification.ind.${this.code}.${name}`, parse);
    this.#values.set(name, value);
    return value;
  }
}

/** A row that says yes or no. @throws PolicyMalformed */
export function flag(row: PolicyRow): boolean {
  return typeof row.value === 'boolean' ? row.value : malformed(row);
}

function severity(row: PolicyRow): Severity {
  return SEVERITIES.find((each) => each === row.value) ?? malformed(row);
}

function count(row: PolicyRow): number {
  return Number.isSafeInteger(row.value) && Number(row.value) >= 0 ? Number(row.value) : malformed(row);
}

function fen(row: PolicyRow): bigint {
  return typeof row.value === 'string' && /^\d{1,15}$/.test(row.value) ? BigInt(row.value) : malformed(row);
}

function textSet(row: PolicyRow): ReadonlySet<string> {
  const { value } = row;
  if (!Array.isArray(value) || !value.every((text): text is string => typeof text === 'string')) {
    return malformed(row);
  }
  return new Set(value);
}

function malformed(row: PolicyRow): never {
  throw new PolicyMalformed(row);
}

function once<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = known.get(key);
  if (value !== undefined) return value;
  const made = make();
  known.set(key, made);
  return made;
}
