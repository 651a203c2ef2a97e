import { lastOf, nameOf, nodesIn } from './syntax.mjs';

/**
 * @typedef {import('./syntax.mjs').Node} Node
 * @typedef {import('./rules.mjs').Scene} Scene
 * @typedef {import('libpg-query').Constraint} Constraint
 */

/** What waits for others for a moment only, and changes nothing for the release before. */
const HARMLESS = [
  'AT_DropNotNull',
  'AT_SetStatistics',
  'AT_SetOptions',
  'AT_ResetOptions',
  'AT_SetStorage',
  'AT_SetCompression',
  'AT_SetRelOptions',
  'AT_ResetRelOptions',
  'AT_DropIdentity',
];
const REWRITING = [
  'AT_AlterColumnType',
  'AT_SetLogged',
  'AT_SetUnLogged',
  'AT_SetAccessMethod',
  'AT_SetTableSpace',
  'AT_SetExpression',
];
const SCANNING = ['AT_SetNotNull', 'AT_AttachPartition'];
/** Functions that are the same for all rows of a statement: such a default is stored once. */
const STEADY = [
  'now',
  'transaction_timestamp',
  'statement_timestamp',
  'to_timestamp',
  'make_date',
  'make_interval',
];
const SERIAL = ['serial', 'bigserial', 'smallserial', 'serial2', 'serial4', 'serial8'];

/** @param {import('libpg-query').AlterTableStmt} alter @param {Scene} scene */
export function judgeAlterTable(alter, scene) {
  const table = nameOf(alter.relation);
  if (alter.objtype !== 'OBJECT_TABLE')
    return scene.refuse('unreadable', `alter ${table}`, 'no rule knows what is altered');
  if (scene.fresh.has(table)) return;
  for (const { AlterTableCmd: command } of /** @type {Node[]} */ (alter.cmds ?? [])) {
    if (command) judgeCommand(command, table, scene);
  }
}

/** @param {import('libpg-query').AlterTableCmd} command @param {string} table @param {Scene} scene */
function judgeCommand(command, table, scene) {
  const { refuse, locked, dropped } = scene;
  const kind = command.subtype ?? '';
  const name = command.name ?? '';
  const column = name === '' ? table : `${table}.${name}`;
  const { ColumnDef, Constraint } = /** @type {Node} */ (command.def ?? {});
  if (kind === 'AT_ValidateConstraint') {
    if (locked.has(table))
      refuse(
        'scans-under-lock',
        table,
        `${name} is looked for in all rows while this transaction locks the table: in a migration of its own`,
      );
    return;
  }
  locked.add(table);
  if (kind === 'AT_AddColumn' && ColumnDef) return judgeColumn(ColumnDef, table, scene);
  if (kind === 'AT_AddConstraint' && Constraint) return judgeConstraint(Constraint, table, scene);
  if (kind === 'AT_DropConstraint') {
    dropped.add(name);
    if (/_(key|pkey)$/.test(name))
      refuse('release-before', column, 'the release before may rely on it in `on conflict`');
    return;
  }
  if (kind === 'AT_DropColumn') {
    if (!scene.columns.delete(column))
      refuse('release-before', column, 'the release before may use the column');
    return;
  }
  if (kind === 'AT_ColumnDefault') {
    if (command.def === undefined && !scene.columns.has(column))
      refuse('release-before', column, 'the release before may insert without it');
    return;
  }
  if (HARMLESS.includes(kind)) return;
  if (REWRITING.includes(kind))
    return refuse('rewrites-table', column, 'nobody reads or writes while all rows are written anew');
  if (SCANNING.includes(kind)) {
    const how =
      kind === 'AT_SetNotNull'
        ? `\`add constraint … not null ${name} not valid\`, and validate it in the next migration`
        : 'with a validated check of the same rows before';
    return refuse('scans-under-lock', column, `all rows are looked at: ${how}`);
  }
  refuse('unreadable', `${table} ${kind}`, 'no rule knows this change of a table');
}

