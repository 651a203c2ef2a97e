/** A household as JSON lines: one file for each kind of thing, sums as text. */

/** @typedef {{ file: string, text: string }} Line */

/**
 * @param {import('./province.mjs').SimulatedHousehold} household
 * @returns {Generator<Line>}
 */
export function* linesOf(household) {
  const { id, number, type, region, hukouType, asOf, members, obligors, consents, reportedOn, plant } =
    household;
  yield line('households', {
    ...{ householdId: id, number, type, region, hukouType, asOf, obligors },
    ...(reportedOn === undefined ? {} : { reportedOn }),
    members: members.map(({ personKey, relation, birthDate, study, livesTogetherSince }) => ({
      ...{ personKey, relation, birthDate, study, livesTogetherSince },
    })),
  });
  for (const { personKey, idNumber, birthDate, sex, facts } of members) {
    // who belongs to another household too was told of there
    if (facts.length === 0) continue;
    yield line('people', { personKey, idNumber, birthDate, sex, householdId: id });
    for (const fact of facts) yield line('facts', fact);
  }
  for (const consent of consents) yield line('consents', consent);
  if (plant !== undefined) yield line('clues', { householdId: id, ...plant });
}

/** @param {string} file @param {object} content @returns {Line} */
function line(file, content) {
  return { file: `${file}.jsonl`, text: `${JSON.stringify(content, digits)}\n` };
}

/** @param {string} _key @param {unknown} value */
const digits = (_key, value) => (typeof value === 'bigint' ? value.toString() : value);
