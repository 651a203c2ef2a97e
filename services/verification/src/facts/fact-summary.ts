import {
  gateOf,
  type AssetFact,
  type EconomicFact,
  type ExpenditureFact,
  type Gate,
  type IncomeFact,
  type StatusFact,
} from '@minzheng/kernel/means-test';

/** What is written here: a summary in any other format is as good as none. */
export const FACT_SUMMARY_FORMAT = 2;

/** The visible facts of one person, packed (事实摘要). */
export interface FactSummary {
  /** What may be kept and used by law (gate L). */
  readonly open: string;
  /** What only a consent opens (gate C). */
  readonly gated: string;
}

/** @param facts - the visible facts of one person in the order in which they were recorded */
export function summaryOf(facts: readonly EconomicFact[]): FactSummary {
  const of = (gate: Gate): string =>
    packed(facts.filter(({ type, kind, source }) => gateOf(type, kind, source.agency) === gate));
  return { open: of('L'), gated: of('C') };
}

/** The facts that {@link summaryOf} was given, equal in every member and in the same order. */
export function factsOfSummary(personKey: string, { open, gated }: FactSummary): EconomicFact[] {
  const facts = unpacked(personKey, open);
  if (gated === '') return facts;
  const ofConsent = unpacked(personKey, gated);
  if (facts.length === 0) return ofConsent;
  return [...facts, ...ofConsent].sort((a, b) => (a.recordedAtMicros < b.recordedAtMicros ? -1 : 1));
}

type Attributes = Readonly<Record<string, string>>;
type Value = string | number | null | Attributes;
/** The facts follow each other member by member; texts that facts share stand in front, named by their places. */
type Pack = readonly [texts: readonly string[], values: readonly Value[]];

const TYPES: readonly EconomicFact['type'][] = ['INCOME', 'ASSET', 'EXPENDITURE', 'STATUS'];
const BASES: readonly IncomeFact['basis'][] = ['NET', 'GROSS'];

function packed(facts: readonly EconomicFact[]): string {
  if (facts.length === 0) return '';
  const writer = new PackWriter();
  let before = 0n;
  for (const fact of facts) {
    writer.value(TYPES.indexOf(fact.type));
    writer.value(fact.factId);
    writer.text(fact.source.agency);
    writer.text(fact.source.dataset);
    writer.value(fact.source.recordKey);
    writer.text(fact.quality);
    writer.text(fact.observedAt);
    writer.bigint(fact.recordedAtMicros - before);
    writer.value(fact.supersedesFactId);
    writer.text(fact.kind);
    writeOwnMembers(writer, fact);
    before = fact.recordedAtMicros;
  }
  return writer.toString();
}

function writeOwnMembers(writer: PackWriter, fact: EconomicFact): void {
  switch (fact.type) {
    case 'INCOME':
      writer.bigint(fact.amountFen);
      writer.text(fact.period.from);
      writer.text(fact.period.to);
      writer.value(BASES.indexOf(fact.basis));
      writer.text(fact.payerKey);
      writer.text(fact.itemKey);
      writer.value(Number(fact.householdShare));
      writer.text(fact.programme);
      writer.text(fact.purpose);
      writer.text(fact.region);
      writer.text(fact.caseRef);
      return;
    case 'ASSET':
      writer.text(fact.asOf);
      writer.value(fact.itemKey);
      writer.value(fact.attributes);
      writer.bigint(fact.valueFen);
      writer.value(fact.count);
      writer.value(fact.shareBp);
      return;
    case 'EXPENDITURE':
      writer.bigint(fact.amountFen);
      writer.text(fact.period.from);
      writer.text(fact.period.to);
      writer.value(fact.itemKey);
      return;
    case 'STATUS':
      writer.text(fact.days.from);
      writer.text(fact.days.to);
      writer.value(fact.attributes);
  }
}

class PackWriter {
  readonly #places = new Map<string, number>();
  readonly #values: Value[] = [];

  value(value: Value | undefined): void {
    this.#values.push(value ?? null);
  }

  text(text: string | undefined): void {
    if (text === undefined) return this.value(null);
    const place = this.#places.get(text) ?? this.#places.size;
    this.#places.set(text, place);
    this.value(place);
  }

  /** JSON has whole numbers up to 2^53: a greater one is a text. */
  bigint(value: bigint | undefined): void {
    if (value === undefined) return this.value(null);
    const number = Number(value);
    this.value(Number.isSafeInteger(number) ? number : value.toString());
  }

