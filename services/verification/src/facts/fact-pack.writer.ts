import type { AssetFact, EconomicFact, IncomeFact, StatusFact } from '@minzheng/kernel/means-test';
import { ByteWriter } from './byte-writer.js';
import { BASES, DAY_CHARACTERS, HAS, IS, TYPES } from './fact-pack.format.js';

const NOTHING = Buffer.alloc(0);

/** Used for one pack after the other: packing is done without a pause. */
const HEAD = new ByteWriter();
const FORMS = new ByteWriter();
const IDS = new ByteWriter();
const KEYS = new ByteWriter();
const ROWS = new ByteWriter();
const PARTS = [HEAD, FORMS, IDS, KEYS, ROWS];

/**
 * Packs facts of one person.
 *
 * @param facts - in the order in which they were recorded
 * @throws RangeError when an id is no UUID, or a record's key no whole number
 */
export function packed(facts: readonly EconomicFact[]): Buffer {
  if (facts.length === 0) return NOTHING;
  for (const part of PARTS) part.clear();
  const names = new Places();
  const texts = new Places();
  const instants = new Places();
  const forms = new Forms(names, texts);
  let before = 0n;
  for (const fact of facts) {
    IDS.uuid(fact.factId);
    KEYS.decimal(fact.source.recordKey);
    ROWS.number(forms.of(fact) * 2 + Number(fact.supersedesFactId !== undefined));
    if (fact.supersedesFactId !== undefined) ROWS.uuid(fact.supersedesFactId);
    ROWS.number(instants.of(fact.observedAt));
    ROWS.whole(fact.recordedAtMicros - before);
    writeOwnMembers(fact, names, texts);
    before = fact.recordedAtMicros;
  }
  const days = instants.all.map((instant) => names.of(instant.slice(0, DAY_CHARACTERS)));
  const times = instants.all.map((instant) => texts.of(instant.slice(DAY_CHARACTERS)));
  HEAD.number(facts.length);
  HEAD.texts(names.all);
  HEAD.texts(texts.all);
  HEAD.number(days.length);
  for (const day of days) HEAD.number(day);
  for (const time of times) HEAD.number(time);
  HEAD.number(forms.count);
  return Buffer.concat(PARTS.map((part) => part.bytes));
}

function writeOwnMembers(fact: EconomicFact, names: Places, texts: Places): void {
  switch (fact.type) {
    case 'INCOME':
    case 'EXPENDITURE':
      ROWS.number(texts.of(fact.itemKey));
      ROWS.whole(fact.amountFen);
      ROWS.number(names.of(fact.period.from));
      ROWS.number(names.of(fact.period.to));
      return;
    case 'ASSET':
      ROWS.number(texts.of(fact.itemKey));
      ROWS.number(names.of(fact.asOf));
      writeMeasures(fact);
      writeAttributes(fact, names, texts);
      return;
    case 'STATUS':
      ROWS.number(names.of(fact.days.from));
      ROWS.number(names.placeBehindNone(fact.days.to));
      writeAttributes(fact, names, texts);
  }
}

function writeMeasures({ valueFen, count, shareBp }: AssetFact): void {
  ROWS.number(
    (valueFen === undefined ? 0 : HAS.VALUE) |
      (count === undefined ? 0 : HAS.COUNT) |
      (shareBp === undefined ? 0 : HAS.SHARE),
  );
  if (valueFen !== undefined) ROWS.whole(valueFen);
  if (count !== undefined) ROWS.whole(BigInt(count));
  if (shareBp !== undefined) ROWS.whole(BigInt(shareBp));
}

function writeAttributes({ attributes }: AssetFact | StatusFact, names: Places, texts: Places): void {
  const entries = Object.entries(attributes);
  ROWS.number(entries.length);
  for (const [name, value] of entries) {
    ROWS.number(names.of(name));
    ROWS.number(texts.of(value));
  }
}

/** Texts, each once, in the order in which they were first met. */
class Places {
  readonly #places = new Map<string, number>();

  of(text: string): number {
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    const place = this.#places.size;
    this.#places.set(text, place);
    return place;
  }

  /** 0 where there is none. */
  placeBehindNone(text: string | undefined): number {
    return text === undefined ? 0 : this.of(text) + 1;
  }

  get all(): readonly string[] {
    return [...this.#places.keys()];
  }
}

/** What facts of one kind and source have in common, each form once. */
class Forms {
  /** By kind: a fact of each form, and its place. */
  readonly #known = new Map<string, { readonly fact: EconomicFact; readonly place: number }[]>();
  count = 0;

  constructor(
    private readonly names: Places,
    private readonly texts: Places,
  ) {}

  of(fact: EconomicFact): number {
    let ofKind = this.#known.get(fact.kind);
    if (ofKind === undefined) this.#known.set(fact.kind, (ofKind = []));
    for (const known of ofKind) if (areOfOneForm(known.fact, fact)) return known.place;
    const place = this.count++;
    ofKind.push({ fact, place });
    this.#write(fact);
    return place;
  }

  #write(fact: EconomicFact): void {
    const { names, texts } = this;
    FORMS.number(TYPES.indexOf(fact.type));
    FORMS.number(names.of(fact.source.agency));
    FORMS.number(names.of(fact.source.dataset));
    FORMS.number(names.of(fact.quality));
    FORMS.number(names.of(fact.kind));
    if (fact.type !== 'INCOME') return;
    FORMS.number((fact.basis === BASES[1] ? IS.GROSS : 0) | (fact.householdShare ? IS.HOUSEHOLD_SHARE : 0));
    FORMS.number(texts.of(fact.payerKey));
    FORMS.number(names.placeBehindNone(fact.programme));
    FORMS.number(names.placeBehindNone(fact.purpose));
    FORMS.number(names.placeBehindNone(fact.region));
    FORMS.number(texts.placeBehindNone(fact.caseRef));
  }
}

function areOfOneForm(one: EconomicFact, other: EconomicFact): boolean {
  return (
    one.type === other.type &&
    one.quality === other.quality &&
    one.source.agency === other.source.agency &&
    one.source.dataset === other.source.dataset &&
    (one.type !== 'INCOME' || areIncomesOfOneForm(one, other as IncomeFact))
  );
}

const areIncomesOfOneForm = (one: IncomeFact, other: IncomeFact): boolean =>
  one.basis === other.basis &&
  one.householdShare === other.householdShare &&
  one.payerKey === other.payerKey &&
  one.programme === other.programme &&
  one.purpose === other.purpose &&
  one.region === other.region &&
  one.caseRef === other.caseRef;
