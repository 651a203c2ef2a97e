import { ASSET_ROWS, type PropertyGroup } from './asset-kinds.data.js';
import { EXPENDITURE_ROWS, type ExpenditureUse, type RigidGroup } from './expenditure-kinds.data.js';
import { INCOME_ROWS, type Gate, type IncomeNature, type Treatment } from './income-kinds.data.js';
import { STATUS_KINDS } from './status-kinds.data.js';

type KeysOfEach<T> = T extends unknown ? keyof T & string : never;

export type IncomeKind = KeysOfEach<(typeof INCOME_ROWS)[number]['kinds']>;
export type AssetKind = KeysOfEach<(typeof ASSET_ROWS)[number]['kinds']>;
export type ExpenditureKind = KeysOfEach<(typeof EXPENDITURE_ROWS)[number]['kinds']>;
export type StatusKind = keyof typeof STATUS_KINDS;

/** What a charity's aid or a temporary aid is for (救助用途). */
export const AID_PURPOSES = [
  'LIVING',
  'MEDICAL',
  'EDUCATION',
  'HOUSING',
  'REHABILITATION',
  'DISASTER',
  'CONSOLATION',
  'OTHER',
] as const;
export type AidPurpose = (typeof AID_PURPOSES)[number];

interface KindEntry {
  readonly chinese: string;
  /** Codes of agencies and short names of services that send the kind, beside assistance's surveys and declarations. */
  readonly publishers: readonly string[];
  readonly gate: Gate;
}
export interface IncomeKindEntry extends KindEntry {
  readonly nature: IncomeNature;
  readonly treatment: Treatment | 'by purpose';
  readonly basis: string;
}
export interface AssetKindEntry extends KindEntry {
  readonly group: PropertyGroup;
  readonly basis: string;
}
export interface ExpenditureKindEntry extends KindEntry {
  readonly use: ExpenditureUse;
  readonly group?: RigidGroup;
}

/** The registry of fact kinds (事实类型登记), by kind. */
export const INCOME_KINDS: ReadonlyMap<string, IncomeKindEntry> = byKind(INCOME_ROWS);
export const ASSET_KINDS: ReadonlyMap<string, AssetKindEntry> = byKind(ASSET_ROWS);
export const EXPENDITURE_KINDS: ReadonlyMap<string, ExpenditureKindEntry> = byKind(EXPENDITURE_ROWS);
export const STATUS_KIND_ENTRIES: ReadonlyMap<string, KindEntry> = byKind([
  { gate: 'L' as const, kinds: STATUS_KINDS },
]);

const REGISTRIES = {
  INCOME: INCOME_KINDS,
  ASSET: ASSET_KINDS,
  EXPENDITURE: EXPENDITURE_KINDS,
  STATUS: STATUS_KIND_ENTRIES,
} as const;
export type FactType = keyof typeof REGISTRIES;

/** A kind that is not in the registry: a fact of it is refused. */
export class UnknownKind extends Error {
  readonly problem = 'unknown-kind';
  constructor(
    readonly factType: FactType,
    readonly kind: string,
  ) {
    super(`the registry has no kind of this name for ${factType}`);
    this.name = 'UnknownKind';
  }
}

export const isIncomeKind = (kind: string): kind is IncomeKind => INCOME_KINDS.has(kind);
export const isAssetKind = (kind: string): kind is AssetKind => ASSET_KINDS.has(kind);
export const isExpenditureKind = (kind: string): kind is ExpenditureKind => EXPENDITURE_KINDS.has(kind);
export const isStatusKind = (kind: string): kind is StatusKind => STATUS_KIND_ENTRIES.has(kind);

/** @throws UnknownKind */
export const incomeKind = (kind: string): IncomeKindEntry => entry('INCOME', INCOME_KINDS, kind);
/** @throws UnknownKind */
export const assetKind = (kind: string): AssetKindEntry => entry('ASSET', ASSET_KINDS, kind);
/** @throws UnknownKind */
export const expenditureKind = (kind: string): ExpenditureKindEntry =>
  entry('EXPENDITURE', EXPENDITURE_KINDS, kind);

/**
 * Whether a sender may publish facts of a kind. Surveyed and declared facts of every kind come from assistance.
 *
 * @param sender - code of an agency or short name of a service
 * @throws UnknownKind
 */
export function mayPublish(type: FactType, kind: string, sender: string): boolean {
  return sender === 'assistance' || entry(type, REGISTRIES[type], kind).publishers.includes(sender);
}

/**
 * The gate of a kind as one agency sends it: what the ministry passes on from other provinces (MCN) is used only with
 * consent, whatever the kind.
 *
 * @throws UnknownKind
 */
export function gateOf(type: FactType, kind: string, sender: string): Gate {
  const { gate } = entry(type, REGISTRIES[type], kind);
  return sender === 'MCN' ? 'C' : gate;
}

/**
 * Who publishes facts of a kind: codes of agencies, short names of services.
 *
 * @throws UnknownKind
 */
export function publishersOf(type: FactType, kind: string): readonly string[] {
  return entry(type, REGISTRIES[type], kind).publishers;
}

/** The kinds of one type that a sender publishes. */
export function kindsOf(type: FactType, sender: string): string[] {
  return [...REGISTRIES[type]]
    .filter(([, { publishers }]) => publishers.includes(sender))
    .map(([kind]) => kind);
}

/** Whether the registry has a kind of this name for the fact. */
export const isKindOf = (type: FactType, kind: string): boolean => REGISTRIES[type].has(kind);

function entry<Entry>(type: FactType, registry: ReadonlyMap<string, Entry>, kind: string): Entry {
  const found = registry.get(kind);
  if (found === undefined) {
    throw new UnknownKind(type, kind);
  }
  return found;
}

function byKind<Row extends { kinds: Readonly<Record<string, readonly [string, string]>> }>(
  rows: readonly Row[],
) {
  return new Map(
    rows.flatMap(({ kinds, ...shared }) =>
      Object.entries(kinds).map(([kind, [chinese, publishers]]): [string, Omit<Row, 'kinds'> & KindNames] => [
        kind,
        { ...shared, chinese, publishers: publishers.split(' ') },
      ]),
    ),
  );
}

type KindNames = Pick<KindEntry, 'chinese' | 'publishers'>;
