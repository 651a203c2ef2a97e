import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../setup/paths.mjs';
import { figuresAskedFor, figuresTold, pageOf, pages, readAlerts, testedAlerts } from './rules.mjs';

const SEVERITIES = ['critical', 'warning', 'info'];
const PARTS = ['**Means.**', '**Who suffers.**', '## Look', '## Do', '## Clears'];

describe('the alerts', () => {
  const alerts = readAlerts();

  it.each(alerts.map((alert) => [alert.alert, alert] as const))(
    '%s says what it means and where to look',
    (name, { labels, annotations = {} }) => {
      expect(SEVERITIES).toContain(labels?.severity);
      expect(annotations.summary?.length).toBeGreaterThan(10);
      expect(annotations.description?.length).toBeGreaterThan(40);
      expect(annotations.runbook_url).toBe(pageOf(name));
    },
  );

  it('have a page each, with all its parts, and none has a page that is no alert', () => {
    expect(pages().toSorted()).toEqual([...new Set(alerts.map(({ alert }) => pageOf(alert)))].toSorted());
    for (const page of pages()) {
      const text = readFileSync(join(ROOT, page), 'utf8');
      expect(PARTS.filter((part) => !text.includes(part)).map((part) => `${page}: ${part}`)).toEqual([]);
    }
  });

  it('are in the list of the pages', () => {
    const list = readFileSync(join(ROOT, 'docs/runbooks/README.md'), 'utf8');
    expect(alerts.map(({ alert }) => alert).filter((alert) => !list.includes(`[${alert}]`))).toEqual([]);
  });

  it('are each tested at their severity', () => {
    const tested = testedAlerts();
    const wanted = alerts.map(({ alert, labels }) => `${alert} ${labels?.severity}`);
    expect(wanted.filter((each) => !tested.has(each))).toEqual([]);
  });

  it('and the dashboards ask only for figures that a service tells', () => {
    const told = figuresTold();
    expect([...figuresAskedFor()].filter((figure) => !told.has(figure))).toEqual([]);
  });
});
