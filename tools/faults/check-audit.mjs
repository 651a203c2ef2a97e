/** The audit: each service's chain is whole, and whoever was shown something is in it. */

const SERVICES = /** @type {const} */ ([
  ['assistance', 'social-assistance'],
  ['verification', 'verification'],
  ['gateway', 'gateway'],
]);

/** @param {import('./findings.mjs').Findings & { commands: { answeredReads: ReadonlyMap<string, number> } }} findings */
export async function checkAudit({ checks, databases, stack, commands }) {
  checks.chapter('The audit is whole');
  const token = await stack.roleToken('auditor', {});
  for (const [name, service] of SERVICES) {
    const response = await fetch(`${stack.urls[service]}/v1/audit-entries/verify`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    });
    const finding = /** @type {any} */ (await response.json());
    const [{ entries, unsealed }] = await databases.query(
      name,
      'select count(*)::int as entries, count(*) filter (where seq is null)::int as unsealed from audit_entry',
    );
    checks.none(
      `${name}: all of its entries are sealed, and no link of the chain is broken (${entries})`,
      response.status === 200 && finding.ok && finding.checked === entries && unsealed === 0
        ? []
        : [{ status: response.status, finding, entries, unsealed }],
    );
  }
  const [{ shown }] = await databases.query(
    'assistance',
    `select count(*)::int as shown from audit_entry where action = 'GET /v1/cases/{id}'`,
  );
  const answered = commands.answeredReads.get(new URL(stack.urls['social-assistance']).origin) ?? 0;
  checks.none(
    `each reading of a case that was answered is among them (${answered} of ${shown})`,
    shown >= answered ? [] : [{ shown, answered }],
  );
}
