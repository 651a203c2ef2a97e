/**
 * What a migration may not do while all tables are full and the release before still runs on them.
 *
 * - `release-before`: it takes away what the release before may use. Only in a contract migration.
 * - `stricter`: it forbids what the release before may write. In a contract migration, or with a reason.
 * - `column-without-default`: the release before cannot insert any more.
 * - `rewrites-table`, `scans-under-lock`, `index-locks-writers`: nobody writes, or reads, for as long as a full table takes.
 * - `index-not-alone`: what is built concurrently stands alone, outside a transaction, and may be begun again.
 * - `whole-table`: rows are changed in one go, not in chunks of their own transactions.
 * - `half-done`: without a transaction only what may be done twice.
 * - `lock-timeout`: locks are taken by hand, or waited for longer than the runner allows.
 * - `unreadable`: nobody can say what it does.
 */
import { judgeAlterTable } from './alter-table.rules.mjs';
import { isChunked, nameOf, nodesIn, tablesIn } from './syntax.mjs';

/**
 * @typedef {import('./syntax.mjs').Node} Node
 * @typedef {{ rule: string, about: string, why: string }} Finding
 */

/**
 * @typedef {object} Scene what is known while the statements of a migration are gone through
 * @property {Set<string>} fresh tables that no released migration has made: nothing is in them, nobody knows them
 * @property {Set<string>} columns `table.column` that no released migration has made
 * @property {Set<string>} locked tables on which this transaction holds a lock that writers wait for
 * @property {Set<string>} dropped constraints and indexes that this migration has dropped
 * @property {boolean} inTransaction
 * @property {(rule: string, about: string, why: string) => void} refuse
 */

/** Statements about rows; each may change rows in a `with` of its own. */
const ROWS = ['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt'];
/** Statements by which no table is locked that was there before. */
const HARMLESS = [
  'ViewStmt',
  'CreateFunctionStmt',
  'CommentStmt',
  'CreateSeqStmt',
  'AlterSeqStmt',
  'CreateEnumStmt',
  'AlterEnumStmt',
  'CompositeTypeStmt',
  'CreateDomainStmt',
  'CreateExtensionStmt',
  'CreateSchemaStmt',
  'CreateStatsStmt',
  'GrantStmt',
];
/** What the release before may not use: kinds of objects, and what they are called. */
const DROPPED = {
  OBJECT_TABLE: 'table',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'materialized view',
  OBJECT_SEQUENCE: 'sequence',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'domain',
  OBJECT_FUNCTION: 'function',
  OBJECT_TRIGGER: 'trigger',
  OBJECT_INDEX: 'index',
};
const TIMEOUTS = [
  'lock_timeout',
  'statement_timeout',
  'idle_in_transaction_session_timeout',
  'transaction_timeout',
];

/**
 * @param {readonly (readonly Node[])[]} queries the statements of each call of `query`
 * @param {{ inTransaction: boolean, fresh?: Set<string>, columns?: Set<string> }} circumstances
 * @returns {Finding[]}
 */
export function judge(queries, { inTransaction, fresh = new Set(), columns = new Set() }) {
  /** @type {Finding[]} */
  const findings = [];
  /** @type {Scene} */
  const scene = {
    fresh,
    columns,
    locked: new Set(),
    dropped: new Set(),
    inTransaction,
    refuse: (rule, about, why) => {
      if (findings.some((found) => found.rule === rule && found.about === about)) return;
      findings.push({ rule, about, why });
    },
  };
  for (const statements of queries) {
    for (const statement of statements) {
      judgeStatement(statement, scene, statements.length === 1);
      if (!inTransaction) judgeRepeatable(statement, scene);
    }
    // without a transaction of its own, a call of `query` is one
    if (!inTransaction) scene.locked.clear();
  }
  return findings;
}

/** @param {Node} statement @param {Scene} scene @param {boolean} alone in its call of `query` */
function judgeStatement(statement, scene, alone) {
  const { fresh, refuse } = scene;
  const {
    CreateStmt,
    CreateTableAsStmt,
    AlterTableStmt,
    IndexStmt,
    DropStmt,
    RenameStmt,
    CreateTrigStmt,
    TruncateStmt,
    VariableSetStmt,
    LockStmt,
  } = statement;
  if (CreateStmt) return CreateStmt.if_not_exists ? undefined : void fresh.add(nameOf(CreateStmt.relation));
  if (CreateTableAsStmt) return void fresh.add(nameOf(CreateTableAsStmt.into?.rel));
  if (AlterTableStmt) return judgeAlterTable(AlterTableStmt, scene);
  if (IndexStmt) return judgeIndex(IndexStmt, scene, alone);
  if (DropStmt) return judgeDrop(DropStmt, scene, alone);
  if (RenameStmt) {
    const table = nameOf(RenameStmt.relation);
    if (fresh.has(table)) return void fresh.add(RenameStmt.newname ?? '');
    const what = [table, RenameStmt.subname].filter(Boolean).join('.');
    return refuse('release-before', what, `is called ${what} by the release before`);
  }
  if (CreateTrigStmt) {
    const table = nameOf(CreateTrigStmt.relation);
    if (fresh.has(table)) return;
    scene.locked.add(table);
    return refuse('stricter', table, 'a trigger also runs for what the release before writes');
  }
  if (TruncateStmt) {
    for (const { RangeVar } of /** @type {Node[]} */ (TruncateStmt.relations ?? [])) {
      if (!fresh.has(nameOf(RangeVar))) refuse('release-before', nameOf(RangeVar), 'all rows go');
    }
    return;
  }
  if (VariableSetStmt) {
    const name = VariableSetStmt.name ?? '';
    if (TIMEOUTS.includes(name)) refuse('lock-timeout', name, 'the runner of migrations sets it');
    else refuse('unreadable', name, 'a setting changes what follows');
    return;
  }
  if (LockStmt) return refuse('lock-timeout', 'lock', 'no lock is taken by hand');
  const [kind = ''] = Object.keys(statement);
  if (ROWS.includes(kind)) return judgeRows(statement, scene);
  if (HARMLESS.includes(kind)) return;
  if (kind === 'ReindexStmt' || kind === 'RefreshMatViewStmt')
    return refuse('index-locks-writers', kind, 'is built while others wait');
  if (kind === 'VacuumStmt' || kind === 'ClusterStmt')
    return refuse('rewrites-table', kind, 'is no work for a migration');
  refuse('unreadable', kind, 'no rule knows this kind of statement');
}