/** @param {import('libpg-query').ColumnDef} definition @param {string} table @param {Scene} scene */
function judgeColumn(definition, table, { columns, refuse }) {
  const column = `${table}.${definition.colname}`;
  const constraints = /** @type {Node[]} */ (definition.constraints ?? []).flatMap(({ Constraint }) =>
    Constraint ? [Constraint] : [],
  );
  /** @param {string} kind */
  const has = (kind) => constraints.some(({ contype }) => contype === kind);
  const value = constraints.find(({ contype }) => contype === 'CONSTR_DEFAULT')?.raw_expr;
  columns.add(column);
  if (has('CONSTR_NOTNULL') && value === undefined && !has('CONSTR_GENERATED') && !has('CONSTR_IDENTITY'))
    refuse('column-without-default', column, 'is not null, and the release before does not write it');
  const stored = constraints.some(
    ({ contype, generated_kind }) => contype === 'CONSTR_GENERATED' && generated_kind !== 'v',
  );
  if (has('CONSTR_IDENTITY') || stored || SERIAL.includes(lastOf(definition.typeName?.names)))
    refuse('rewrites-table', column, 'every row gets a value of its own');
  if (!isSteady(value)) refuse('rewrites-table', column, 'a default that may differ from row to row');
  if (has('CONSTR_UNIQUE') || has('CONSTR_PRIMARY'))
    refuse('index-locks-writers', table, `writers wait until the index of ${column} is built`);
  if (has('CONSTR_CHECK'))
    refuse('scans-under-lock', column, 'its check is looked for in all rows: `add constraint … not valid`');
  if (has('CONSTR_FOREIGN') && value !== undefined)
    refuse('scans-under-lock', column, 'its default is looked for: `add constraint … not valid`');
}

/** @param {Constraint} constraint @param {string} table @param {Scene} scene */
function judgeConstraint(constraint, table, { columns, dropped, refuse }) {
  const name = constraint.conname ?? '';
  const about = `${table}.${name}`;
  const kind = constraint.contype;
  if (kind === 'CONSTR_EXCLUSION')
    return refuse('index-locks-writers', table, `nobody writes until the index of ${name} is built`);
  if (kind === 'CONSTR_UNIQUE' || kind === 'CONSTR_PRIMARY') {
    if (constraint.indexname === undefined)
      refuse('index-locks-writers', table, `${name}: build the index concurrently, then \`using index\``);
    else if (kind === 'CONSTR_PRIMARY')
      refuse('scans-under-lock', about, 'its columns become not null: see that they are before');
    return;
  }
  if (kind !== 'CONSTR_CHECK' && kind !== 'CONSTR_FOREIGN' && kind !== 'CONSTR_NOTNULL')
    return refuse('unreadable', about, 'no rule knows this kind of constraint');
  if (!constraint.skip_validation)
    refuse(
      'scans-under-lock',
      about,
      'all rows are looked at: `not valid`, and validate it in the next migration',
    );
  // what replaces a constraint of the same name is taken to allow more
  if (!dropped.has(name) && !demandsOnlyNew(constraint, table, columns))
    refuse('stricter', about, 'the release before may write what it forbids');
}

/** Whether a constraint is about columns alone that the release before does not write. @param {Constraint} constraint @param {string} table @param {Set<string>} columns */
function demandsOnlyNew(constraint, table, columns) {
  const keys = [...(constraint.keys ?? []), ...(constraint.fk_attrs ?? [])].map(lastOf);
  const read = [...nodesIn(constraint.raw_expr)].flatMap(({ ColumnRef }) =>
    ColumnRef ? [lastOf(ColumnRef.fields)] : [],
  );
  return [...keys, ...read].every((column) => columns.has(`${table}.${column}`));
}

/** @param {unknown} value a default @returns {boolean} */
function isSteady(value) {
  return [...nodesIn(value)].every(({ FuncCall }) => !FuncCall || STEADY.includes(lastOf(FuncCall.funcname)));
}
