/** Throws, or rejects, when what it looks at does not work. */
export type HealthCheck = () => void | Promise<void>;

/** What a check is about: a broker that is away keeps nobody from asking, since events wait in the outbox. */
export type HealthConcern = 'requests' | 'events';

/**
 * Whether the service can do its work now: `/health/ready` asks every check, `/health/serving` those that requests depend on.
 * Persistence, messaging and services add theirs by name.
 */
export class HealthChecks {
  readonly #checks = new Map<string, { readonly check: HealthCheck; readonly concern: HealthConcern }>();
  #stopping = false;

  /** @param timeoutMs - a check that takes longer fails */
  constructor(private readonly timeoutMs = 2_000) {}

  /** @throws RangeError when the name is taken */
  add(name: string, check: HealthCheck, concern: HealthConcern = 'requests'): void {
    if (this.#checks.has(name)) throw new RangeError(`a health check ${name} exists already`);
    this.#checks.set(name, { check, concern });
  }

  /** From now on the service is not ready: no new requests should come. */
  stopping(): void {
    this.#stopping = true;
  }

  get isStopping(): boolean {
    return this.#stopping;
  }

  /**
   * Names of the checks that fail, in the order in which they were added; none when the service is ready.
   *
   * @param concerns - of the checks that are asked; default all
   */
  async failing(concerns: readonly HealthConcern[] = ['requests', 'events']): Promise<string[]> {
    const asked = [...this.#checks].filter(([, { concern }]) => concerns.includes(concern));
    const results = await Promise.all(
      asked.map(async ([name, { check }]) => ((await passes(check, this.timeoutMs)) ? [] : [name])),
    );
    return [...(this.#stopping ? ['stopping'] : []), ...results.flat()];
  }
}

async function passes(check: HealthCheck, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  try {
    return await Promise.race([Promise.resolve(check()).then(() => true), timeout]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
