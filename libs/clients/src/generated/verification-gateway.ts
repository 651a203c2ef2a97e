export interface paths {
  "/v1/audit-entries": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Entries of the audit, newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description whose data were shown or changed */
          subject?: string;
          /** @description who acted: subject of the token */
          actor?: string;
          target?: string;
          caseRef?: string;
          region?: string;
          from?: string;
          /** @description not included */
          to?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["AuditEntryDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/audit-entries/verify": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Goes through the whole chain; names what was changed, removed or put in */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ChainFindingDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/audit-anchors": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Signed heads of the chain, newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["AuditAnchorDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/audit-alerts": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What the auditor is to look at, newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          kind?: "OUTSIDE_READS" | "REFUSED_READS" | "DAILY_READS" | "SEQUENTIAL_READS" | "CHAIN_BROKEN";
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["AuditAlertDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/erasures": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What was erased after its time: which kind, when, how much; newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description only of this kind */
          what?: string;
          /** @description erased on this day or later */
          from?: string;
          /** @description erased on this day or earlier */
          to?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["ErasureDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/break-glass-accesses": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Accesses to records of the caller’s region, and the caller’s own */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description prefix; the caller’s region without it */
          region?: string;
          /** @description entered on this day or later */
          from?: string;
          /** @description entered on this day or earlier */
          to?: string;
          state?: "OPEN" | "EXPIRED" | "REVIEWED";
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["BreakGlassAccessDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Opens one record of another region to the caller, for a time and to read only */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["OpenBreakGlassDto"];
        };
      };
      responses: {
        201: {
          headers: {
            /** @description path of what was created */
            Location: string;
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["BreakGlassAccessDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/break-glass-accesses/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One access */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["BreakGlassAccessDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/break-glass-accesses/{id}/review": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Ends an access, and says whether it was justified; by a second person */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["ReviewBreakGlassDto"];
        };
      };
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["BreakGlassAccessDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/me/accesses": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who looked at the caller’s data, when, as what and why; newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["MyAccessDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/regions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Parts of a region on a day, in the order of their codes */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description the region whose parts are asked for; all provinces without it */
          parent?: string;
          /** @description the day that is asked about; today without it */
          at?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["RegionDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/regions/{code}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One region, also one that was given up */
    get: {
      parameters: {
        query?: {
          /** @description the day that is asked about; today without it */
          at?: string;
        };
        header?: never;
        path: {
          code: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["RegionDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/parked-events": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Parked events, the oldest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description only those of this consumer */
          consumer?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["ParkedEventDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/parked-events/{id}/replay": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Tries again at once: the event, and what queues before it */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["OutcomeDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/parked-events/{id}/drop": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Gives the event up: it counts as handled, and what queues behind it goes on */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["OutcomeDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/jobs/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How far a job is */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["JobDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/re-encryptions": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Encrypts with the current key whatever is encrypted with another one */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        202: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["JobStartedDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/re-encryptions/status": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How many values need each key, and which keys may go */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ReEncryptionStatusDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/inbound-facts": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Takes facts, answers and a watermark of an agency; each item has its own outcome */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["InboundBatchDto"];
        };
      };
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["InboundResultDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/inbound-refusals": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
    * Items of agencies’ calls that were refused, newest first, with the reason
    * @description A data steward sees those of the own agency. What stood in them is not kept: the answer to the call named each item by its place. Rows of files are listed by `GET /v1/inbound-files/{id}/rejects`, and what verification refuses of what has passed here by its own `GET /v1/rejected-facts`.
    */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description code of the agency */
          source?: string;
          /** @description name of the problem */
          problem?: string;
          item?: "FACT" | "ANSWER" | "WATERMARK";
          /** @description refused on this day or later */
          from?: string;
          /** @description refused on this day or earlier */
          to?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["InboundRefusalDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/inbound-files": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Files of the agency, newest first; an operator sees all */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description prefix; the caller’s region without it */
          region?: string;
          /** @description entered on this day or later */
          from?: string;
          /** @description entered on this day or earlier */
          to?: string;
          state?: "ANNOUNCED" | "REJECTED" | "RECEIVED" | "VALIDATED" | "QUARANTINED" | "LOADED";
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["FileDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /**
    * Announces a file by its manifest; the same one again changes nothing
    * @description The number is the last one of the dataset plus one. A later one is taken, and waits (QUARANTINED) until the missing one is loaded or an operator skips the gap.
    */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["ManifestDto"];
        };
      };
      responses: {
        201: {
          headers: {
            /** @description path of what was created */
            Location: string;
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["FileDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/inbound-files/{id}/log": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What happened to a file, newest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
        };
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["LogEntryDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/inbound-files/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How far a file is, and how many rows were not taken */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["FileDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/inbound-files/{id}/parts/{n}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
    * Sends part n of a file: rows as in POST /v1/inbound-facts, one JSON object a line
    * @description It is stored encrypted when bytes, rows and SHA-256 are those of the manifest. Parts may come in any order, and again.
    */
    put: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
        };
        path: {
          id: string;
          n: number;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/x-ndjson": string;
        };
      };
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["FileDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/inbound-files/{id}/commit": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** All parts are sent: the file is checked and loaded; GET the file to see how far it is */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        202: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["FileDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/inbound-files/{id}/skip-gap": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Loads a file although one before it is missing (provincial verification centre) */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["SkipGapDto"];
        };
      };
      responses: {
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["FileDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/inbound-files/{id}/rejects": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
    * Rows that were not taken: line, column, problem, and what it means in Chinese and English
    * @description What stands in the file is never repeated.
    */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "text/csv": string;
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/source-queries": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What the agency of the token is asked and has not answered, the oldest first */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PageShape"] & {
              items: components["schemas"]["OpenQueryDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/source-queries/{id}/resolve": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Picks a query up: who is meant, asked of the service that holds the numbers; kept nowhere */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["AskedQueryDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  "/v1/pairwise-keys": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Turns ID numbers into the department’s own keys of these persons, as far as its agreement goes */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["PartyNamesDto"];
        };
      };
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PartyNamedDto"];
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    HealthDto: {
      /** @enum {string} */
      status: "up";
    };
    PageShape: {
      nextCursor: string | null;
    };
    AuditEntryDto: {
      /** Format: uuid */
      id: string;
      /**
      * Format: date-time
      * @description real time
      */
      at: string;
      /** @example clerk */
      role?: string;
      /**
      * @description office
      * @example 91510802
      */
      org?: string;
      /** @example 510802 */
      region?: string;
      /** @example GET /v1/cases/{id} */
      action: string;
      /** @example DIBAO */
      purpose?: string;
      /** @example 510802-20250512-0001 */
      caseRef?: string;
      /**
      * @description names of what was shown
      * @example [
      *       "conclusion",
      *       "items"
      *     ]
      */
      fields: string[];
      /** @example clerk-wang */
      actor: string;
      /** @example 0198a000-fa92-76bb-8db9-aa6478e2a419 */
      reportId?: string;
      /** @example cases/0198a000-fa92-76bb-8db9-aa6478e2a419 */
      target?: string;
      /** @description as stated; of a refused read the name of the problem */
      reason?: string;
      /** Format: uuid */
      subject?: string;
      /**
      * @description none until it is sealed
      * @example 6
      */
      shard?: string;
      /** @example 1 */
      seq?: number;
      /** @description SHA-256 in hexadecimal digits */
      hash?: string;
    };
    ShardFindingDto: {
      /** @example 6 */
      shard: string;
      ok: boolean;
      /** @description none where an entry without a seal is wrong */
      brokenAtSeq?: number;
      /** @enum {string} */
      problem?: "changed" | "missing" | "inserted";
    };
    ChainFindingDto: {
      ok: boolean;
      /** @description entries looked at */
      checked: number;
      shards: components["schemas"]["ShardFindingDto"][];
    };
    AuditAnchorDto: {
      /** @example 6 */
      shard: string;
      seq: number;
      /** @description hash of the entry with this seq */
      headSha256: string;
      /** @description detached JWS (EdDSA) over the canonical JSON of headSha256, seq and shard */
      signature: string;
      publicKey: {
        [key: string]: string;
      };
      /** Format: date-time */
      at: string;
    };
    AuditAlertDto: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      kind: "OUTSIDE_READS" | "REFUSED_READS" | "DAILY_READS" | "SEQUENTIAL_READS" | "CHAIN_BROKEN";
      /** @description whom it is about */
      actor?: string;
      count: number;
      /** Format: date-time */
      at: string;
    };
    ErasurePolicyDto: {
      /** @example assistance.retention.accessLogYears */
      key: string;
      /**
      * Format: uuid
      * @description the row of it that held
      */
      rowId: string;
    };
    ErasureDto: {
      /** Format: uuid */
      id: string;
      /**
      * Format: date
      * @example 2035-08-12
      */
      erasedOn: string;
      /**
      * @description what kind of rows
      * @example accessLog
      */
      what: string;
      /** @example 4200 */
      rows: number;
      /**
      * Format: date
      * @description what is of this day or later stayed; none where each row had a last day of its own
      * @example 2025-08-12
      */
      keptSince?: string;
      /** @description that says how long */
      policy?: components["schemas"]["ErasurePolicyDto"];
      /**
      * Format: date-time
      * @description real time
      */
      firstAt: string;
      /**
      * Format: date-time
      * @description real time
      */
      lastAt: string;
    };
    BreakGlassReviewDto: {
      /**
      * @example JUSTIFIED
      * @enum {string}
      */
      finding: "JUSTIFIED" | "NOT_JUSTIFIED";
      /** @example 情况属实，查阅范围与事由相符 */
      text: string;
      /** @example supervisor-3 */
      reviewedBy: string;
      /**
      * Format: date-time
      * @example 2025-05-13T02:00:00.000Z
      */
      reviewedAt: string;
    };
    BreakGlassAccessDto: {
      /**
      * Format: uuid
      * @example 0198a000-fa92-76bb-8db9-aa6478e2a419
      */
      id: string;
      /** @example 1 */
      version: number;
      /**
      * @example OPEN
      * @enum {string}
      */
      state: "OPEN" | "EXPIRED" | "REVIEWED";
      /** @example aidCase/0198a000-fa92-76bb-8db9-aa6478e2a419 */
      target: string;
      /**
      * @description the record’s
      * @example 510802001
      */
      region: string;
      /** @example 当事人在外地突发疾病，需立即核实其救助情况以便安排临时救助 */
      reason: string;
      /**
      * @description who may read
      * @example reviewer-7
      */
      openedBy: string;
      /** @example county-civil-affairs */
      org: string | null;
      /**
      * Format: date-time
      * @example 2025-05-12T01:00:00.000Z
      */
      openedAt: string;
      /**
      * Format: date-time
      * @example 2025-05-12T05:00:00.000Z
      */
      validUntil: string;
      /**
      * Format: date
      * @description last day for the review
      * @example 2025-05-19
      */
      reviewDue: string;
      /** @description null until it is reviewed */
      review: components["schemas"]["BreakGlassReviewDto"] | null;
    };
    OpenBreakGlassDto: {
      /**
      * @description the record: its kind, as routes name it in x-record, and its id
      * @example aidCase/0198a000-fa92-76bb-8db9-aa6478e2a419
      */
      target: string;
      /**
      * @description why it cannot wait for the office that is responsible; no number or name of a person
      * @example 当事人在外地突发疾病，需立即核实其救助情况以便安排临时救助
      */
      reason: string;
    };
    ReviewBreakGlassDto: {
      /**
      * @example JUSTIFIED
      * @enum {string}
      */
      finding: "JUSTIFIED" | "NOT_JUSTIFIED";
      /** @example 情况属实，查阅范围与事由相符 */
      text: string;
    };
    MyAccessDto: {
      /** Format: uuid */
      id: string;
      /**
      * Format: date-time
      * @description real time
      */
      at: string;
      /** @example clerk */
      role?: string;
      /**
      * @description office
      * @example 91510802
      */
      org?: string;
      /** @example 510802 */
      region?: string;
      /** @example GET /v1/cases/{id} */
      action: string;
      /** @example DIBAO */
      purpose?: string;
      /** @example 510802-20250512-0001 */
      caseRef?: string;
      /**
      * @description names of what was shown
      * @example [
      *       "conclusion",
      *       "items"
      *     ]
      */
      fields: string[];
      /**
      * @description the official; never another citizen
      * @example clerk-wang
      */
      actor?: string;
      /** @description by the caller */
      own: boolean;
      /**
      * @description an official of another region in an emergency · number and name were shown whole
      * @enum {string}
      */
      special?: "BREAK_GLASS" | "IDENTITY_SHOWN";
    };
    RegionDto: {
      /** @example 510802104 */
      code: string;
      /** @example 赤化镇 */
      name: string;
      /** @enum {string} */
      level: "PROVINCE" | "PREFECTURE" | "COUNTY" | "TOWNSHIP" | "VILLAGE";
      /**
      * @description name in full
      * @example 四川省广元市利州区赤化镇
      */
      path: string;
      /**
      * Format: date
      * @description first day; absent when it stood before the data begin
      */
      from?: string;
      /**
      * Format: date
      * @description first day on which it no longer stands
      * @example 2019-12-24
      */
      to?: string;
      /** @description whether it stands on the day that is asked about */
      inForce: boolean;
      /**
      * @description what stands for it on that day
      * @example 510802103
      */
      successor?: string;
      /** @description how many parts it has on that day */
      children: number;
    };
    ParkedEventDto: {
      /** Format: uuid */
      id: string;
      consumer: string;
      topic: string;
      partition: number;
      offset: string;
      /** @description message type, where the record names one */
      type: string | null;
      /** @description class of the error; never a part of the content */
      reason: string;
      /**
      * @description of its key
      * @enum {string}
      */
      state: "RETRYING" | "WAITING" | "NEEDS_OPERATOR";
      /** @description the policy that its key waits for */
      waitsFor: string | null;
      attempts: number;
      /** Format: date-time */
      parkedAt: string;
    };
    OutcomeDto: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      state: "RETRYING" | "DROPPED";
    };
    JobDto: {
      /**
      * Format: uuid
      * @example 0198a000-fa92-76bb-8db9-aa6478e2a419
      */
      id: string;
      /** @example republication */
      name: string;
      /**
      * @description what part of the service it concerns
      * @example 510802
      */
      scope: string;
      /**
      * @description what it is for in time; its own id where it may be asked for at any time
      * @example 2025-07
      */
      period: string;
      /**
      * @example RUNNING
      * @enum {string}
      */
      state: "PENDING" | "RUNNING" | "DONE" | "FAILED";
      /**
      * @description parts dealt with
      * @example 4000
      */
      done: number;
      /**
      * @description parts in all; null until they are counted
      * @example 12345
      */
      total: number | null;
      /**
      * @description class of the last error, of a job that tries again or has failed
      * @example null
      */
      lastError: string | null;
      /**
      * Format: date-time
      * @example 2025-07-18T02:00:00.000Z
      */
      requestedAt: string;
      /**
      * Format: date-time
      * @example 2025-07-18T02:00:00.500Z
      */
      startedAt: string | null;
      /**
      * Format: date-time
      * @example null
      */
      endedAt: string | null;
    };
    JobStartedDto: {
      /**
      * Format: uuid
      * @description asked about by GET /v1/jobs/{id}
      * @example 0198a000-fa92-76bb-8db9-aa6478e2a419
      */
      jobId: string;
    };
    KeyDto: {
      /** @example k2025 */
      keyId: string;
      /**
      * @description new values are encrypted with it
      * @example false
      */
      isCurrent: boolean;
      /**
      * @description this process has it
      * @example true
      */
      isInRing: boolean;
      /**
      * @description how many values are encrypted with it
      * @example 0
      */
      encrypted: number;
      /**
      * @description how many values are marked with it: that is not made again, and needs the key that is derived from it
      * @example 0
      */
      fingerprints: number;
      /**
      * @description it may be taken out of FIELD_ENCRYPTION_KEYS: nothing needs it, or what is derived from it is at hand
      * @example true
      */
      mayGo: boolean;
    };
    ColumnDto: {
      /** @example parked_event */
      table: string;
      /** @example sealed */
      column: string;
      /** @example k2025 */
      keyId: string;
      /** @example 12 */
      values: number;
      /**
      * @description marked, not encrypted
      * @example false
      */
      fingerprints: boolean;
    };
    ReEncryptionStatusDto: {
      keys: components["schemas"]["KeyDto"][];
      columns: components["schemas"]["ColumnDto"][];
    };
    InboundPeriodDto: {
      /** @example 2025-04 */
      fromMonth: string;
      /** @example 2025-04 */
      toMonth: string;
    };
    InboundIncomeDto: {
      /**
      * @description resident ID number of the person
      * @example 51080219850214901X
      */
      idNumber: string;
      /**
      * @description a kind of the registry, of this sort of fact, that the agency may send
      * @example wage
      * @enum {string}
      */
      kind: "wage" | "labourFee" | "casualWork" | "royalty" | "publicPost" | "bonus" | "employerLivingFee" | "waitingAllowance" | "farming" | "livestock" | "forestry" | "fishery" | "selfEmployed" | "platformWork" | "cropInsurancePayout" | "interest" | "insuranceAnnuity" | "dividend" | "rent" | "landTransfer" | "collectiveDividend" | "employeePension" | "residentPersonalPension" | "unemploymentBenefit" | "workInjuryAllowance" | "survivorAllowance" | "residentBasicPension" | "supportReceived" | "agriSubsidy" | "ecoCompensation" | "monthlyRetirementPay" | "retiredCadrePension" | "localDischargeGrant" | "placementSettlement" | "severance" | "lottery" | "compensationLiving" | "disabledSoldierPension" | "militarySurvivorPension" | "regularSubsidy" | "conscriptFamilyGrant" | "martyrGrant" | "funeralSubsidy" | "militaryNursing" | "elderlyHardshipSubsidy" | "veteranHardshipGrant" | "familyPlanningAward" | "childRearingSubsidy" | "scholarship" | "heroismAward" | "honourAllowance" | "oneOffAward" | "dibaoBenefit" | "tekunBenefit" | "temporaryAid" | "heatingRelief" | "funeralRelief" | "medicalAid" | "educationAid" | "housingAid" | "employmentAid" | "disasterRelief" | "disabilityLivingSubsidy" | "disabilityCareSubsidy" | "priceSubsidy" | "housingInsurancePayout" | "charityAid" | "orphanAllowance" | "deFactoChildAllowance" | "childDifficultyAllowance" | "oldAgeAllowance" | "elderCareSubsidy" | "elderServiceSubsidy" | "workInjuryNursing" | "medicalReimbursement" | "housingFundWithdrawal" | "assetSale" | "expropriation" | "inheritance" | "largeGift" | "compensationOther" | "workInjuryLump" | "deathLump" | "lumpRetirementPay" | "insuranceLump" | "deposit" | "wealthProduct" | "onlineFinance" | "security" | "fund" | "bond" | "insuranceCashValue" | "creditorClaim" | "refundablePrepayment" | "earmarkedReliefDeposit" | "housingFundBalance" | "passengerCar" | "truck" | "vessel" | "machineryLarge" | "motorcycle" | "electricBike" | "disabilityVehicle" | "machinerySmall" | "residence" | "contractedHome" | "homestead" | "shop" | "office" | "factory" | "parking" | "company" | "partnership" | "cooperative" | "individualBusiness" | "socialServiceFounder" | "contractLand" | "forest" | "breedingStock" | "medicalInpatientOop" | "medicalChronicOop" | "medicalOutOfCatalogue" | "specialDrug" | "rehab" | "assistiveDevice" | "disabilityCare" | "residentialCareFee" | "tuition" | "boarding" | "basicRent" | "accidentCost" | "disasterRebuild" | "charityPaidMedical" | "charityPaidEducation" | "charityPaidHousing" | "charityPaidRehabilitation" | "socialInsurancePaid" | "incomeTaxPaid" | "supportPaid" | "electricity" | "water" | "gas" | "telecom" | "insurancePremium" | "highFeeSchool" | "overseasTravel" | "funeral" | "deceased" | "cremated" | "declaredMissing" | "declaredDead" | "born" | "married" | "divorced" | "widowed" | "guardianOf" | "hukouRegistered" | "hukouMoved" | "residencePermit" | "abroad" | "imprisoned" | "compulsoryRehab" | "communityCorrection" | "released" | "conscript" | "discharged" | "clergyAway" | "disabled" | "seriousIllness" | "selfCareAbility" | "careDependency" | "enrolled" | "graduated" | "droppedOut" | "employed" | "fiscalStaff" | "unemployedRegistered" | "jobRefused" | "legalRepresentative" | "barredFromOrganizationPosts" | "dishonestDebtor" | "inResidentialCare" | "visited" | "orphan" | "deFactoUnattended" | "childInDifficulty" | "leftBehindChild" | "gradualExit" | "dibao" | "tekun" | "edge" | "rigid" | "relapseMonitored" | "registeredPoor" | "preferentialObject" | "insuredMedical" | "publicRental" | "disasterAffected" | "evacuated" | "missingInDisaster" | "injuredInDisaster" | "dwellingLost" | "houseUnsafe";
      /**
      * @description the agency’s code, or <agency>.<word of letters>
      * @example TAX.wages
      */
      dataset: string;
      /** @description number of the record in the dataset, as the agency writes it; it is hashed here, and leaves as a hash */
      recordId: string;
      /**
      * Format: date-time
      * @description when the agency held it to be so; of one record the later observation stands
      * @example 2025-05-10T01:00:00Z
      */
      observedAt: string;
      /**
      * @default REGISTERED
      * @enum {string|null}
      */
      quality: "REGISTERED" | "VERIFIED" | "REPORTED" | null;
      /**
      * Format: uuid
      * @description factId of the own fact that this one corrects
      */
      supersedesFactId?: string | null;
      /** @description true: what was sent of this record was never so */
      retracted?: boolean | null;
      /** @enum {string} */
      type: "income";
      /**
      * @description of the whole period; 0 only with supersedesFactId
      * @example 59000
      */
      amountFen: string;
      /** @description months for which it was earned, both included */
      period: components["schemas"]["InboundPeriodDto"];
      /** @enum {string} */
      basis: "NET" | "GROSS";
      /**
      * @description credit code of the payer; `*` or absent: unknown
      * @example *
      */
      payerKey?: string | null;
      /** @description of supportReceived: ID number of who pays */
      payerIdNumber?: string | null;
      /** @description award, account or contract, as the agency writes it; it is hashed here, and leaves as a hash */
      itemKey?: string | null;
      /** @description true: paid out of public funds */
      fiscalPaid?: boolean | null;
    };
    InboundAssetDto: {
      /**
      * @description resident ID number of the person
      * @example 51080219850214901X
      */
      idNumber: string;
      /**
      * @description a kind of the registry, of this sort of fact, that the agency may send
      * @example wage
      * @enum {string}
      */
      kind: "wage" | "labourFee" | "casualWork" | "royalty" | "publicPost" | "bonus" | "employerLivingFee" | "waitingAllowance" | "farming" | "livestock" | "forestry" | "fishery" | "selfEmployed" | "platformWork" | "cropInsurancePayout" | "interest" | "insuranceAnnuity" | "dividend" | "rent" | "landTransfer" | "collectiveDividend" | "employeePension" | "residentPersonalPension" | "unemploymentBenefit" | "workInjuryAllowance" | "survivorAllowance" | "residentBasicPension" | "supportReceived" | "agriSubsidy" | "ecoCompensation" | "monthlyRetirementPay" | "retiredCadrePension" | "localDischargeGrant" | "placementSettlement" | "severance" | "lottery" | "compensationLiving" | "disabledSoldierPension" | "militarySurvivorPension" | "regularSubsidy" | "conscriptFamilyGrant" | "martyrGrant" | "funeralSubsidy" | "militaryNursing" | "elderlyHardshipSubsidy" | "veteranHardshipGrant" | "familyPlanningAward" | "childRearingSubsidy" | "scholarship" | "heroismAward" | "honourAllowance" | "oneOffAward" | "dibaoBenefit" | "tekunBenefit" | "temporaryAid" | "heatingRelief" | "funeralRelief" | "medicalAid" | "educationAid" | "housingAid" | "employmentAid" | "disasterRelief" | "disabilityLivingSubsidy" | "disabilityCareSubsidy" | "priceSubsidy" | "housingInsurancePayout" | "charityAid" | "orphanAllowance" | "deFactoChildAllowance" | "childDifficultyAllowance" | "oldAgeAllowance" | "elderCareSubsidy" | "elderServiceSubsidy" | "workInjuryNursing" | "medicalReimbursement" | "housingFundWithdrawal" | "assetSale" | "expropriation" | "inheritance" | "largeGift" | "compensationOther" | "workInjuryLump" | "deathLump" | "lumpRetirementPay" | "insuranceLump" | "deposit" | "wealthProduct" | "onlineFinance" | "security" | "fund" | "bond" | "insuranceCashValue" | "creditorClaim" | "refundablePrepayment" | "earmarkedReliefDeposit" | "housingFundBalance" | "passengerCar" | "truck" | "vessel" | "machineryLarge" | "motorcycle" | "electricBike" | "disabilityVehicle" | "machinerySmall" | "residence" | "contractedHome" | "homestead" | "shop" | "office" | "factory" | "parking" | "company" | "partnership" | "cooperative" | "individualBusiness" | "socialServiceFounder" | "contractLand" | "forest" | "breedingStock" | "medicalInpatientOop" | "medicalChronicOop" | "medicalOutOfCatalogue" | "specialDrug" | "rehab" | "assistiveDevice" | "disabilityCare" | "residentialCareFee" | "tuition" | "boarding" | "basicRent" | "accidentCost" | "disasterRebuild" | "charityPaidMedical" | "charityPaidEducation" | "charityPaidHousing" | "charityPaidRehabilitation" | "socialInsurancePaid" | "incomeTaxPaid" | "supportPaid" | "electricity" | "water" | "gas" | "telecom" | "insurancePremium" | "highFeeSchool" | "overseasTravel" | "funeral" | "deceased" | "cremated" | "declaredMissing" | "declaredDead" | "born" | "married" | "divorced" | "widowed" | "guardianOf" | "hukouRegistered" | "hukouMoved" | "residencePermit" | "abroad" | "imprisoned" | "compulsoryRehab" | "communityCorrection" | "released" | "conscript" | "discharged" | "clergyAway" | "disabled" | "seriousIllness" | "selfCareAbility" | "careDependency" | "enrolled" | "graduated" | "droppedOut" | "employed" | "fiscalStaff" | "unemployedRegistered" | "jobRefused" | "legalRepresentative" | "barredFromOrganizationPosts" | "dishonestDebtor" | "inResidentialCare" | "visited" | "orphan" | "deFactoUnattended" | "childInDifficulty" | "leftBehindChild" | "gradualExit" | "dibao" | "tekun" | "edge" | "rigid" | "relapseMonitored" | "registeredPoor" | "preferentialObject" | "insuredMedical" | "publicRental" | "disasterAffected" | "evacuated" | "missingInDisaster" | "injuredInDisaster" | "dwellingLost" | "houseUnsafe";
      /**
      * @description the agency’s code, or <agency>.<word of letters>
      * @example TAX.wages
      */
      dataset: string;
      /** @description number of the record in the dataset, as the agency writes it; it is hashed here, and leaves as a hash */
      recordId: string;
      /**
      * Format: date-time
      * @description when the agency held it to be so; of one record the later observation stands
      * @example 2025-05-10T01:00:00Z
      */
      observedAt: string;
      /**
      * @default REGISTERED
      * @enum {string|null}
      */
      quality: "REGISTERED" | "VERIFIED" | "REPORTED" | null;
      /**
      * Format: uuid
      * @description factId of the own fact that this one corrects
      */
      supersedesFactId?: string | null;
      /** @description true: what was sent of this record was never so */
      retracted?: boolean | null;
      /** @enum {string} */
      type: "asset";
      /**
      * @description of the whole item; of a business its paid-in capital
      * @example 59000
      */
      valueFen?: string | null;
      /** @description 0: gone */
      count?: number | null;
      /**
      * Format: date
      * @description day on which it was so
      * @example 2025-05-12
      */
      asOf: string;
      /** @description register or account number of the item, as the agency writes it; it is hashed here, and leaves as a hash */
      itemKey: string;
      /**
      * @description the person’s part in basis points
      * @example 10000
      */
      shareBp: number;
      /**
      * @example {
      *       "areaDm2": "8800"
      *     }
      */
      attributes?: {
        [key: string]: string;
      } | null;
      /** @description of an item that is gone: ID number of who got it */
      receiverIdNumber?: string | null;
    };
    InboundExpenditureDto: {
      /**
      * @description resident ID number of the person
      * @example 51080219850214901X
      */
      idNumber: string;
      /**
      * @description a kind of the registry, of this sort of fact, that the agency may send
      * @example wage
      * @enum {string}
      */
      kind: "wage" | "labourFee" | "casualWork" | "royalty" | "publicPost" | "bonus" | "employerLivingFee" | "waitingAllowance" | "farming" | "livestock" | "forestry" | "fishery" | "selfEmployed" | "platformWork" | "cropInsurancePayout" | "interest" | "insuranceAnnuity" | "dividend" | "rent" | "landTransfer" | "collectiveDividend" | "employeePension" | "residentPersonalPension" | "unemploymentBenefit" | "workInjuryAllowance" | "survivorAllowance" | "residentBasicPension" | "supportReceived" | "agriSubsidy" | "ecoCompensation" | "monthlyRetirementPay" | "retiredCadrePension" | "localDischargeGrant" | "placementSettlement" | "severance" | "lottery" | "compensationLiving" | "disabledSoldierPension" | "militarySurvivorPension" | "regularSubsidy" | "conscriptFamilyGrant" | "martyrGrant" | "funeralSubsidy" | "militaryNursing" | "elderlyHardshipSubsidy" | "veteranHardshipGrant" | "familyPlanningAward" | "childRearingSubsidy" | "scholarship" | "heroismAward" | "honourAllowance" | "oneOffAward" | "dibaoBenefit" | "tekunBenefit" | "temporaryAid" | "heatingRelief" | "funeralRelief" | "medicalAid" | "educationAid" | "housingAid" | "employmentAid" | "disasterRelief" | "disabilityLivingSubsidy" | "disabilityCareSubsidy" | "priceSubsidy" | "housingInsurancePayout" | "charityAid" | "orphanAllowance" | "deFactoChildAllowance" | "childDifficultyAllowance" | "oldAgeAllowance" | "elderCareSubsidy" | "elderServiceSubsidy" | "workInjuryNursing" | "medicalReimbursement" | "housingFundWithdrawal" | "assetSale" | "expropriation" | "inheritance" | "largeGift" | "compensationOther" | "workInjuryLump" | "deathLump" | "lumpRetirementPay" | "insuranceLump" | "deposit" | "wealthProduct" | "onlineFinance" | "security" | "fund" | "bond" | "insuranceCashValue" | "creditorClaim" | "refundablePrepayment" | "earmarkedReliefDeposit" | "housingFundBalance" | "passengerCar" | "truck" | "vessel" | "machineryLarge" | "motorcycle" | "electricBike" | "disabilityVehicle" | "machinerySmall" | "residence" | "contractedHome" | "homestead" | "shop" | "office" | "factory" | "parking" | "company" | "partnership" | "cooperative" | "individualBusiness" | "socialServiceFounder" | "contractLand" | "forest" | "breedingStock" | "medicalInpatientOop" | "medicalChronicOop" | "medicalOutOfCatalogue" | "specialDrug" | "rehab" | "assistiveDevice" | "disabilityCare" | "residentialCareFee" | "tuition" | "boarding" | "basicRent" | "accidentCost" | "disasterRebuild" | "charityPaidMedical" | "charityPaidEducation" | "charityPaidHousing" | "charityPaidRehabilitation" | "socialInsurancePaid" | "incomeTaxPaid" | "supportPaid" | "electricity" | "water" | "gas" | "telecom" | "insurancePremium" | "highFeeSchool" | "overseasTravel" | "funeral" | "deceased" | "cremated" | "declaredMissing" | "declaredDead" | "born" | "married" | "divorced" | "widowed" | "guardianOf" | "hukouRegistered" | "hukouMoved" | "residencePermit" | "abroad" | "imprisoned" | "compulsoryRehab" | "communityCorrection" | "released" | "conscript" | "discharged" | "clergyAway" | "disabled" | "seriousIllness" | "selfCareAbility" | "careDependency" | "enrolled" | "graduated" | "droppedOut" | "employed" | "fiscalStaff" | "unemployedRegistered" | "jobRefused" | "legalRepresentative" | "barredFromOrganizationPosts" | "dishonestDebtor" | "inResidentialCare" | "visited" | "orphan" | "deFactoUnattended" | "childInDifficulty" | "leftBehindChild" | "gradualExit" | "dibao" | "tekun" | "edge" | "rigid" | "relapseMonitored" | "registeredPoor" | "preferentialObject" | "insuredMedical" | "publicRental" | "disasterAffected" | "evacuated" | "missingInDisaster" | "injuredInDisaster" | "dwellingLost" | "houseUnsafe";
      /**
      * @description the agency’s code, or <agency>.<word of letters>
      * @example TAX.wages
      */
      dataset: string;
      /** @description number of the record in the dataset, as the agency writes it; it is hashed here, and leaves as a hash */
      recordId: string;
      /**
      * Format: date-time
      * @description when the agency held it to be so; of one record the later observation stands
      * @example 2025-05-10T01:00:00Z
      */
      observedAt: string;
      /**
      * @default REGISTERED
      * @enum {string|null}
      */
      quality: "REGISTERED" | "VERIFIED" | "REPORTED" | null;
      /**
      * Format: uuid
      * @description factId of the own fact that this one corrects
      */
      supersedesFactId?: string | null;
      /** @description true: what was sent of this record was never so */
      retracted?: boolean | null;
      /** @enum {string} */
      type: "expenditure";
      /**
      * @description paid after insurance, aid and subsidy; 0 only with supersedesFactId
      * @example 59000
      */
      amountFen: string;
      period: components["schemas"]["InboundPeriodDto"];
      /** @description number of the bill, as the agency writes it; it is hashed here, and leaves as a hash */
      itemKey: string;
      /**
      * Format: uscc
      * @description who was paid
      * @example 91510800MA6253U27D
      */
      payeeKey?: string | null;
    };
    InboundStatusDto: {
      /**
      * @description resident ID number of the person
      * @example 51080219850214901X
      */
      idNumber: string;
      /**
      * @description a kind of the registry, of this sort of fact, that the agency may send
      * @example wage
      * @enum {string}
      */
      kind: "wage" | "labourFee" | "casualWork" | "royalty" | "publicPost" | "bonus" | "employerLivingFee" | "waitingAllowance" | "farming" | "livestock" | "forestry" | "fishery" | "selfEmployed" | "platformWork" | "cropInsurancePayout" | "interest" | "insuranceAnnuity" | "dividend" | "rent" | "landTransfer" | "collectiveDividend" | "employeePension" | "residentPersonalPension" | "unemploymentBenefit" | "workInjuryAllowance" | "survivorAllowance" | "residentBasicPension" | "supportReceived" | "agriSubsidy" | "ecoCompensation" | "monthlyRetirementPay" | "retiredCadrePension" | "localDischargeGrant" | "placementSettlement" | "severance" | "lottery" | "compensationLiving" | "disabledSoldierPension" | "militarySurvivorPension" | "regularSubsidy" | "conscriptFamilyGrant" | "martyrGrant" | "funeralSubsidy" | "militaryNursing" | "elderlyHardshipSubsidy" | "veteranHardshipGrant" | "familyPlanningAward" | "childRearingSubsidy" | "scholarship" | "heroismAward" | "honourAllowance" | "oneOffAward" | "dibaoBenefit" | "tekunBenefit" | "temporaryAid" | "heatingRelief" | "funeralRelief" | "medicalAid" | "educationAid" | "housingAid" | "employmentAid" | "disasterRelief" | "disabilityLivingSubsidy" | "disabilityCareSubsidy" | "priceSubsidy" | "housingInsurancePayout" | "charityAid" | "orphanAllowance" | "deFactoChildAllowance" | "childDifficultyAllowance" | "oldAgeAllowance" | "elderCareSubsidy" | "elderServiceSubsidy" | "workInjuryNursing" | "medicalReimbursement" | "housingFundWithdrawal" | "assetSale" | "expropriation" | "inheritance" | "largeGift" | "compensationOther" | "workInjuryLump" | "deathLump" | "lumpRetirementPay" | "insuranceLump" | "deposit" | "wealthProduct" | "onlineFinance" | "security" | "fund" | "bond" | "insuranceCashValue" | "creditorClaim" | "refundablePrepayment" | "earmarkedReliefDeposit" | "housingFundBalance" | "passengerCar" | "truck" | "vessel" | "machineryLarge" | "motorcycle" | "electricBike" | "disabilityVehicle" | "machinerySmall" | "residence" | "contractedHome" | "homestead" | "shop" | "office" | "factory" | "parking" | "company" | "partnership" | "cooperative" | "individualBusiness" | "socialServiceFounder" | "contractLand" | "forest" | "breedingStock" | "medicalInpatientOop" | "medicalChronicOop" | "medicalOutOfCatalogue" | "specialDrug" | "rehab" | "assistiveDevice" | "disabilityCare" | "residentialCareFee" | "tuition" | "boarding" | "basicRent" | "accidentCost" | "disasterRebuild" | "charityPaidMedical" | "charityPaidEducation" | "charityPaidHousing" | "charityPaidRehabilitation" | "socialInsurancePaid" | "incomeTaxPaid" | "supportPaid" | "electricity" | "water" | "gas" | "telecom" | "insurancePremium" | "highFeeSchool" | "overseasTravel" | "funeral" | "deceased" | "cremated" | "declaredMissing" | "declaredDead" | "born" | "married" | "divorced" | "widowed" | "guardianOf" | "hukouRegistered" | "hukouMoved" | "residencePermit" | "abroad" | "imprisoned" | "compulsoryRehab" | "communityCorrection" | "released" | "conscript" | "discharged" | "clergyAway" | "disabled" | "seriousIllness" | "selfCareAbility" | "careDependency" | "enrolled" | "graduated" | "droppedOut" | "employed" | "fiscalStaff" | "unemployedRegistered" | "jobRefused" | "legalRepresentative" | "barredFromOrganizationPosts" | "dishonestDebtor" | "inResidentialCare" | "visited" | "orphan" | "deFactoUnattended" | "childInDifficulty" | "leftBehindChild" | "gradualExit" | "dibao" | "tekun" | "edge" | "rigid" | "relapseMonitored" | "registeredPoor" | "preferentialObject" | "insuredMedical" | "publicRental" | "disasterAffected" | "evacuated" | "missingInDisaster" | "injuredInDisaster" | "dwellingLost" | "houseUnsafe";
      /**
      * @description the agency’s code, or <agency>.<word of letters>
      * @example TAX.wages
      */
      dataset: string;
      /** @description number of the record in the dataset, as the agency writes it; it is hashed here, and leaves as a hash */
      recordId: string;
      /**
      * Format: date-time
      * @description when the agency held it to be so; of one record the later observation stands
      * @example 2025-05-10T01:00:00Z
      */
      observedAt: string;
      /**
      * @default REGISTERED
      * @enum {string|null}
      */
      quality: "REGISTERED" | "VERIFIED" | "REPORTED" | null;
      /**
      * Format: uuid
      * @description factId of the own fact that this one corrects
      */
      supersedesFactId?: string | null;
      /** @description true: what was sent of this record was never so */
      retracted?: boolean | null;
      /** @enum {string} */
      type: "status";
      /**
      * Format: date
      * @description first day on which it holds
      * @example 2025-05-12
      */
      from: string;
      /**
      * Format: date
      * @description first day on which it no longer holds
      * @example 2025-05-12
      */
      to?: string | null;
      /**
      * @example {
      *       "category": "2",
      *       "grade": "2"
      *     }
      */
      attributes?: {
        [key: string]: string;
      } | null;
      /** @description of houseUnsafe: the property register’s unit number, as the agency writes it; it is hashed here, and leaves as a hash */
      itemKey?: string | null;
      /** @description of married and divorced */
      spouseIdNumber?: string | null;
      /** @description of guardianOf */
      wardIdNumber?: string | null;
    };
    InboundAnswerDto: {
      /**
      * @description resident ID number of the person asked about
      * @example 51080219850214901X
      */
      idNumber: string;
      /** @example TAX */
      dataset: string;
      /** @enum {string} */
      state: "ANSWERED" | "NO_RECORD" | "REFUSED";
      /**
      * Format: date-time
      * @description up to when the source had looked
      * @example 2025-05-10T01:00:00Z
      */
      observedAt: string;
      /**
      * Format: uuid
      * @description the verification request that it answers
      */
      requestId?: string | null;
    };
    InboundWatermarkDto: {
      /** @example TAX */
      dataset: string;
      /**
      * Format: date-time
      * @description the feed is complete up to here
      * @example 2025-05-10T01:00:00Z
      */
      upTo: string;
    };
    InboundBatchDto: {
      /**
      * @description code of the agency, as the token’s org
      * @example TAX
      */
      agency: string;
      facts?: (components["schemas"]["InboundIncomeDto"] | components["schemas"]["InboundAssetDto"] | components["schemas"]["InboundExpenditureDto"] | components["schemas"]["InboundStatusDto"] | unknown)[] | null;
      /** @description whose data are complete with these facts, or of whom there are none */
      answers?: (components["schemas"]["InboundAnswerDto"] | unknown)[] | null;
      watermark?: components["schemas"]["InboundWatermarkDto"] | null;
    };
    InboundItemDto: {
      /** @description place in the list that was sent, from 0 */
      index: number;
      /** @enum {string} */
      state: "ACCEPTED" | "REJECTED";
      /**
      * Format: uuid
      * @description the same whenever the same fact is sent again
      */
      factId?: string;
      /** Format: uuid */
      answerId?: string;
      /**
      * @description name of the problem
      * @example id-number-invalid
      */
      problem?: string;
      /**
      * @description what is wrong; the value is never repeated
      * @example period.toMonth
      */
      field?: string;
      /**
      * @description of the problem `validation`: what is wrong with the field
      * @example is-fen
      */
      code?: string;
    };
    InboundMarkerDto: {
      /** @enum {string} */
      state: "ACCEPTED" | "REJECTED";
      /** Format: uuid */
      markerId?: string;
      problem?: string;
      field?: string;
      code?: string;
    };
    InboundResultDto: {
      facts: components["schemas"]["InboundItemDto"][];
      answers: components["schemas"]["InboundItemDto"][];
      watermark?: components["schemas"]["InboundMarkerDto"];
    };
    InboundRefusalDto: {
      /**
      * Format: uuid
      * @example 0198a6f2-3a5b-7c11-8f0e-0d5a1a2b3c4d
      */
      id: string;
      /**
      * @description code of the agency
      * @example TAX
      */
      source: string;
      /**
      * @description ? where the item names no dataset of the agency
      * @example TAX.wages
      */
      dataset: string;
      /**
      * @example FACT
      * @enum {string}
      */
      item: "FACT" | "ANSWER" | "WATERMARK";
      /**
      * @description name of the problem
      * @example id-number-invalid
      */
      problem: string;
      /**
      * @description what is wrong; null: the item as a whole
      * @example idNumber
      */
      field: string | null;
      /**
      * @description of the problem `validation`: what is wrong with the field
      * @example null
      */
      code: string | null;
      /**
      * @description so many items of the call
      * @example 3
      */
      items: number;
      /**
      * @description place of the first of them in the list that was sent, from 0
      * @example 0
      */
      firstIndex: number;
      /**
      * Format: date-time
      * @example 2025-05-12T01:00:00.000Z
      */
      refusedAt: string;
    };
    ManifestPartDto: {
      /** @example part-1.ndjson */
      name: string;
      /** @example 912345 */
      bytes: number;
      /**
      * @description lines
      * @example 2829
      */
      rows: number;
      /** @description of the bytes, hexadecimal */
      sha256: string;
    };
    ManifestTotalsDto: {
      /** @example 2829 */
      rows: number;
      /**
      * @description different ID numbers, as they stand in the rows without blanks
      * @example 2829
      */
      distinctPersons: number;
      /**
      * @description sum of amountFen and valueFen of all rows
      * @example 59000
      */
      sumAmountFen: string;
    };
    ManifestDto: {
      /**
      * Format: uuid
      * @description chosen by the agency
      */
      fileId: string;
      /**
      * @description code of the agency, as the token’s org
      * @example RVP
      */
      agency: string;
      /** @example RVP */
      dataset: string;
      /**
      * Format: uuid
      * @description the agreement in force for the dataset
      */
      agreementId: string;
      /**
      * @description form of the rows
      * @enum {number}
      */
      schemaVersion: 1;
      /**
      * @description number in the dataset, without gaps
      * @example 8
      */
      sequence: number;
      /**
      * Format: date
      * @description first day that the file speaks of
      * @example 2025-05-12
      */
      periodFrom: string;
      /**
      * Format: date
      * @description last day: once it is loaded, the feed is complete through its end
      * @example 2025-05-12
      */
      periodTo: string;
      /**
      * Format: date-time
      * @example 2025-05-12T01:00:00Z
      */
      generatedAt: string;
      parts: components["schemas"]["ManifestPartDto"][];
      totals: components["schemas"]["ManifestTotalsDto"];
      /** @description detached JWS (Ed25519, with iat) of the manifest without this member, RFC 8785; needed where the agency has a registered key */
      signature?: string | null;
    };
    FilePartDto: {
      /**
      * @description from 1
      * @example 1
      */
      number: number;
      /** @example part-1.ndjson */
      name: string;
      /** @description it has come */
      received: boolean;
    };
    FileDto: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      state: "ANNOUNCED" | "REJECTED" | "RECEIVED" | "VALIDATED" | "QUARANTINED" | "LOADED";
      /** @example RVP */
      agency: string;
      /** @example RVP */
      dataset: string;
      /** @example 8 */
      sequence: number;
      parts: components["schemas"]["FilePartDto"][];
      /** @example 2829 */
      rows: number;
      /**
      * @description null until it is checked
      * @example 0
      */
      rejectedRows: number | null;
      /**
      * @description of a file that was rejected: REPEATED_SEQUENCE, REPLACED, TOTALS_DIFFER, TOO_MANY_REJECTS, NO_AGREEMENT
      * @example TOO_MANY_REJECTS
      */
      reasonCode: string | null;
      /** Format: date-time */
      loadedAt: string | null;
      /** @example 1 */
      version: number;
    };
    LogEntryDto: {
      /**
      * @description of the aggregate, afterwards
      * @example 3
      */
      version: number;
      /** @example accept */
      command: string;
      /**
      * @description null: it began
      * @example SUBMITTED
      */
      from: string | null;
      /** @example ACCEPTED */
      to: string;
      /**
      * @description who did it: a user, a service or a job
      * @example clerk-wang
      */
      actor: string;
      /**
      * Format: date-time
      * @description by the business clock
      * @example 2025-05-12T02:00:00.000Z
      */
      at: string;
      /**
      * Format: date-time
      * @description when it was written
      * @example 2025-05-12T02:00:00.012Z
      */
      recordedAt: string;
      /** @example null */
      reason: string | null;
    };
    SkipGapDto: {
      /**
      * @description stays in its log
      * @example 第 7 期文件经核实不再报送
      */
      reason: string;
    };
    OpenQueryDto: {
      /** Format: uuid */
      id: string;
      /**
      * @description SENT: it was picked up
      * @enum {string}
      */
      state: "PENDING" | "SENT";
      /** @example BANK */
      dataset: string;
      /**
      * @description persons asked about
      * @example 3
      */
      persons: number;
      /**
      * @example [
      *       "DIBAO"
      *     ]
      */
      purposes: string[];
      /**
      * Format: uuid
      * @description to be named in the answers
      */
      requestId: string;
      /**
      * Format: date-time
      * @description an answer is wanted by then
      */
      dueAt: string;
    };
    AskedPersonDto: {
      /** @example 51080219850214901X */
      idNumber: string;
    };
    AskedQueryDto: {
      /** Format: uuid */
      queryId: string;
      /** Format: uuid */
      requestId: string;
      /** @example BANK */
      dataset: string;
      /**
      * @example [
      *       "DIBAO"
      *     ]
      */
      purposes: string[];
      /** Format: date-time */
      dueAt: string;
      persons: components["schemas"]["AskedPersonDto"][];
    };
    PartyNamesDto: {
      /**
      * @example HOUSING_AID
      * @enum {string}
      */
      purpose: "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT";
      /**
      * @description the case in which they are to be checked: the numbers are kept encrypted for the agencies that are asked about it; without it nothing is kept
      * @example HOU-2025-000123
      */
      caseRef?: string | null;
      /**
      * @description GB 11643, 18 digits
      * @example [
      *       "51080219850214901X"
      *     ]
      */
      idNumbers: string[];
    };
    PartyNameDto: {
      /**
      * @description place of the number in the call, from 0
      * @example 0
      */
      index: number;
      /**
      * Format: uuid
      * @description the department’s own key of the person; nobody else has it, and it says nothing of whether he is known
      * @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8
      */
      personKey?: string;
      /**
      * @description why there is none
      * @example id-number-invalid
      */
      problem?: string;
    };
    PartyNamedDto: {
      /** @description in the order of the call */
      items: components["schemas"]["PartyNameDto"][];
    };
    /** @description RFC 9457; the types are listed in x-problems */
    Problem: {
      /**
      * Format: uri
      * @example https://minzheng.dev/problems/validation
      */
      type: string;
      title: string;
      status: number;
      detail?: string;
      /** @description for errors of the service itself */
      traceId?: string;
      errors?: {
        field: string;
        code: string;
        message: string;
      }[];
    } & {
      [key: string]: unknown;
    };
  };
  responses: {
    /** @description a problem */
    Refused: {
      headers: {
        [name: string]: unknown;
      };
      content: {
        "application/problem+json": components["schemas"]["Problem"];
      };
    };
  };
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
