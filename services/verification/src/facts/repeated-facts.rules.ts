import type { FactRow } from './fact-row.js';

/** A fact's place: of whom, in which record, under which id. */
export interface FactPlace {
  readonly personKey: string;
  readonly recordKey: bigint | string;
  readonly factId: string;
}

/** What is stored of a record: one of its observations. */
export interface StoredObservation extends FactPlace {
  /** What it says, as {@link contentOf} writes it. */
  readonly content: string;
  /** When it was last observed to be so. */
  readonly observedAtMicros: bigint;
  readonly recordedAtMicros: bigint;
  readonly supersedesFactId: string | null;
  /** What its source has said stands, or was set aside by this service's own decision: the source has not changed its mind. */
  readonly isLastWord: boolean;
  /** Ids under which the source has told it again. */
  readonly toldBy: readonly string[];
}

/** A fact that was told again. */
export interface Confirmation extends FactPlace {
  /** The last time it was observed. */
  readonly observedAtMicros: bigint;
  /** Ids under which it was told again now. */
  readonly toldBy: readonly string[];
}

export interface SortedFacts {
  /** What is new, in the order in which it came. */
  readonly fresh: readonly FactRow[];
  /** What says nothing new: the same fact, or the same of the same record. */
  readonly repeated: readonly FactRow[];
  readonly confirmations: readonly Confirmation[];
}

/** What the record says by now. */
interface Last {
  readonly place: FactPlace;
  readonly content: () => string;
  observedAtMicros: bigint;
  readonly recordedAtMicros: bigint | undefined;
  readonly supersedesFactId: string | null;
  readonly isLastWord: boolean;
  readonly toldAgainBy: string[];
}

interface RecordSoFar {
  readonly ids: Set<string>;
  last: Last | undefined;
}

/**
 * Parts facts that say something new from those that only repeat what their record says already (重复上报): the same content
 * under another id, however often it was observed since. Nothing is superseded, corrected or taken back by that. Verification,
 * section 11; 5.1.
 *
 * @param stored - all that is stored of the records of these facts
 */
export function sortOutRepeated(rows: readonly FactRow[], stored: readonly StoredObservation[]): SortedFacts {
  const records = new Map<string, RecordSoFar>();
  for (const observation of stored) addStored(recordSoFar(records, observation), observation);
  const fresh: FactRow[] = [];
  const repeated: FactRow[] = [];
  const confirmed = new Set<Last>();
  for (const row of rows) {
    const record = recordSoFar(records, row);
    const { last } = record;
    if (record.ids.has(row.factId)) {
      repeated.push(row);
      continue;
    }
    if (last && repeats(row, last, record)) {
      repeated.push(row);
      last.toldAgainBy.unshift(row.factId);
      if (row.observedAtMicros > last.observedAtMicros) last.observedAtMicros = row.observedAtMicros;
      confirmed.add(last);
    } else {
      fresh.push(row);
      if (!last || row.observedAtMicros >= last.observedAtMicros) record.last = lastOf(row);
    }
    record.ids.add(row.factId);
  }
  const confirmations = [...confirmed].map(({ place, observedAtMicros, toldAgainBy }) => ({
    ...{ personKey: place.personKey, recordKey: place.recordKey, factId: place.factId },
    ...{ observedAtMicros, toldBy: toldAgainBy },
  }));
  return { fresh, repeated, confirmations };
}

/** What a fact says, whatever its id and the time of its observation. */
export function contentOf(
  row: Omit<FactRow, 'personKey' | 'recordKey' | 'factId' | ProvenanceField>,
): string {
  const { attributes } = row;
  return JSON.stringify([
    ...[row.kind, row.quality, row.flags, row.amountFen?.toString() ?? null, row.validFrom, row.validTo],
    ...[row.count, row.shareBp, row.programme, row.purpose, row.region, row.payerKey, row.itemKey],
    ...[row.caseRef, attributes && Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1))],
  ]);
}

type ProvenanceField = 'agency' | 'dataset' | 'observedAtMicros' | 'supersedesFactId';

function recordSoFar(
  records: Map<string, RecordSoFar>,
  { personKey, recordKey }: Omit<FactPlace, 'factId'>,
): RecordSoFar {
  const key = `${personKey}${recordKey}`;
  const known = records.get(key) ?? { ids: new Set<string>(), last: undefined };
  records.set(key, known);
  return known;
}

function addStored(record: RecordSoFar, observation: StoredObservation): void {
  const { factId, toldBy, observedAtMicros, recordedAtMicros } = observation;
  for (const id of [factId, ...toldBy]) record.ids.add(id);
  const { last } = record;
  const isLater =
    last === undefined ||
    observedAtMicros > last.observedAtMicros ||
    (observedAtMicros === last.observedAtMicros && recordedAtMicros > (last.recordedAtMicros ?? 0n));
  if (!isLater) return;
  record.last = {
    place: observation,
    content: () => observation.content,
    ...{ observedAtMicros, recordedAtMicros, toldAgainBy: [] },
    ...{ supersedesFactId: observation.supersedesFactId, isLastWord: observation.isLastWord },
  };
}

const lastOf = (row: FactRow): Last => ({
  place: row,
  content: () => contentOf(row),
  ...{ observedAtMicros: row.observedAtMicros, recordedAtMicros: undefined, toldAgainBy: [] },
  ...{ supersedesFactId: row.supersedesFactId, isLastWord: true },
});

/** The same words; that it takes the place of what the same record has said already, or of the same as that, adds nothing. */
function repeats(row: FactRow, last: Last, { ids }: RecordSoFar): boolean {
  const { supersedesFactId } = row;
  const namesAnother =
    supersedesFactId !== null && supersedesFactId !== last.supersedesFactId && !ids.has(supersedesFactId);
  return last.isLastWord && !namesAnother && contentOf(row) === last.content();
}
