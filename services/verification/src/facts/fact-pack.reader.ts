import type {
  AssetFact,
  EconomicFact,
  ExpenditureFact,
  IncomeFact,
  PersonKey,
  StatusFact,
} from '@minzheng/kernel/means-test';
import { ByteReader } from './byte-reader.js';
import { HAS, IS, TYPES } from './fact-pack.format.js';

/** The facts of a pack, equal in every member to those that were packed, and in their order. */
export function unpacked(personKey: PersonKey, pack: Buffer): EconomicFact[] {
  if (pack.length === 0) return [];
  const reader = new ByteReader(pack);
  const head = readHead(reader);
  const facts = new Array<EconomicFact>(head.ids.length);
  let recordedAtMicros = 0n;
  for (let index = 0; index < facts.length; index++) {
    const fact = readFact(reader, head, personKey, index, recordedAtMicros);
    recordedAtMicros = fact.recordedAtMicros;
    facts[index] = fact;
  }
  return facts;
}

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type Attributes = Readonly<Record<string, string>>;

/** What facts of one kind and source have in common. */
interface Form {
  readonly type: EconomicFact['type'] | undefined;
  readonly agency: string;
  readonly dataset: string;
  readonly quality: EconomicFact['quality'];
  readonly kind: string;
  readonly flags: number;
  readonly payerKey: string;
  readonly programme: string | undefined;
  readonly purpose: IncomeFact['purpose'] | undefined;
  readonly region: string | undefined;
  readonly caseRef: string | undefined;
}

interface Head {
  readonly names: readonly string[];
  readonly texts: readonly string[];
  readonly instants: readonly string[];
  readonly forms: readonly Form[];
  readonly ids: readonly string[];
  readonly keys: readonly string[];
}

function readHead(reader: ByteReader): Head {
  const count = reader.number();
  const names = reader.texts(interned);
  const texts = reader.texts();
  const instants = readInstants(reader, names, texts);
  const forms = new Array<Form>(reader.number());
  for (let place = 0; place < forms.length; place++) forms[place] = readForm(reader, names, texts);
  const ids = reader.uuids(count);
  return { names, texts, instants, forms, ids, keys: reader.decimals(count) };
}

/** All days, then all times. */
function readInstants(reader: ByteReader, names: readonly string[], texts: readonly string[]): string[] {
  const instants = new Array<string>(reader.number());
  for (let place = 0; place < instants.length; place++) instants[place] = names[reader.number()] ?? '';
  for (let place = 0; place < instants.length; place++) instants[place] += texts[reader.number()] ?? '';
  return instants;
}

function readForm(reader: ByteReader, names: readonly string[], texts: readonly string[]): Form {
  const type = TYPES[reader.number()];
  const agency = names[reader.number()] ?? '';
  const dataset = names[reader.number()] ?? '';
  const quality = names[reader.number()] as Form['quality'];
  const kind = names[reader.number()] ?? '';
  const isIncome = type === 'INCOME';
  return {
    ...{ type, agency, dataset, quality, kind },
    flags: isIncome ? reader.number() : 0,
    payerKey: isIncome ? (texts[reader.number()] ?? '') : '',
    programme: isIncome ? names[reader.number() - 1] : undefined,
    purpose: isIncome ? (names[reader.number() - 1] as Form['purpose']) : undefined,
    region: isIncome ? names[reader.number() - 1] : undefined,
    caseRef: isIncome ? texts[reader.number() - 1] : undefined,
  };
}

