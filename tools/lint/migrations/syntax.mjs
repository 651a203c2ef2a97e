/**
 * @typedef {object} Nodes kinds of nodes that the rules look into, as the parser of PostgreSQL names them
 * @property {import('libpg-query').CreateStmt} CreateStmt
 * @property {import('libpg-query').CreateTableAsStmt} CreateTableAsStmt
 * @property {import('libpg-query').AlterTableStmt} AlterTableStmt
 * @property {import('libpg-query').AlterTableCmd} AlterTableCmd
 * @property {import('libpg-query').IndexStmt} IndexStmt
 * @property {import('libpg-query').IndexElem} IndexElem
 * @property {import('libpg-query').DropStmt} DropStmt
 * @property {import('libpg-query').RenameStmt} RenameStmt
 * @property {import('libpg-query').CreateTrigStmt} CreateTrigStmt
 * @property {import('libpg-query').InsertStmt} InsertStmt
 * @property {import('libpg-query').UpdateStmt} UpdateStmt
 * @property {import('libpg-query').DeleteStmt} DeleteStmt
 * @property {import('libpg-query').SelectStmt} SelectStmt
 * @property {import('libpg-query').TruncateStmt} TruncateStmt
 * @property {import('libpg-query').VariableSetStmt} VariableSetStmt
 * @property {import('libpg-query').LockStmt} LockStmt
 * @property {import('libpg-query').RangeVar} RangeVar
 * @property {import('libpg-query').ColumnDef} ColumnDef
 * @property {import('libpg-query').ColumnRef} ColumnRef
 * @property {import('libpg-query').Constraint} Constraint
 * @property {import('libpg-query').FuncCall} FuncCall
 * @property {import('libpg-query').CommonTableExpr} CommonTableExpr
 * @property {import('libpg-query').String} String
 */

/** A node has one property: its kind. @typedef {Partial<Nodes>} Node */

/** @param {import('libpg-query').RangeVar | undefined} table @returns {string} without its schema: a service has one */
export function nameOf(table) {
  return table?.relname ?? '';
}

/** @param {unknown} tree @returns {Generator<Node>} it and all within it */
export function* nodesIn(tree) {
  if (Array.isArray(tree)) {
    for (const part of tree) yield* nodesIn(part);
  } else if (typeof tree === 'object' && tree !== null) {
    yield /** @type {Node} */ (tree);
    for (const part of Object.values(tree)) yield* nodesIn(part);
  }
}

/** @param {unknown} tree @returns {string[]} tables and named queries that are read */
export function tablesIn(tree) {
  return [...nodesIn(tree)].flatMap(({ RangeVar }) => (RangeVar ? [nameOf(RangeVar)] : []));
}

/** Whether the rows of a change are bounded by the limit of a query within. @param {unknown} statement @returns {boolean} */
export function isChunked(statement) {
  return [...nodesIn(statement)].some(
    (node) => 'limitCount' in node && 'limitOption' in node && node.limitOption === 'LIMIT_OPTION_COUNT',
  );
}

/** @param {unknown} names list of strings @returns {string} the last of a qualified name */
export function lastOf(names) {
  return [...nodesIn(names)].flatMap(({ String: text }) => (text?.sval ? [text.sval] : [])).at(-1) ?? '';
}