/** @param {import('libpg-query').IndexStmt} index @param {Scene} scene @param {boolean} alone */
function judgeIndex(index, { fresh, columns, dropped, inTransaction, refuse }, alone) {
  const table = nameOf(index.relation);
  if (fresh.has(table)) return;
  const name = index.idxname ?? '';
  if (!index.concurrent) {
    refuse('index-locks-writers', table, `writers wait until the index ${name} is built: concurrently`);
  } else {
    if (inTransaction || !alone)
      refuse('index-not-alone', name, 'concurrently: `transaction = false`, and a call of query of its own');
    if (!dropped.has(name) || index.if_not_exists) {
      const how = '`drop index concurrently if exists` before, and no `if not exists`';
      refuse('index-not-alone', name, `an attempt that broke off leaves an index that is never used: ${how}`);
    }
  }
  const keys = /** @type {Node[]} */ (index.indexParams ?? []).map(({ IndexElem }) => IndexElem?.name);
  if (index.unique && !keys.some((key) => columns.has(`${table}.${key}`)))
    refuse('stricter', table, `the release before may write twice what ${name} has once`);
}

/** @param {import('libpg-query').DropStmt} drop @param {Scene} scene @param {boolean} alone */
function judgeDrop(drop, { fresh, dropped, inTransaction, refuse }, alone) {
  const kind = DROPPED[/** @type {keyof typeof DROPPED} */ (drop.removeType ?? '')];
  if (kind === undefined) return refuse('unreadable', drop.removeType ?? 'drop', 'no rule knows it');
  for (const object of /** @type {Node[]} */ (drop.objects ?? [])) {
    const path = [...nodesIn(object)].flatMap(({ String: text }) => (text?.sval ? [text.sval] : []));
    const name = path.at(-1) ?? '';
    if (kind === 'table' && fresh.delete(name)) continue;
    if (kind === 'trigger' && fresh.has(path.at(-2) ?? '')) continue;
    if (kind === 'index' && drop.concurrent && drop.missing_ok && alone && !inTransaction) {
      dropped.add(name);
      continue;
    }
    refuse('release-before', path.join('.'), `the release before may use the ${kind}`);
  }
}

/** @param {Node} statement @param {Scene} scene */
function judgeRows(statement, { fresh, inTransaction, refuse }) {
  const parts = [...nodesIn(statement)];
  const named = parts.flatMap(({ CommonTableExpr }) => CommonTableExpr?.ctename ?? []);
  for (const { InsertStmt, UpdateStmt, DeleteStmt } of parts) {
    const change = InsertStmt ?? UpdateStmt ?? DeleteStmt;
    if (change === undefined) continue;
    // rows that are given, or come from a new table, are few: nobody has written there
    const many = InsertStmt ? tablesIn(InsertStmt.selectStmt) : [nameOf(change.relation)];
    const full = many.filter((table) => !fresh.has(table) && !named.includes(table));
    if (full.length === 0 && !(InsertStmt && many.some((table) => named.includes(table)))) continue;
    const table = nameOf(change.relation);
    if (!isChunked(statement))
      refuse(
        'whole-table',
        table,
        'all rows in one go: a loop of chunks (`limit`), without a transaction around it',
      );
    else if (inTransaction)
      refuse(
        'whole-table',
        table,
        'chunks in one transaction hold their rows until its end: `transaction = false`',
      );
  }
}

/** Without a transaction a migration may break off in the middle, and begins again. @param {Node} statement @param {Scene} scene */
function judgeRepeatable(statement, { refuse }) {
  const { IndexStmt, DropStmt, AlterTableStmt, InsertStmt } = statement;
  const [kind = ''] = Object.keys(statement);
  if (IndexStmt?.concurrent || DropStmt?.missing_ok || kind === 'SelectStmt') return;
  if (kind === 'UpdateStmt' || kind === 'DeleteStmt' || InsertStmt?.onConflictClause) return;
  const commands = /** @type {Node[]} */ (AlterTableStmt?.cmds ?? []);
  const validates = commands.every(({ AlterTableCmd }) => AlterTableCmd?.subtype === 'AT_ValidateConstraint');
  if (AlterTableStmt && validates) return;
  refuse(
    'half-done',
    kind,
    'without a transaction only what may be done twice: put it into a migration before',
  );
}