  toString(): string {
    return JSON.stringify([[...this.#places.keys()], this.#values] satisfies Pack);
  }
}

function unpacked(personKey: string, pack: string): EconomicFact[] {
  if (pack === '') return [];
  const reader = new PackReader(JSON.parse(pack) as Pack);
  const facts: EconomicFact[] = [];
  let recordedAtMicros = 0n;
  while (!reader.isAtEnd) {
    const fact = readFact(reader, personKey, recordedAtMicros);
    recordedAtMicros = fact.recordedAtMicros;
    facts.push(fact);
  }
  return facts;
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** Whole literals, nothing copied: a check reads hundreds of facts. */
function readFact(reader: PackReader, personKey: string, before: bigint): EconomicFact {
  const type = TYPES[reader.value<number>()];
  const factId = reader.value<string>();
  const source = { agency: reader.text(), dataset: reader.text(), recordKey: reader.value<string>() };
  const quality = reader.text<EconomicFact['quality']>();
  const observedAt = reader.text();
  const recordedAtMicros = before + BigInt(reader.value<number | string>());
  const supersedesFactId = reader.value<string | null>();
  const named = supersedesFactId === null ? undefined : { supersedesFactId };
  const retracted = false;
  switch (type) {
    case 'INCOME': {
      const fact: Writable<IncomeFact> = {
        factId,
        personKey,
        source,
        quality,
        observedAt,
        recordedAtMicros,
        retracted,
        ...named,
        type,
        kind: reader.text(),
        amountFen: BigInt(reader.value<number | string>()),
        period: { from: reader.text(), to: reader.text() },
        basis: BASES[reader.value<number>()] ?? 'NET',
        payerKey: reader.text(),
        itemKey: reader.text(),
        householdShare: reader.value<number>() === 1,
      };
      const programme = reader.textOrNone();
      if (programme !== undefined) fact.programme = programme;
      const purpose = reader.textOrNone<NonNullable<IncomeFact['purpose']>>();
      if (purpose !== undefined) fact.purpose = purpose;
      const region = reader.textOrNone();
      if (region !== undefined) fact.region = region;
      const caseRef = reader.textOrNone();
      if (caseRef !== undefined) fact.caseRef = caseRef;
      return fact;
    }
    case 'ASSET': {
      const fact: Writable<AssetFact> = {
        factId,
        personKey,
        source,
        quality,
        observedAt,
        recordedAtMicros,
        retracted,
        ...named,
        type,
        kind: reader.text(),
        asOf: reader.text(),
        itemKey: reader.value(),
        attributes: reader.value<Attributes>(),
      };
      const valueFen = reader.value<number | string | null>();
      if (valueFen !== null) fact.valueFen = BigInt(valueFen);
      const count = reader.value<number | null>();
      if (count !== null) fact.count = count;
      const shareBp = reader.value<number | null>();
      if (shareBp !== null) fact.shareBp = shareBp;
      return fact;
    }
    case 'EXPENDITURE':
      return {
        factId,
        personKey,
        source,
        quality,
        observedAt,
        recordedAtMicros,
        retracted,
        ...named,
        type,
        kind: reader.text<ExpenditureFact['kind']>(),
        amountFen: BigInt(reader.value<number | string>()),
        period: { from: reader.text(), to: reader.text() },
        itemKey: reader.value(),
      };
    case 'STATUS':
      return {
        factId,
        personKey,
        source,
        quality,
        observedAt,
        recordedAtMicros,
        retracted,
        ...named,
        type,
        kind: reader.text<StatusFact['kind']>(),
        days: daysOf(reader.text(), reader.textOrNone()),
        attributes: reader.value<Attributes>(),
      };
    default:
      throw new RangeError('a summary of facts of an unknown type');
  }
}

const daysOf = (from: string, to: string | undefined): StatusFact['days'] =>
  to === undefined ? { from } : { from, to };

class PackReader {
  #place = 0;
  readonly #texts: readonly string[];
  readonly #values: readonly Value[];

  constructor([texts, values]: Pack) {
    this.#texts = texts;
    this.#values = values;
  }

  get isAtEnd(): boolean {
    return this.#place >= this.#values.length;
  }

  /** The next member, of the type of which it was written. */
  value<Type extends Value>(): Type {
    return this.#values[this.#place++] as Type;
  }

  text<Text extends string>(): Text {
    return this.#texts[this.value<number>()] as Text;
  }

  textOrNone<Text extends string>(): Text | undefined {
    const place = this.value<number | null>();
    return place === null ? undefined : (this.#texts[place] as Text);
  }
}
