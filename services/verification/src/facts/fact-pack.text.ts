import type {
  AssetFact,
  EconomicFact,
  ExpenditureFact,
  IncomeFact,
  PersonKey,
  StatusFact,
} from '@minzheng/kernel/means-test';

/** Summaries of this format are texts: what was written before packs were bytes, read until the person's next fact. */
export const TEXT_FORMAT = 2;

type Attributes = Readonly<Record<string, string>>;
type Value = string | number | null | Attributes;
/** The facts follow each other member by member; texts that facts share stand in front, named by their places. */
type Pack = readonly [texts: readonly string[], values: readonly Value[]];

const TYPES: readonly EconomicFact['type'][] = ['INCOME', 'ASSET', 'EXPENDITURE', 'STATUS'];
const BASES: readonly IncomeFact['basis'][] = ['NET', 'GROSS'];

/** The facts of a pack that is text, in the order in which they were recorded. */
export function unpackedText(personKey: PersonKey, pack: string): EconomicFact[] {
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