/** Whole literals, nothing copied: a run reads hundreds of millions of facts. */
function readFact(
  reader: ByteReader,
  { names, texts, instants, forms, ids, keys }: Head,
  personKey: PersonKey,
  index: number,
  before: bigint,
): EconomicFact {
  const place = reader.number();
  const form = forms[place >> 1];
  if (form === undefined) throw new RangeError('a pack with a fact of no form');
  const supersedesFactId = (place & 1) === 0 ? undefined : reader.uuids(1)[0];
  const { type, kind, quality, agency, dataset } = form;
  const factId = ids[index] ?? '';
  const source = { agency, dataset, recordKey: keys[index] ?? '' };
  const observedAt = instants[reader.number()] ?? '';
  const recordedAtMicros = before + reader.whole();
  const retracted = false;
  let fact: Writable<EconomicFact>;
  switch (type) {
    case 'INCOME': {
      const itemKey = texts[reader.number()] ?? '';
      const income: Writable<IncomeFact> = {
        factId,
        personKey,
        source,
        quality,
        observedAt,
        recordedAtMicros,
        retracted,
        type,
        kind: kind as IncomeFact['kind'],
        amountFen: reader.whole(),
        period: { from: names[reader.number()] ?? '', to: names[reader.number()] ?? '' },
        basis: (form.flags & IS.GROSS) === 0 ? 'NET' : 'GROSS',
        payerKey: form.payerKey,
        itemKey,
        householdShare: (form.flags & IS.HOUSEHOLD_SHARE) !== 0,
      };
      if (form.programme !== undefined) income.programme = form.programme;
      if (form.purpose !== undefined) income.purpose = form.purpose;
      if (form.region !== undefined) income.region = form.region;
      if (form.caseRef !== undefined) income.caseRef = form.caseRef;
      fact = income;
      break;
    }
    case 'ASSET': {
      const itemKey = texts[reader.number()] ?? '';
      const asOf = names[reader.number()] ?? '';
      const measures = reader.number();
      const valueFen = (measures & HAS.VALUE) === 0 ? undefined : reader.whole();
      const count = (measures & HAS.COUNT) === 0 ? undefined : Number(reader.whole());
      const shareBp = (measures & HAS.SHARE) === 0 ? undefined : Number(reader.whole());
      const asset: Writable<AssetFact> = {
        factId,
        personKey,
        source,
        quality,
        observedAt,
        recordedAtMicros,
        retracted,
        type,
        kind: kind as AssetFact['kind'],
        asOf,
        itemKey,
        attributes: readAttributes(reader, names, texts),
      };
      if (valueFen !== undefined) asset.valueFen = valueFen;
      if (count !== undefined) asset.count = count;
      if (shareBp !== undefined) asset.shareBp = shareBp;
      fact = asset;
      break;
    }
    case 'EXPENDITURE': {
      const itemKey = texts[reader.number()] ?? '';
      fact = {
        factId,
        personKey,
        source,
        quality,
        observedAt,
        recordedAtMicros,
        retracted,
        type,
        kind: kind as ExpenditureFact['kind'],
        amountFen: reader.whole(),
        period: { from: names[reader.number()] ?? '', to: names[reader.number()] ?? '' },
        itemKey,
      };
      break;
    }
    case 'STATUS': {
      const from = names[reader.number()] ?? '';
      const to = names[reader.number() - 1];
      fact = {
        factId,
        personKey,
        source,
        quality,
        observedAt,
        recordedAtMicros,
        retracted,
        type,
        kind: kind as StatusFact['kind'],
        days: to === undefined ? { from } : { from, to },
        attributes: readAttributes(reader, names, texts),
      };
      break;
    }
    default:
      throw new RangeError('a pack with a fact of an unknown type');
  }
  if (supersedesFactId !== undefined) fact.supersedesFactId = supersedesFactId;
  return fact;
}

/** So many names are kept: kinds and agencies are few. */
const MOST_NAMES = 5_000;
const NAMES = new Map<string, string>();

/** The same text for all packs, so that comparing two of them is comparing where they are. */
function interned(text: string): string {
  const known = NAMES.get(text);
  if (known !== undefined) return known;
  if (NAMES.size >= MOST_NAMES) NAMES.clear();
  NAMES.set(text, text);
  return text;
}

const NO_ATTRIBUTES: Attributes = Object.freeze({});

function readAttributes(reader: ByteReader, names: readonly string[], texts: readonly string[]): Attributes {
  const count = reader.number();
  if (count === 0) return NO_ATTRIBUTES;
  const entries = new Array<[string, string]>(count);
  for (let index = 0; index < count; index++) {
    entries[index] = [names[reader.number()] ?? '', texts[reader.number()] ?? ''];
  }
  return Object.fromEntries(entries);
}
