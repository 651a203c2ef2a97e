/** The aggregate does not exist, or the caller may not know that it does. HTTP answers 404 `not-found`. */
export class NotFound extends Error {
  constructor(readonly aggregate: string) {
    super(`${aggregate} not found`);
    this.name = 'NotFound';
  }
}

/** Somebody else changed the aggregate since the caller read it. HTTP answers 412 `version-conflict`. */
export class VersionConflict extends Error {
  constructor(
    readonly aggregate: string,
    readonly current: number,
  ) {
    super(`${aggregate} is at version ${current}`);
    this.name = 'VersionConflict';
  }
}

/**
 * A statement had failed, its error was swallowed, and the work went on to its commit: PostgreSQL would roll
 * back there without an error.
 */
export class SwallowedError extends Error {
  constructor() {
    super('a statement of this unit of work had failed: nothing of it was stored');
    this.name = 'SwallowedError';
  }
}

/** One unit of work may announce at most this many events, so that a commit stays short. */
export class TooManyAnnouncements extends Error {
  constructor(limit: number) {
    super(`a unit of work announced more than ${limit} events`);
    this.name = 'TooManyAnnouncements';
  }
}

/** Kafka would not take it, and everything announced later would wait behind it for ever. */
export class EventTooLarge extends Error {
  constructor(type: string, bytes: number) {
    super(`${type} of ${bytes} bytes`);
    this.name = 'EventTooLarge';
  }
}
