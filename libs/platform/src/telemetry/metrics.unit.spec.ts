import { Gauge } from 'prom-client';
import { Metrics } from './metrics.js';

describe('metrics', () => {
  const lineOf = async (metrics: Metrics, name: string): Promise<string | undefined> =>
    (await metrics.text()).split('\n').find((line) => line.startsWith(name));

  it('say of which service they are, also those of the whole process', async () => {
    const everywhere = new Gauge({ name: 'test_everywhere', help: 'test' });
    everywhere.set(1);
    const metrics = new Metrics('assistance');
    expect(await lineOf(metrics, 'test_everywhere')).toBe('test_everywhere{service="assistance"} 1');
  });

  it('read figures when they are asked for, what takes long not each time', async () => {
    const metrics = new Metrics('assistance');
    const counts = { each: 0, seldom: 0 };
    metrics.onScrape('each', () => void counts.each++);
    metrics.onScrape('seldom', () => void counts.seldom++, 60_000);
    await metrics.text();
    await metrics.text();
    expect(counts).toEqual({ each: 2, seldom: 1 });
  });

  it('tell of figures that cannot be read, and all others', async () => {
    const metrics = new Metrics('assistance');
    let isAway = true;
    const seen: string[] = [];
    metrics.onScrape('broken', () => (isAway ? Promise.reject(new Error('no database')) : undefined));
    metrics.onScrape('behind it', () => void seen.push('read'));
    const unreadable = (): Promise<string | undefined> =>
      lineOf(metrics, 'minzheng_figures_unreadable{figures="broken"');
    expect(await unreadable()).toMatch(/ 1$/);
    expect(seen).toEqual(['read']);
    isAway = false;
    expect(await unreadable()).toMatch(/ 0$/);
  });

  it('do not wait for figures that hang, nor ask for them twice at once', async () => {
    const metrics = new Metrics('assistance', 30);
    let asked = 0;
    let answer: () => void = () => undefined;
    metrics.onScrape('hanging', () => {
      asked++;
      return new Promise((resolve) => (answer = resolve));
    });
    const unreadable = (): Promise<string | undefined> =>
      lineOf(metrics, 'minzheng_figures_unreadable{figures="hanging"');
    expect(await unreadable()).toMatch(/ 1$/);
    expect(await unreadable()).toMatch(/ 1$/);
    expect(asked).toBe(1);
    answer();
  });
});
