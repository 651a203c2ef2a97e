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
  "/v1/regions/changes": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Changes of regions, the newest first */
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
              items: components["schemas"]["RegionChangeDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Drafts a merger, another name, a division or a move to another region */
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
          "application/json": components["schemas"]["DraftRegionChangeDto"];
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
            "application/json": components["schemas"]["RegionChangeDto"];
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
  "/v1/regions/changes/{id}/publish": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Publishes a draft of somebody else: it holds from its day on */
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
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["RegionChangeDto"];
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
  "/v1/regions/changes/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One change of regions */
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
            "application/json": components["schemas"]["RegionChangeDto"];
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
  "/v1/party-keys": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** From now on the party may name these persons by its own keys; told by the gateway */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["PartyKeysDto"];
        };
      };
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PartyKeysGivenDto"];
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
  "/v1/policies": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Rows by key, own and copied */
    get: {
      parameters: {
        query?: {
          /** @description nextCursor of the page before */
          cursor?: string;
          limit?: number;
          /** @description what the key begins with */
          key?: string;
          /** @description rows of this region, in it, or of a region that contains it */
          region?: string;
          /** @description rows that hold on this day */
          asOf?: string;
          state?: "DRAFT" | "PUBLISHED" | "SUPERSEDED" | "WITHDRAWN";
          /** @description short name of the service that owns the key */
          owner?: string;
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
              items: components["schemas"]["PolicyDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Drafts a row; it holds nowhere until a second person publishes it */
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
          "application/json": components["schemas"]["DraftPolicyDto"];
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
            "application/json": components["schemas"]["PolicyDto"];
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
  "/v1/policies/explain": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Which row holds in a region on a day, and why no other */
    get: {
      parameters: {
        query: {
          key: string;
          region: string;
          on: string;
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
            "application/json": components["schemas"]["PolicyExplanationDto"];
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
  "/v1/policies/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One row */
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
            "application/json": components["schemas"]["PolicyDto"];
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
  "/v1/policies/{id}/publish": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Puts a draft into force, by somebody who did not draft it */
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
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PolicyDto"];
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
  "/v1/policies/{id}/withdraw": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Gives a draft up */
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
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PolicyDto"];
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
  "/v1/republications": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Sends the current state again, with the same ids, for a reader that is new or has lost its copy */
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
          "application/json": components["schemas"]["RepublishDto"];
        };
      };
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
  "/v1/person-key-aliases": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** After a change of the platform’s secret: works out what all known persons would be called */
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
  "/v1/identities/resolve": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Number and name of persons, with the reason logged */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["ResolveIdentitiesDto"];
        };
      };
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["IdentitiesDto"];
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
  "/v1/households": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Households of the region, or the citizen’s own, newest first, members masked */
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
          state?: "OPEN";
          hukouType?: "URBAN" | "RURAL";
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
              items: components["schemas"]["HouseholdDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Opens a household; tells who of it counts, and why */
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
          "application/json": components["schemas"]["OpenHouseholdDto"];
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
            "application/json": components["schemas"]["HouseholdDto"];
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
  "/v1/households/{id}/members": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Replaces the members and judges afresh who counts */
    put: {
      parameters: {
        query?: never;
        header: {
          /** @description the version, as in ETag */
          "If-Match": string;
        };
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["HouseholdMembersDto"];
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
            "application/json": components["schemas"]["HouseholdDto"];
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
  "/v1/households/{id}/correct-name": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The township office corrects the name of somebody in the household */
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
          "application/json": components["schemas"]["CorrectNameDto"];
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
            "application/json": components["schemas"]["HouseholdDto"];
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
  "/v1/households/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One household, its members masked */
    get: {
      parameters: {
        query?: never;
        header?: {
          /** @description why numbers and names are needed whole; needs the scope identities:read, and is kept */
          "X-Reveal-Reason"?: string;
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
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["HouseholdDto"];
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
  "/v1/consents": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Consents of the region, or those that are the citizen’s, newest first */
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
          state?: "VALID" | "EXPIRED" | "WITHDRAWN";
          /** @description whose data may be asked for */
          personKey?: string;
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
              items: components["schemas"]["ConsentDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** A person agrees to be verified */
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
          "application/json": components["schemas"]["GiveConsentDto"];
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
            "application/json": components["schemas"]["ConsentDto"];
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
  "/v1/consents/{id}/withdraw": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The consent no longer holds from now on */
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
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ConsentDto"];
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
  "/v1/consents/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One consent */
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
            "application/json": components["schemas"]["ConsentDto"];
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
  "/v1/cases": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Cases of the region, or the citizen’s own, newest first */
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
          state?: "SUBMITTED" | "APPROVED" | "CORRECTION" | "WITHDRAWN" | "ACCEPTED" | "INVESTIGATING" | "DISPUTED" | "ASSESSED" | "REINVESTIGATING" | "NOTICE" | "REPORTED" | "REJECTED" | "TERMINATED" | "REVOKED";
          programme?: "DIBAO" | "EDGE" | "RIGID";
          /** @description past the day by which it has to be decided, and not decided */
          overdue?: "true" | "false";
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
              items: components["schemas"]["CaseDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** A household applies */
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
          "application/json": components["schemas"]["SubmitCaseDto"];
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
            "application/json": components["schemas"]["CaseDto"];
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
  "/v1/cases/{id}/request-correction": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** All missing papers are asked for, once */
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
          "application/json": components["schemas"]["RequestCorrectionDto"];
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
            "application/json": components["schemas"]["CaseDto"];
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
  "/v1/cases/{id}/accept": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The application is complete: the clock starts */
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
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["CaseDto"];
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
  "/v1/cases/{id}/request-verification": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Verification is asked what the household has */
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
      requestBody?: {
        content: {
          "application/json": components["schemas"]["RequestVerificationDto"];
        };
      };
      responses: {
        202: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["RequestedDto"];
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
  "/v1/cases/{id}/dispute": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Evidence against a material discrepancy */
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
          "application/json": components["schemas"]["DisputeDto"];
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
            "application/json": components["schemas"]["CaseDto"];
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
  "/v1/cases/{id}/assess": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Runs the rules on the report; class, amounts and reasons are stored */
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
      requestBody?: {
        content: {
          "application/json": components["schemas"]["AssessDto"];
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
            "application/json": components["schemas"]["CaseDto"];
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
  "/v1/cases/{id}/decide": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Approves or rejects, by somebody who has not acted on the case */
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
          "application/json": components["schemas"]["DecideDto"];
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
            "application/json": components["schemas"]["DecidedDto"];
          };
        };
        /** @description somebody else has to say the same */
        202: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["DecidedDto"];
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
  "/v1/cases/{id}/revoke": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Two people of the county revoke an approval: fraud or a gross error is proven */
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
          "application/json": components["schemas"]["RevokeDto"];
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
            "application/json": components["schemas"]["RevokedDto"];
          };
        };
        /** @description somebody else has to say the same */
        202: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["RevokedDto"];
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
  "/v1/cases/{id}/extend-limit": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** A special reason why the case may take longer */
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
          "application/json": components["schemas"]["ExtendLimitDto"];
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
            "application/json": components["schemas"]["CaseDto"];
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
  "/v1/cases/{id}/record-refusal": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Somebody of the household would not cooperate */
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
          "application/json": components["schemas"]["RecordRefusalDto"];
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
            "application/json": components["schemas"]["CaseDto"];
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
  "/v1/cases/{id}/terminate": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Ends a case after two recorded refusals to cooperate */
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
          "application/json": components["schemas"]["TerminateDto"];
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
            "application/json": components["schemas"]["CaseDto"];
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
  "/v1/cases/{id}/return": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The decider sends the case back to be investigated and posted again, once */
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
          "application/json": components["schemas"]["ReturnDto"];
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
            "application/json": components["schemas"]["CaseDto"];
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
  "/v1/cases/{id}/withdraw": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The applicant withdraws */
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
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["CaseDto"];
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
  "/v1/cases/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One case */
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
            "application/json": components["schemas"]["CaseDto"];
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
  "/v1/cases/{id}/explanation": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Why: the stored reasons in words, and the rows that the rules read */
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
            "application/json": components["schemas"]["ExplanationDto"];
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
  "/v1/cases/{id}/log": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What happened to a case: who, when, from where to where; newest first */
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
  "/v1/cases/{id}/replay": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Computes assessment and decision again, from what they rested on then */
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
            "application/json": components["schemas"]["CaseReplayDto"];
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
  "/v1/cases/{id}/letters": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Letters of a case, newest first */
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
              items: components["schemas"]["LetterDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Asks an agency for what the report lacks */
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
      requestBody: {
        content: {
          "application/json": components["schemas"]["WriteInquiryDto"];
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
            "application/json": components["schemas"]["LetterDto"];
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
  "/v1/letters/{id}/record-answer": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** An agency has answered: it is missing no more */
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
          "application/json": components["schemas"]["RecordAnswerDto"];
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
            "application/json": components["schemas"]["LetterDto"];
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
  "/v1/cases/{id}/bills": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Bills of a case, newest first */
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
              items: components["schemas"]["BillDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** A clerk accepts a bill with its settlement sheet: it is told as a fact */
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
      requestBody: {
        content: {
          "application/json": components["schemas"]["AcceptBillDto"];
        };
      };
      responses: {
        201: {
          headers: {
            /** @description path of what was created */
            Location: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["BillDto"];
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
  "/v1/cases/{id}/record-evaluation": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The village has evaluated the household */
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
          "application/json": components["schemas"]["RecordEvaluationDto"];
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
            "application/json": components["schemas"]["EvaluatedDto"];
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
  "/v1/rankings": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Cases that were assessed in a month, by the hardship index */
    get: {
      parameters: {
        query: {
          /** @description a village: 12 digits */
          region: string;
          /** @description in which the cases were assessed */
          month: string;
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
            "application/json": components["schemas"]["RankingDto"];
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
  "/v1/public/notices/{id}/objections": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Anybody objects to a public notice */
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
      requestBody: {
        content: {
          "application/json": components["schemas"]["ObjectDto"];
        };
      };
      responses: {
        202: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ReceiptDto"];
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
  "/v1/objections": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Objections, complaints, petitions and appeals of the region, newest first */
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
          state?: "RECEIVED" | "ANSWERED" | "ADVANCED";
          kind?: "OBJECTION" | "COMPLAINT" | "PETITION" | "APPEAL";
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
              items: components["schemas"]["ObjectionDto"][];
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
  "/v1/objections/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One objection */
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
            "application/json": components["schemas"]["ObjectionDto"];
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
  "/v1/objections/{id}/reporter": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who it was */
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
            "application/json": components["schemas"]["ReporterDto"];
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
  "/v1/objections/{id}/answer": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Answers: what was found */
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
          "application/json": components["schemas"]["AnswerObjectionDto"];
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
            "application/json": components["schemas"]["ObjectionDto"];
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
  "/v1/objections/{id}/advance": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The answer is not accepted: the next stage */
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
          "application/json": components["schemas"]["AdvanceObjectionDto"];
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
            "application/json": components["schemas"]["ObjectionDto"];
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
  "/v1/cases/{id}/appeals": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The applicant asks for reconsideration of a decision */
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
      requestBody: {
        content: {
          "application/json": components["schemas"]["AppealDto"];
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
            "application/json": components["schemas"]["AppealedDto"];
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
  "/v1/official-relatives": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Filed relatives of the region, newest first */
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
              items: components["schemas"]["RelativeDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Files a near relative of an official: he does not act on that person’s case, nor look into it */
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
          "application/json": components["schemas"]["FileRelativeDto"];
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
            "application/json": components["schemas"]["RelativeDto"];
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
  "/v1/official-relatives/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One filed relative */
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
            "application/json": components["schemas"]["RelativeDto"];
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
  "/v1/cases/{id}/visits": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** House visits, newest first */
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
              items: components["schemas"]["VisitDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Enters a house visit */
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
      requestBody: {
        content: {
          "application/json": components["schemas"]["RecordVisitDto"];
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
            "application/json": components["schemas"]["VisitDto"];
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
  "/v1/awards/{id}/visits": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** House visits, newest first */
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
              items: components["schemas"]["VisitDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Enters a house visit */
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
      requestBody: {
        content: {
          "application/json": components["schemas"]["RecordVisitDto"];
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
            "application/json": components["schemas"]["VisitDto"];
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
  "/v1/clue-tasks/{id}/visits": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** House visits, newest first */
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
              items: components["schemas"]["VisitDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Enters a house visit */
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
      requestBody: {
        content: {
          "application/json": components["schemas"]["RecordVisitDto"];
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
            "application/json": components["schemas"]["VisitDto"];
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
  "/v1/visits/{id}/sign": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Somebody who took part signs, or enters the signature of a member */
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
      requestBody?: {
        content: {
          "application/json": components["schemas"]["SignVisitDto"];
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
            "application/json": components["schemas"]["VisitDto"];
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
  "/v1/visits/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One house visit */
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
            "application/json": components["schemas"]["VisitDto"];
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
  "/v1/cases/{id}/statements": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What was said of it, in words: reasons, and what somebody has reported; newest first */
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
              items: components["schemas"]["StatementDto"][];
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
  "/v1/awards/{id}/statements": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What was said of it, in words: reasons, and what somebody has reported; newest first */
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
              items: components["schemas"]["StatementDto"][];
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
  "/v1/reviews/{id}/statements": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What was said of it, in words: reasons, and what somebody has reported; newest first */
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
              items: components["schemas"]["StatementDto"][];
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
  "/v1/letters": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Letters of the region, newest first */
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
          state?: "WRITTEN" | "SERVED" | "SENT" | "ANSWERED";
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
              items: components["schemas"]["LetterDto"][];
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
  "/v1/letters/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One letter */
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
            "application/json": components["schemas"]["LetterDto"];
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
  "/v1/letters/{id}/record-service": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** A letter has reached the person: the proof of service */
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
          "application/json": components["schemas"]["RecordServiceDto"];
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
            "application/json": components["schemas"]["LetterDto"];
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
  "/v1/cases/{id}/give-opinion": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The township lead gives the preliminary opinion */
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
          "application/json": components["schemas"]["GiveOpinionDto"];
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
            "application/json": components["schemas"]["CaseDto"];
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
  "/v1/cases/{id}/notices": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Notices of a case, newest first */
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
              items: components["schemas"]["NoticeDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** The public notice is posted */
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
          "application/json": components["schemas"]["PostNoticeDto"];
        };
      };
      responses: {
        201: {
          headers: {
            /** @description path of what was created */
            Location: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PostedNoticeDto"];
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
  "/v1/cases/{id}/notices/{noticeId}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One notice of a case */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
          noticeId: string;
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
            "application/json": components["schemas"]["NoticeDto"];
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
  "/v1/awards": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Awards of the region, or the citizen’s own, newest first */
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
          state?: "PENDING_START" | "ACTIVE" | "GRADUAL_EXIT" | "HELD" | "CEASED";
          programme?: "DIBAO" | "EDGE" | "RIGID";
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
              items: components["schemas"]["AwardDto"][];
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
  "/v1/awards/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One award, with what it pays in which months */
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
            "application/json": components["schemas"]["AwardDetailDto"];
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
  "/v1/awards/{id}/hold": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The county holds the award: nothing is due from a month on */
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
          "application/json": components["schemas"]["HoldAwardDto"];
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
            "application/json": components["schemas"]["AwardDetailDto"];
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
  "/v1/awards/{id}/release": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The award goes on as before; the months held are paid with the next run */
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
      requestBody?: {
        content: {
          "application/json": components["schemas"]["ReleaseAwardDto"];
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
            "application/json": components["schemas"]["AwardDetailDto"];
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
  "/v1/awards/{id}/cease": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The award ends, with a written notice; what was paid for later months is owed */
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
          "application/json": components["schemas"]["CeaseAwardDto"];
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
            "application/json": components["schemas"]["AwardDetailDto"];
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
  "/v1/awards/{id}/changes": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Something has changed in the household: the award is reviewed */
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
      requestBody: {
        content: {
          "application/json": components["schemas"]["ReportChangeDto"];
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
            "application/json": components["schemas"]["ReviewDto"];
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
  "/v1/awards/{id}/request-verification": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Verification is asked what the household has, for the open review */
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
      requestBody?: {
        content: {
          "application/json": components["schemas"]["RequestVerificationDto"];
        };
      };
      responses: {
        202: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["RequestedDto"];
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
  "/v1/reviews": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Reviews of the region, or of the citizen’s own awards, newest first */
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
          state?: "OPEN" | "VISITED" | "CONCLUDED";
          cause?: "PERIODIC" | "REPORTED_CHANGE" | "CLUE" | "DEATH" | "STANDARD" | "SUPERVISION";
          /** @description due before today, and not concluded */
          overdue?: "true" | "false";
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
              items: components["schemas"]["ReviewDto"][];
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
  "/v1/reviews/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One review */
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
            "application/json": components["schemas"]["ReviewDto"];
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
  "/v1/reviews/{id}/conclude": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The review ends: the award stays, changes, or ends */
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
          "application/json": components["schemas"]["ConcludeReviewDto"];
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
            "application/json": components["schemas"]["ConcludedDto"];
          };
        };
        /** @description somebody else has to say the same */
        202: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ConcludedDto"];
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
  "/v1/recoveries": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Orders to pay back of the region, newest first */
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
          state?: "ISSUED" | "PAYING" | "SETTLED" | "WAIVED";
          basis?: "FRAUD" | "ERROR";
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
              items: components["schemas"]["RecoveryDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Orders that what was paid and not due is paid back, with a fine where there was fraud */
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
          "application/json": components["schemas"]["OrderRecoveryDto"];
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
            "application/json": components["schemas"]["RecoveryDto"];
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
  "/v1/recoveries/{id}/record-payment": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Money has come in */
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
          "application/json": components["schemas"]["RecordPaymentDto"];
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
            "application/json": components["schemas"]["RecoveryDto"];
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
  "/v1/recoveries/{id}/waive": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** What is still owed is given up */
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
          "application/json": components["schemas"]["WaiveRecoveryDto"];
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
            "application/json": components["schemas"]["RecoveryDto"];
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
  "/v1/recoveries/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One order to pay back */
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
            "application/json": components["schemas"]["RecoveryDto"];
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
  "/v1/overpayments": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What was paid and not due in the region, newest first */
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
          state?: "OPEN" | "RECOVERED" | "VOID";
          cause?: "DEATH" | "IMPRISONED" | "INELIGIBLE" | "DUPLICATE" | "FRAUD" | "ERROR";
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
              items: components["schemas"]["OverpaymentDto"][];
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
  "/v1/clue-tasks": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Tasks of the region, newest first */
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
          state?: "OPEN" | "VISITED" | "ANSWERED" | "CLOSED";
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
              items: components["schemas"]["ClueTaskDto"][];
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
  "/v1/clue-tasks/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One task, with the outcome that fits what has come of it so far */
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
            "application/json": components["schemas"]["ClueTaskDto"];
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
  "/v1/clue-tasks/{id}/assign": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Names who looks into it */
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
          "application/json": components["schemas"]["AssignClueTaskDto"];
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
            "application/json": components["schemas"]["ClueTaskDto"];
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
  "/v1/clue-tasks/{id}/answer": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Tells verification what was found */
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
          "application/json": components["schemas"]["AnswerClueTaskDto"];
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
            "application/json": components["schemas"]["ClueTaskDto"];
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
  "/v1/fact-disputes": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Disputes of the region, newest first */
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
          state?: "OPEN" | "CONFIRMED" | "RETRACTED" | "UPHELD" | "SETTLED";
          /** @description whom the fact is about */
          personKey?: string;
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
              items: components["schemas"]["FactDisputeDto"][];
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
  "/v1/fact-disputes/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One dispute */
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
            "application/json": components["schemas"]["FactDisputeDto"];
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
  "/v1/fact-disputes/{id}/confirm": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The department stands by its fact */
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
          "application/json": components["schemas"]["ConfirmFactDto"];
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
            "application/json": components["schemas"]["FactDisputeDto"];
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
  "/v1/fact-disputes/{id}/retract": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The fact was never so: it is taken back */
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
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["FactDisputeDto"];
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
  "/v1/fact-disputes/{id}/settle": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The register is corrected as the appeal has decided */
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
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["FactDisputeDto"];
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
  "/v1/me/households": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Households in which the citizen or a ward is named */
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
          state?: "OPEN";
          hukouType?: "URBAN" | "RURAL";
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
              items: components["schemas"]["HouseholdDto"][];
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
  "/v1/me/consents": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Consents about the citizen, or signed by him or her */
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
          state?: "VALID" | "EXPIRED" | "WITHDRAWN";
          /** @description whose data may be asked for */
          personKey?: string;
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
              items: components["schemas"]["ConsentDto"][];
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
  "/v1/me/cases": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Cases of the citizen’s households */
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
          state?: "SUBMITTED" | "APPROVED" | "CORRECTION" | "WITHDRAWN" | "ACCEPTED" | "INVESTIGATING" | "DISPUTED" | "ASSESSED" | "REINVESTIGATING" | "NOTICE" | "REPORTED" | "REJECTED" | "TERMINATED" | "REVOKED";
          programme?: "DIBAO" | "EDGE" | "RIGID";
          /** @description past the day by which it has to be decided, and not decided */
          overdue?: "true" | "false";
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
              items: components["schemas"]["CaseDto"][];
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
  "/v1/me/awards": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Awards that cover the citizen or a ward */
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
          state?: "PENDING_START" | "ACTIVE" | "GRADUAL_EXIT" | "HELD" | "CEASED";
          programme?: "DIBAO" | "EDGE" | "RIGID";
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
              items: components["schemas"]["AwardDto"][];
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
  "/v1/referrals": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Referrals of the region, newest first */
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
          /** @description short name of a service, agency code, UNION or PARTY */
          receiver?: string;
          /** @description received here, or sent from here */
          direction?: "IN" | "OUT";
          state?: "SENT" | "ACCEPTED" | "DONE" | "DECLINED" | "WITHDRAWN";
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
              items: components["schemas"]["ReferralDto"][];
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
  "/v1/referrals/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One referral */
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
            "application/json": components["schemas"]["ReferralDto"];
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
  "/v1/referrals/{id}/answer": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** An agency outside takes it over, says what was given, or declines */
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
          "application/json": components["schemas"]["AnswerReferralDto"];
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
            "application/json": components["schemas"]["ReferralDto"];
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
  "/v1/standards": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Standards of the region, newest first */
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
          state?: "DRAFT" | "CHECKED" | "PUBLISHED" | "IN_FORCE" | "SUPERSEDED";
          hukouType?: "URBAN" | "RURAL";
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
              items: components["schemas"]["StandardDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Drafts a standard; it holds nowhere until a second person publishes it */
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
          "application/json": components["schemas"]["DraftStandardDto"];
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
            "application/json": components["schemas"]["StandardDto"];
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
  "/v1/standards/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One standard, with what its check found */
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
            "application/json": components["schemas"]["StandardDto"];
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
  "/v1/standards/{id}/check": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Checks it against poverty line, minimum and the standard before, and proposes one */
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
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["StandardDto"];
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
  "/v1/standards/{id}/publish": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Puts a checked standard into force, by somebody who did not draft it; all awards are computed again */
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
            "application/json": components["schemas"]["PublishedStandardDto"];
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
  "/v1/recalculations": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Computes the awards of a region again, on what they were assessed on */
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
          "application/json": components["schemas"]["RecalculateDto"];
        };
      };
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
  "/v1/price-indices": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Price indices of the region, newest first */
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
          state?: "OPEN" | "SUPERSEDED";
          month?: string;
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
              items: components["schemas"]["PriceIndexDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Enters the indices of a month; over a trigger the price subsidy is paid */
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
          "application/json": components["schemas"]["EnterPriceIndexDto"];
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
            "application/json": components["schemas"]["PriceIndexDto"];
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
  "/v1/price-indices/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Price indices of one month, and what they trigger */
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
            "application/json": components["schemas"]["PriceIndexDto"];
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
  "/v1/price-indices/{id}/supersede": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Corrects indices that were wrong: what was paid stays, the difference is paid */
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
          "application/json": components["schemas"]["PriceFiguresDto"];
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
            "application/json": components["schemas"]["PriceIndexDto"];
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
  "/v1/awards/{id}/set-custodian": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Files a custody agreement: from the next run on the custodian is paid */
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
          "application/json": components["schemas"]["SetCustodianDto"];
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
            "application/json": components["schemas"]["CustodyDto"];
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
  "/v1/case-imports": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Files of the region, newest first */
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
              items: components["schemas"]["CaseImportDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /**
    * Loads a county’s earlier cases from a CSV file, or tries to
    * @description One row a person; the rows of a household stand together. A household is loaded whole or not at all: what is wrong with it is among the rejects, and holds up no other.
    *
    *     The same file loaded again is answered as it was the first time; a household that the county has loaded before is skipped.
    *
    *     | column | 列 | meaning | filled in |
    *     |---|---|---|---|
    *     | `household_ref` | 本县家庭编号；同一家庭的各行相连 | the county’s own number of the household; its rows stand together | every row |
    *     | `id_number` | 公民身份号码 | resident ID number | every row |
    *     | `name` | 姓名 | name | every row |
    *     | `relation` | 与申请人关系；申请人为 APPLICANT | to the applicant: APPLICANT, SPOUSE, CHILD, PARENT, SIBLING, GRANDPARENT, GRANDCHILD, OTHER | every row |
    *     | `hukou_region` | 户籍地代码 | region of the household registration, 6 to 12 digits | every row |
    *     | `capacity` | 民事行为能力 | legal capacity: FULL, LIMITED, NONE | every row |
    *     | `labour` | 劳动能力 | labour capacity: FULL, PARTIAL, NONE | every row |
    *     | `study` | 就学情况 | NONE, SCHOOL, BACHELOR, MASTER_OR_ABOVE | every row |
    *     | `guardian_id_number` | 监护人身份号码，须为家庭成员 | ID number of the guardian, a member | where it applies |
    *     | `lives_together_since` | 共同生活起始日 | day since when they live together | where it applies |
    *     | `disability_kind` | 残疾类别 1–7 | kind of disability of GB/T 26341, 1 to 7 | where it applies |
    *     | `disability_grade` | 残疾等级 1–4 | grade of disability, 1 to 4 | where it applies |
    *     | `card_valid_to` | 残疾人证有效期止 | last day of the disability card | where it applies |
    *     | `major_illness_code` | 重大疾病代码 | code of a listed major illness | where it applies |
    *     | `fiscal_paid` | 财政供养人员 true/false | paid out of public funds: true or false | where it applies |
    *     | `bank_code` | 开户行代码；只填领款人 | bank of the payee; on the payee’s row only | where it applies |
    *     | `account` | 领款账号；只填领款人 | account of the payee; on the payee’s row only | where it applies |
    *     | `income_fen` | 认定所依据的本人12个月可计入收入（分）；空为0 | own counted income of the 12 months that the decision rests on, in fen; empty is 0 | where it applies |
    *     | `deducted_fen` | 从上述收入中扣减的刚性支出或自负住院费用（分） | rigid expenditure, or own-paid cost of illness, taken off that income, in fen | where it applies |
    *     | `base_fen` | 最近一月低保金（分）：整户的填在申请人行，单人保填在本人行 | base benefit of the last month, in fen: on the applicant’s row, of a single-person guarantee on the person’s own | where it applies |
    *     | `extra_fen` | 最近一月分类施保金（分） | extra of the person in that month, in fen | where it applies |
    *     | `case_no` | 原审批编号 | number of the decision | the applicant’s row only |
    *     | `programme` | 救助类别 | DIBAO, EDGE or RIGID | the applicant’s row only |
    *     | `subtype` | 低保类型 | of DIBAO: HOUSEHOLD, RIGID_DEDUCTION, ILLNESS or SINGLE_PERSON; SINGLE_PERSON beside EDGE and RIGID too | the applicant’s row only, where it applies |
    *     | `region` | 属地代码（乡镇9位、村12位） | responsible township (9 digits) or village (12) | the applicant’s row only |
    *     | `hukou_type` | 城乡类别 | URBAN or RURAL: the standard | the applicant’s row only |
    *     | `address` | 住址 | where the household lives | the applicant’s row only |
    *     | `decided_on` | 确认日期 | day of the decision | the applicant’s row only |
    *     | `effective_month` | 低保金起发月 | of DIBAO: first month of the award | the applicant’s row only, where it applies |
    *     | `paid_through` | 已发放至何月（含）；之后由本系统发放 | of DIBAO: last month that was paid; this system pays from the next on | the applicant’s row only, where it applies |
    *     | `reviewed_on` | 最近一次复核结束日；空为确认日期 | day on which the last review ended; empty: that of the decision | the applicant’s row only, where it applies |
    */
    post: {
      parameters: {
        query: {
          /** @description true: every row is checked, also against what is stored, and nothing stays */
          dryRun: "true" | "false";
        };
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "text/csv": string;
        };
      };
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
  "/v1/case-imports/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How far a file is, and how many rows were taken */
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
            "application/json": components["schemas"]["CaseImportDto"];
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
  "/v1/case-imports/{id}/rejects": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
    * The rows that were not taken: line, column, problem, and what it means in Chinese and English
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
  "/v1/me/cases/{id}/explanation": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Why, from the stored reasons, policy rows and law; and what is due in which month */
    get: {
      parameters: {
        query?: {
          /** @description first month that is told; eleven before the current one without it */
          from?: string;
          /** @description last month that is told, at most 36; eleven behind the current one without it */
          to?: string;
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
            "application/json": components["schemas"]["CaseExplanationDto"];
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
  "/v1/cases/{id}/simulate": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** What a case would come to, if something were otherwise; nothing is stored */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: {
        content: {
          "application/json": components["schemas"]["SimulationDto"];
        };
      };
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["CalculationDto"];
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
  "/v1/me/cases/{id}/simulate": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** What the own case, or a ward’s, would come to, if something were otherwise */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: {
        content: {
          "application/json": components["schemas"]["SimulationDto"];
        };
      };
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["CalculationDto"];
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
  "/v1/public/calculations": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
    * What a household could get, from what its members say; nothing is stored
    * @description The same rules as in a decision, which rests on what registers, a visit and the village find: this is no promise.
    */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["CalculationFormDto"];
        };
      };
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["CalculationDto"];
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
  "/v1/persons/{personKey}/categories": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
    * By what somebody is covered on a day
    * @description From awards in the region of the token. Every key counts toward the client’s day; every question is entered in the audit with its purpose.
    */
    get: {
      parameters: {
        query?: {
          /** @description the day asked about; today without it */
          asOf?: string;
        };
        header: {
          /** @description what the answer is used for; it is entered in the audit */
          "X-Purpose": "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT";
        };
        path: {
          personKey: string;
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
            "application/json": components["schemas"]["PersonCategoriesDto"];
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
  "/v1/categories/query": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
    * By what up to 1,000 persons are covered on a day
    * @description From awards in the region of the token. Every key counts toward the client’s day; every question is entered in the audit with its purpose.
    */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description what the answer is used for; it is entered in the audit */
          "X-Purpose": "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP" | "MONITORING" | "AUDIT";
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["CategoriesQueryDto"];
        };
      };
      responses: {
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["CategoriesDto"];
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
  "/v1/work-items": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What the caller could do, the most urgent first, each with the command that settles it */
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
          /** @description default: OPEN */
          state?: "OPEN" | "SETTLED";
          /** @description past its limit */
          overdue?: "true" | "false";
          /** @description past four fifths of its time, and not yet past its limit */
          amber?: "true" | "false";
          kind?: string;
          /** @description subject of the token of who is to do it */
          assignee?: string;
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
              items: components["schemas"]["WorkItemDto"][];
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
  "/v1/work-items/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One work item */
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
            "application/json": components["schemas"]["WorkItemDto"];
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
  "/v1/work-items/{id}/assign": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Names who is to do it, by somebody who could do it */
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
          "application/json": components["schemas"]["AssignWorkItemDto"];
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
            "application/json": components["schemas"]["WorkItemDto"];
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
  "/v1/supervision-items": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What is to be looked into in the region, newest first */
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
          kind?: "RELATIVE" | "SAMPLE" | "REENTRY" | "CHURN" | "COMPLAINT" | "APPEAL" | "REPORT" | "LATE" | "SIGNATURE";
          state?: "OPEN" | "CHECKED" | "CLOSED";
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
              items: components["schemas"]["SupervisionItemDto"][];
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
  "/v1/supervision-items/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One item, with what was found and who complained */
    get: {
      parameters: {
        query?: never;
        header?: {
          /** @description why numbers and names are needed whole; needs the scope identities:read, and is kept */
          "X-Reveal-Reason"?: string;
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
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["SupervisionDetailDto"];
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
  "/v1/supervision-items/{id}/check": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** What was found */
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
          "application/json": components["schemas"]["CheckItemDto"];
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
            "application/json": components["schemas"]["SupervisionItemDto"];
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
  "/v1/supervision-items/{id}/close": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** What was found is followed up */
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
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["SupervisionItemDto"];
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
  "/v1/complaints": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Complaints of the region, newest first; who made them is told elsewhere */
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
          state?: "RECEIVED" | "CHECKED" | "ANSWERED";
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
              items: components["schemas"]["ComplaintDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Anybody complains, with a name or without; five a day from one contact */
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
          "application/json": components["schemas"]["ComplainDto"];
        };
      };
      responses: {
        202: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["ComplaintReceiptDto"];
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
  "/v1/complaints/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One complaint */
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
            "application/json": components["schemas"]["ComplaintDetailDto"];
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
  "/v1/complaints/{id}/answer": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** What has come of it, when it was checked */
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
          "application/json": components["schemas"]["AnswerComplaintDto"];
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
            "application/json": components["schemas"]["ComplaintDto"];
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
  "/v1/case-conferences": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Conferences of the region, newest first */
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
          state?: "HELD" | "SUPERSEDED";
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
              items: components["schemas"]["ConferenceDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** What three departments or more have resolved on single matters */
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
          "application/json": components["schemas"]["HoldConferenceDto"];
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
            "application/json": components["schemas"]["ConferenceDto"];
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
  "/v1/case-conferences/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One conference */
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
            "application/json": components["schemas"]["ConferenceDto"];
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
  "/v1/tickets": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Tickets of the region, or the citizen’s own, newest first */
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
          state?: "OPEN" | "ASSIGNED" | "FORWARDED" | "ANSWERED" | "CLOSED";
          channel?: "COUNTER" | "ONLINE" | "HOTLINE" | "PROACTIVE" | "REFERRAL" | "CLUE";
          /** @description past its limit, and not answered */
          overdue?: "true" | "false";
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
              items: components["schemas"]["TicketDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Somebody asks for help, for whatever it is: one door */
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
          "application/json": components["schemas"]["OpenTicketDto"];
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
            "application/json": components["schemas"]["TicketDto"];
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
  "/v1/tickets/{id}/forward": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Needs are referred to who handles them */
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
          "application/json": components["schemas"]["ForwardTicketDto"];
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
            "application/json": components["schemas"]["ForwardedDto"];
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
  "/v1/tickets/{id}/assign": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Names who handles it */
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
          "application/json": components["schemas"]["AssignTicketDto"];
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
            "application/json": components["schemas"]["TicketDto"];
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
  "/v1/tickets/{id}/answer": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** A need has a case, or a reasoned no; whoever referred it is told */
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
          "application/json": components["schemas"]["AnswerNeedDto"];
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
            "application/json": components["schemas"]["TicketDto"];
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
  "/v1/tickets/{id}/close": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Every need has a case, a referral or a reasoned no */
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
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["TicketDto"];
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
  "/v1/tickets/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One ticket, with what was said */
    get: {
      parameters: {
        query?: never;
        header?: {
          /** @description why numbers and names are needed whole; needs the scope identities:read, and is kept */
          "X-Reveal-Reason"?: string;
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
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["TicketDetailDto"];
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
  "/v1/catalogue-items": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The published catalogue of assistance of a region: what there is, and who handles it */
    get: {
      parameters: {
        query: {
          /** @description the catalogue of this region */
          region: string;
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
            "application/json": components["schemas"]["CatalogueDto"];
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
  "/v1/payroll-runs": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Payroll runs of the region, newest first */
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
          state?: "BUILDING" | "BUILT" | "LOCKED" | "APPROVED" | "SENT" | "RECONCILING" | "CLOSED" | "CANCELLED";
          programme?: string;
          month?: string;
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
              items: components["schemas"]["PayrollRunDto"][];
            };
          };
        };
        "4XX": components["responses"]["Refused"];
        "5XX": components["responses"]["Refused"];
      };
    };
    put?: never;
    /** Builds the payment lines of a county, programme and month */
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
          "application/json": components["schemas"]["OpenPayrollRunDto"];
        };
      };
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
  "/v1/payroll-runs/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One payroll run */
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
            "application/json": components["schemas"]["PayrollRunDto"];
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
  "/v1/payroll-runs/{id}/blocked-lines": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What could not be paid in the run, and why */
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
              items: components["schemas"]["BlockedLineDto"][];
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
  "/v1/payroll-runs/{id}/lock": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Freezes the lists */
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
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PayrollRunDto"];
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
  "/v1/payroll-runs/{id}/approve": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Finance approves, neither who built nor who locked it */
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
        200: {
          headers: {
            /** @description the version, for `If-Match` */
            ETag: string;
            [name: string]: unknown;
          };
          content: {
            "application/json": components["schemas"]["PayrollRunDto"];
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
  "/v1/payroll-runs/{id}/cancel": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Gives the run up with its lines, before its file is sent */
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
          "application/json": components["schemas"]["CancelRunDto"];
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
            "application/json": components["schemas"]["PayrollRunDto"];
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
  "/v1/payroll-runs/{id}/bank-file": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The payment file, its SHA-256 in X-Content-SHA256; who fetches it first sends it */
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
  "/v1/payroll-runs/{id}/import-results": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Takes a result file of the bank, whole or not at all */
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
          "text/csv": string;
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
            "application/json": components["schemas"]["ResultDto"];
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
  "/v1/payment-lines": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Payment lines of the region, of a run or of an award, newest first */
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
          state?: "PLANNED" | "SENT" | "PAID" | "RETURNED" | "REISSUED" | "WRITTEN_BACK" | "CANCELLED";
          component?: "BASE" | "EXTRA" | "PRICE" | "ARREARS";
          /** @description month that is paid for */
          month?: string;
          /** @description of this run */
          runId?: string;
          /** @description of this award */
          subjectId?: string;
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
              items: components["schemas"]["PaymentLineDto"][];
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
  "/v1/payment-lines/{id}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One payment line */
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
            "application/json": components["schemas"]["PaymentLineDto"];
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
  "/v1/payment-lines/{id}/reissue": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Issues a returned line again, to a corrected account */
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
          "application/json": components["schemas"]["ReissueDto"];
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
            "application/json": components["schemas"]["PaymentLineDto"];
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
  "/v1/payment-lines/{id}/write-back": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Keeps what came back: the award has ended and nobody inherits */
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
          "application/json": components["schemas"]["WriteBackDto"];
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
            "application/json": components["schemas"]["PaymentLineDto"];
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
  "/v1/me/payments": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What was sent to the citizen or a ward, newest first */
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
          state?: "PLANNED" | "SENT" | "PAID" | "RETURNED" | "REISSUED" | "WRITTEN_BACK" | "CANCELLED";
          component?: "BASE" | "EXTRA" | "PRICE" | "ARREARS";
          /** @description month that is paid for */
          month?: string;
          /** @description of this run */
          runId?: string;
          /** @description of this award */
          subjectId?: string;
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
              items: components["schemas"]["PaymentLineDto"][];
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
  "/v1/reports": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All reports, what they say and of what they are made */
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
            "application/json": components["schemas"]["ReportDefinitionsDto"];
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
  "/v1/reports/{code}": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One report by region, urban and rural, and month; as JSON, or with Accept as CSV */
    get: {
      parameters: {
        query?: {
          /** @description down to a township; the caller’s region without it */
          region?: string;
          /** @description first month; the last one that is over without it */
          from?: string;
          /** @description last month; the first without it */
          to?: string;
          /** @description as it was stored on this day */
          asOf?: string;
          /** @description the frozen figures of this version */
          version?: number;
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
            "application/json": components["schemas"]["ReportDto"];
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
  "/v1/reports/{code}/freeze": {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** The figures of a month are final; what corrects them is their next version */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description one for each command; the same again repeats the first answer */
          "Idempotency-Key": string;
        };
        path: {
          code: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          "application/json": components["schemas"]["FreezeDto"];
        };
      };
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
    ChangedRegionDto: {
      /** @example 510802 */
      code: string;
      /**
      * @description of a region that is new or gets another name
      * @example 宝轮镇
      */
      name?: string | null;
    };
    DraftRegionChangeDto: {
      /**
      * @example MERGE
      * @enum {string}
      */
      kind: "MERGE" | "RENAME" | "SPLIT" | "MOVE";
      /**
      * @description what is changed
      * @example [
      *       "510802"
      *     ]
      */
      from: string[];
      /** @description what it becomes */
      to: components["schemas"]["ChangedRegionDto"][];
      /**
      * Format: date
      * @description first day on which the change holds
      * @example 2025-05-12
      */
      effectiveOn: string;
      /** @example 行政区划管理条例 art. 9 */
      legalBasis: string;
      /**
      * @description number of the document that approves it
      * @example 川府民政〔2019〕27号
      */
      docNo: string;
    };
    RegionChangeDto: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      kind: "MERGE" | "RENAME" | "SPLIT" | "MOVE";
      /**
      * @example [
      *       "510802104"
      *     ]
      */
      from: string[];
      to: components["schemas"]["ChangedRegionDto"][];
      /** Format: date */
      effectiveOn: string;
      legalBasis: string;
      docNo: string;
      /** @enum {string} */
      state: "DRAFT" | "PUBLISHED";
      draftedBy: string;
      publishedBy: string | null;
      version: number;
    };
    PartyKeysDto: {
      /**
      * @description code of the party, as in its tokens
      * @example HOU
      */
      party: string;
      /**
      * @description whom the party has named
      * @example [
      *       "66f9367c-2a08-8d62-9d75-d6dbe23270b8"
      *     ]
      */
      personKeys: string[];
    };
    PartyKeysGivenDto: {
      /**
      * @description persons whom the party may name here from now on
      * @example 2
      */
      given: number;
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
    PolicyDto: {
      /** Format: uuid */
      id: string;
      /**
      * @description the service that the row belongs to
      * @example assistance
      */
      owner: string;
      /** @example assistance.dibao.standardMonthlyFen */
      key: string;
      /**
      * @description empty: the whole country
      * @example 5108
      */
      regionPrefix: string;
      /**
      * Format: date
      * @example 2025-07-01
      */
      effectiveFrom: string;
      /**
      * Format: date
      * @description first day on which it no longer holds
      */
      effectiveTo: string | null;
      /**
      * @description JSON in the form of the key’s other rows: amounts are digits in fen, rates basis points
      * @example {
      *       "URBAN": "65000",
      *       "RURAL": "45000"
      *     }
      */
      value: string | number | boolean | unknown[] | {
        [key: string]: unknown;
      };
      /** @example 社会救助暂行办法 art. 10 */
      legalBasis: string;
      /** Format: uuid */
      supersedesRowId: string | null;
      /** @enum {string} */
      state: "DRAFT" | "PUBLISHED" | "SUPERSEDED" | "WITHDRAWN";
      /** @description none for a row that the service came with */
      draftedBy: string | null;
      /** Format: date-time */
      draftedAt: string | null;
      publishedBy: string | null;
      /** Format: date-time */
      publishedAt: string | null;
      version: number;
    };
    CandidateDto: {
      /** Format: uuid */
      id: string;
      /** @example 5108 */
      regionPrefix: string;
      /** Format: date */
      effectiveFrom: string;
      /** Format: date */
      effectiveTo: string | null;
      /**
      * @description JSON in the form of the key’s other rows: amounts are digits in fen, rates basis points
      * @example {
      *       "URBAN": "65000",
      *       "RURAL": "45000"
      *     }
      */
      value: string | number | boolean | unknown[] | {
        [key: string]: unknown;
      };
      /** @example 社会救助暂行办法 art. 10 */
      legalBasis: string;
      /** @enum {string} */
      standing: "WINS" | "OTHER_REGION" | "NOT_YET" | "ENDED" | "LESS_SPECIFIC" | "EARLIER";
      /** @example 适用：在当日有效的记录中，地区最具体且生效日期最晚 */
      zh: string;
      /** @example It applies: of the rows that hold on the day, its region is the most specific and its first day the latest */
      en: string;
    };
    PolicyExplanationDto: {
      /** @example assistance.dibao.standardMonthlyFen */
      key: string;
      /** @example 510802 */
      region: string;
      /** Format: date */
      on: string;
      /**
      * Format: uuid
      * @description null: decisions get policy-missing
      */
      winner: string | null;
      /** @description in the order of precedence */
      candidates: components["schemas"]["CandidateDto"][];
    };
    DraftPolicyDto: {
      /**
      * @description a key of this service of which there are rows
      * @example assistance.dibao.standardMonthlyFen
      */
      key: string;
      /**
      * @description region in which it holds, within that of the drafter
      * @example 510802
      */
      regionPrefix: string;
      /**
      * Format: date
      * @description first day; a day that has passed only with supersedesRowId
      * @example 2025-05-12
      */
      effectiveFrom: string;
      /**
      * Format: date
      * @description first day on which it no longer holds
      * @example 2025-05-12
      */
      effectiveTo?: string | null;
      /**
      * @description JSON in the form of the key’s other rows: amounts are digits in fen, rates basis points
      * @example {
      *       "URBAN": "65000",
      *       "RURAL": "45000"
      *     }
      */
      value: string | number | boolean | unknown[] | {
        [key: string]: unknown;
      };
      /**
      * @description document and article
      * @example 广府规〔2025〕3号 §2
      */
      legalBasis: string;
      /**
      * Format: uuid
      * @description the row that ends where this one begins
      */
      supersedesRowId?: string | null;
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
    RepublishDto: {
      /**
      * @description what is sent again, of: minzheng.facts.v1.StatusFact, minzheng.facts.v1.IncomeFact, minzheng.facts.v1.AssetFact, minzheng.facts.v1.ExpenditureFact, minzheng.verification.v1.ConsentWithdrawn, minzheng.verification.v1.VerificationRequested, minzheng.common.v1.PolicyPublished, minzheng.assistance.v1.HouseholdChanged, minzheng.assistance.v1.AwardStarted, minzheng.assistance.v1.AwardAdjusted
      * @example [
      *       "minzheng.facts.v1.StatusFact"
      *     ]
      */
      types: string[];
      /**
      * @description what lies in it, and what holds for all of it
      * @example 510802
      */
      region: string;
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
    ResolveIdentitiesDto: {
      /**
      * @description who is meant
      * @example [
      *       "66f9367c-2a08-8d62-9d75-d6dbe23270b8"
      *     ]
      */
      personKeys: string[];
      /**
      * @description why: a case, a referral or a clue
      * @example clue 0198a000-fa92-76bb-8db9-aa6478e2a419
      */
      reason: string;
      /**
      * Format: uuid
      * @description referral that this service made to the caller: its persons are told while it is open
      * @example 0198a000-7c1e-7c66-9a55-3f6c2f4f1f80
      */
      referralId?: string | null;
    };
    IdentityDto: {
      /** Format: uuid */
      personKey: string;
      /** @example 51080219850214901X */
      idNumber: string;
      /** @example 张三 */
      name: string;
    };
    IdentitiesDto: {
      /** @description persons of the caller’s region, or of the referral, only */
      items: components["schemas"]["IdentityDto"][];
    };
    DisabilityDto: {
      /**
      * @description kind of GB/T 26341; 4 is limb
      * @example 4
      */
      kind: number;
      /** @example 2 */
      grade: number;
      /**
      * Format: date
      * @description last day of validity
      * @example 2025-05-12
      */
      cardValidTo?: string | null;
    };
    MemberDto: {
      /**
      * Format: id-number
      * @description resident ID number; stored encrypted, shown masked
      * @example 51080219850214901X
      */
      idNumber: string;
      /** @example 张三 */
      name: string;
      /**
      * @description to the applicant
      * @enum {string}
      */
      relation: "APPLICANT" | "SPOUSE" | "CHILD" | "PARENT" | "SIBLING" | "GRANDPARENT" | "GRANDCHILD" | "OTHER";
      /**
      * Format: date
      * @description since when they live together
      * @example 2025-05-12
      */
      livesTogetherSince?: string | null;
      /** @example 510802 */
      hukouRegion: string;
      /**
      * @description legal capacity (Civil Code arts. 18–22)
      * @enum {string}
      */
      capacity: "FULL" | "LIMITED" | "NONE";
      /**
      * Format: id-number
      * @description ID number of the guardian, who is a member
      */
      guardianIdNumber?: string | null;
      /** @enum {string} */
      labour: "FULL" | "PARTIAL" | "NONE";
      /** @enum {string} */
      study: "NONE" | "SCHOOL" | "BACHELOR" | "MASTER_OR_ABOVE";
      disability?: components["schemas"]["DisabilityDto"] | null;
      /** @description code of a listed major illness */
      majorIllnessCode?: string | null;
      /**
      * @description paid out of public funds
      * @default false
      */
      fiscalPaid: boolean | null;
    };
    ObligorDto: {
      /**
      * Format: id-number
      * @description resident ID number; stored encrypted, shown masked
      * @example 51080219850214901X
      */
      idNumber: string;
      /** @example 张三 */
      name: string;
      /**
      * Format: id-number
      * @description ID number of the member to whom support is owed
      */
      obligorOfIdNumber: string;
      /**
      * @description what he or she is to that member
      * @enum {string}
      */
      relation: "APPLICANT" | "SPOUSE" | "CHILD" | "PARENT" | "SIBLING" | "GRANDPARENT" | "GRANDCHILD" | "OTHER";
    };
    PayeeDto: {
      /**
      * Format: id-number
      * @description ID number of the holder, who is a member
      */
      holderIdNumber: string;
      /** @example 103 */
      bankCode: string;
      /**
      * @description stored encrypted
      * @example 6228480000000000018
      */
      account: string;
    };
    OpenHouseholdDto: {
      members: components["schemas"]["MemberDto"][];
      obligors?: components["schemas"]["ObligorDto"][] | null;
      /** @description who is paid, and where; without it as before */
      payee?: components["schemas"]["PayeeDto"] | null;
      /** @example 510802 */
      region: string;
      /** @enum {string} */
      hukouType: "URBAN" | "RURAL";
      /** @description stored encrypted */
      address: string;
    };
    ShownMemberDto: {
      /** Format: uuid */
      personKey: string;
      /**
      * @description resident ID number, its middle hidden unless it was revealed
      * @example 510***********901X
      */
      idNumber: string;
      /**
      * @description the first character of the name, unless it was revealed
      * @example 张*
      */
      name: string;
      /** @enum {string} */
      relation: "APPLICANT" | "SPOUSE" | "CHILD" | "PARENT" | "SIBLING" | "GRANDPARENT" | "GRANDCHILD" | "OTHER";
      /** @description counted as living together (R1) */
      counted: boolean;
      /** @example SPOUSE */
      reasonCode: string;
    };
    ExcludedDto: {
      /** Format: uuid */
      personKey: string;
      /** @example NOT_LIVING_TOGETHER */
      reasonCode: string;
    };
    HouseholdDto: {
      /** Format: uuid */
      id: string;
      /** @example H510802001001-20250512-000001 */
      householdNo: string;
      region: string;
      /** @enum {string} */
      hukouType: "URBAN" | "RURAL";
      /** @enum {string} */
      state: "OPEN";
      version: number;
      /**
      * @description members counted (N)
      * @example 3
      */
      n: number;
      members: components["schemas"]["ShownMemberDto"][];
      excluded: components["schemas"]["ExcludedDto"][];
    };
    HouseholdMembersDto: {
      members: components["schemas"]["MemberDto"][];
      obligors?: components["schemas"]["ObligorDto"][] | null;
      /** @description who is paid, and where; without it as before */
      payee?: components["schemas"]["PayeeDto"] | null;
    };
    CorrectNameDto: {
      /** @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8 */
      personKey: string;
      /**
      * @description as it stands in the population register
      * @example 张三
      */
      name: string;
      /**
      * @description SHA-256 of the paper that proves it, hex
      * @example ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
      */
      documentSha256: string;
    };
    GiveConsentDto: {
      /**
      * @description whose data may be asked for
      * @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8
      */
      personKey: string;
      /**
      * @description who signs
      * @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8
      */
      signerKey: string;
      /** @enum {string} */
      signerRole: "SELF" | "GUARDIAN" | "AGENT" | "HEIR";
      /**
      * @example [
      *       "DIBAO",
      *       "EDGE",
      *       "RIGID"
      *     ]
      */
      purposes: ("DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "TEMP_AID" | "DISABILITY_SUBSIDY" | "MEDICAL_AID" | "EDUCATION_AID" | "HOUSING_AID" | "EMPLOYMENT_AID" | "HEATING" | "FUNERAL" | "LEGAL_AID" | "DISASTER_RELIEF" | "CHARITY_AID" | "ORPHAN" | "DE_FACTO_CHILD" | "CHILD_LOW_INCOME" | "ADOPTION_MEANS" | "OLD_AGE_ALLOWANCE" | "ELDER_CARE_SUBSIDY" | "VETERAN_HARDSHIP" | "VETERAN_SURVIVOR" | "VETERAN_ELDERLY_HARDSHIP")[];
      /**
      * @description CORE, the code of an agency, or <agency>.<dataset>
      * @example [
      *       "CORE",
      *       "INS"
      *     ]
      */
      datasets: string[];
      /** @enum {string} */
      method: "PAPER_SCAN" | "E_SIGN" | "FACE_VERIFIED";
      /** @description SHA-256 of the signed form, hex */
      documentSha256: string;
      /** @description SHA-256 of the court paper or written power, hex */
      powerSha256?: string | null;
      /**
      * Format: date-time
      * @example 2025-05-12T01:00:00Z
      */
      signedAt: string;
      /**
      * Format: date
      * @description last day on which it holds
      * @example 2025-05-12
      */
      validTo: string;
    };
    ConsentDto: {
      /** Format: uuid */
      id: string;
      /** Format: uuid */
      personKey: string;
      purposes: string[];
      /** @enum {string} */
      state: "VALID" | "EXPIRED" | "WITHDRAWN";
      validTo: string;
      /** @description registered with verification */
      registered: boolean;
      version: number;
    };
    DeclaredItemDto: {
      /** @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8 */
      personKey: string;
      /**
      * @description of income or spending: the sum of all its months
      * @example 59000
      */
      amountFen?: string | null;
      /**
      * @description of what is owned: its value
      * @example 59000
      */
      valueFen?: string | null;
      /** @description of what is owned: how many */
      count?: number | null;
      /** @description credit code of the payer, or * */
      payerKey?: string | null;
      /** @enum {string} */
      side: "INCOME" | "ASSET" | "EXPENDITURE";
      /**
      * @description a kind of the registry. INCOME: wage 工资, labourFee 劳务报酬, casualWork 务工零工, royalty 稿酬, publicPost 公益性岗位, bonus 奖金, employerLivingFee 单位生活费, waitingAllowance 待安排期生活补助, farming 种植, livestock 养殖, forestry 林业, fishery 渔业, selfEmployed 个体经营, platformWork 平台经营, cropInsurancePayout 农业保险赔款, interest 利息, insuranceAnnuity 商业年金, dividend 红利, rent 租金, landTransfer 土地流转, collectiveDividend 集体分红, employeePension 职工养老金, residentPersonalPension 居民养老个人账户及地方增发, unemploymentBenefit 失业金, workInjuryAllowance 伤残津贴, survivorAllowance 供养亲属抚恤金, residentBasicPension 居民基础养老金(中央部分), supportReceived 实收赡养抚养扶养费, agriSubsidy 惠农补贴, ecoCompensation 生态补偿, monthlyRetirementPay 逐月退役金, retiredCadrePension 军休费, localDischargeGrant 地方一次性经济补助, placementSettlement 货币化安置, severance 经济补偿, lottery 偶然所得, compensationLiving 赔偿中生活费, disabledSoldierPension 伤残抚恤金, militarySurvivorPension 定期抚恤金(三属), regularSubsidy 定期生活补助, conscriptFamilyGrant 义务兵优待金, martyrGrant 烈士褒扬金, funeralSubsidy 丧葬补助, militaryNursing 护理费, elderlyHardshipSubsidy 60岁以上生活困难定期补助, veteranHardshipGrant 帮扶解困金, familyPlanningAward 计生奖扶, childRearingSubsidy 育儿补贴, scholarship 奖助学金, heroismAward 见义勇为, honourAllowance 荣誉津贴, oneOffAward 一次性奖励, dibaoBenefit 最低生活保障金, tekunBenefit 特困供养金, temporaryAid 临时救助, heatingRelief 取暖, funeralRelief 殡葬, medicalAid 医疗救助、济困医疗基金、优抚医疗补助, educationAid 教育救助, housingAid 住房救助, employmentAid 就业救助, disasterRelief 灾害救助, disabilityLivingSubsidy 困难残疾人生活补贴, disabilityCareSubsidy 重度残疾人护理补贴, priceSubsidy 价格临时补贴, housingInsurancePayout 住房保险赔款, charityAid 慈善帮扶, orphanAllowance 孤儿基本生活费, deFactoChildAllowance 事实无人抚养儿童基本生活补贴, childDifficultyAllowance 困境儿童生活补贴, oldAgeAllowance 高龄津贴, elderCareSubsidy 护理补贴, elderServiceSubsidy 养老服务补贴, workInjuryNursing 工伤护理费, medicalReimbursement 医保报销, housingFundWithdrawal 公积金提取, assetSale 财产出售, expropriation 征地拆迁, inheritance 继承, largeGift 大额赠与, compensationOther 其他赔偿, workInjuryLump 一次性工伤补助, deathLump 一次性抚恤金, lumpRetirementPay 一次性退役金, insuranceLump 保险金. ASSET: deposit 存款, wealthProduct 理财, onlineFinance 互联网金融, security 证券, fund 基金, bond 债券, insuranceCashValue 保单现金价值, creditorClaim 债权, refundablePrepayment 养老预付款, earmarkedReliefDeposit 灾后重建专款, housingFundBalance 公积金余额, passengerCar 小汽车, truck 货车, vessel 船舶, machineryLarge 大型农机, motorcycle 摩托车, electricBike 电动自行车, disabilityVehicle 功能补偿代步车, machinerySmall 小型农机, residence 住房, contractedHome 网签, homestead 宅基地, shop 商铺, office 办公用房, factory 厂房, parking 车位, company 公司, partnership 合伙企业, cooperative 合作社, individualBusiness 个体工商户, socialServiceFounder 民非出资, contractLand 承包地, forest 林地, breedingStock 存栏. EXPENDITURE: medicalInpatientOop 住院自付, medicalChronicOop 门诊慢特病, medicalOutOfCatalogue 目录外费用, specialDrug 特药, rehab 康复, assistiveDevice 辅助器具, disabilityCare 残疾人照护, residentialCareFee 机构照料费, tuition 学费, boarding 住宿费, basicRent 基本房租, accidentCost 意外支出, disasterRebuild 灾后重建自付, charityPaidMedical 慈善支付医疗费, charityPaidEducation 慈善支付教育费, charityPaidHousing 慈善支付住房费, charityPaidRehabilitation 慈善支付康复费, socialInsurancePaid 社会保险缴费, incomeTaxPaid 个人所得税, supportPaid 支付赡养抚养扶养费, electricity 电费, water 水费, gas 燃气费, telecom 通信费, insurancePremium 商业保费, highFeeSchool 高收费学校, overseasTravel 出境旅游, funeral 丧葬支出
      * @example wage
      * @enum {string}
      */
      kind: "wage" | "labourFee" | "casualWork" | "royalty" | "publicPost" | "bonus" | "employerLivingFee" | "waitingAllowance" | "farming" | "livestock" | "forestry" | "fishery" | "selfEmployed" | "platformWork" | "cropInsurancePayout" | "interest" | "insuranceAnnuity" | "dividend" | "rent" | "landTransfer" | "collectiveDividend" | "employeePension" | "residentPersonalPension" | "unemploymentBenefit" | "workInjuryAllowance" | "survivorAllowance" | "residentBasicPension" | "supportReceived" | "agriSubsidy" | "ecoCompensation" | "monthlyRetirementPay" | "retiredCadrePension" | "localDischargeGrant" | "placementSettlement" | "severance" | "lottery" | "compensationLiving" | "disabledSoldierPension" | "militarySurvivorPension" | "regularSubsidy" | "conscriptFamilyGrant" | "martyrGrant" | "funeralSubsidy" | "militaryNursing" | "elderlyHardshipSubsidy" | "veteranHardshipGrant" | "familyPlanningAward" | "childRearingSubsidy" | "scholarship" | "heroismAward" | "honourAllowance" | "oneOffAward" | "dibaoBenefit" | "tekunBenefit" | "temporaryAid" | "heatingRelief" | "funeralRelief" | "medicalAid" | "educationAid" | "housingAid" | "employmentAid" | "disasterRelief" | "disabilityLivingSubsidy" | "disabilityCareSubsidy" | "priceSubsidy" | "housingInsurancePayout" | "charityAid" | "orphanAllowance" | "deFactoChildAllowance" | "childDifficultyAllowance" | "oldAgeAllowance" | "elderCareSubsidy" | "elderServiceSubsidy" | "workInjuryNursing" | "medicalReimbursement" | "housingFundWithdrawal" | "assetSale" | "expropriation" | "inheritance" | "largeGift" | "compensationOther" | "workInjuryLump" | "deathLump" | "lumpRetirementPay" | "insuranceLump" | "deposit" | "wealthProduct" | "onlineFinance" | "security" | "fund" | "bond" | "insuranceCashValue" | "creditorClaim" | "refundablePrepayment" | "earmarkedReliefDeposit" | "housingFundBalance" | "passengerCar" | "truck" | "vessel" | "machineryLarge" | "motorcycle" | "electricBike" | "disabilityVehicle" | "machinerySmall" | "residence" | "contractedHome" | "homestead" | "shop" | "office" | "factory" | "parking" | "company" | "partnership" | "cooperative" | "individualBusiness" | "socialServiceFounder" | "contractLand" | "forest" | "breedingStock" | "medicalInpatientOop" | "medicalChronicOop" | "medicalOutOfCatalogue" | "specialDrug" | "rehab" | "assistiveDevice" | "disabilityCare" | "residentialCareFee" | "tuition" | "boarding" | "basicRent" | "accidentCost" | "disasterRebuild" | "charityPaidMedical" | "charityPaidEducation" | "charityPaidHousing" | "charityPaidRehabilitation" | "socialInsurancePaid" | "incomeTaxPaid" | "supportPaid" | "electricity" | "water" | "gas" | "telecom" | "insurancePremium" | "highFeeSchool" | "overseasTravel" | "funeral";
      /**
      * @description there is nothing of this kind
      * @default false
      */
      noneDeclared: boolean | null;
    };
    SubmitCaseDto: {
      /**
      * Format: uuid
      * @description ticket that it answers
      */
      ticketId?: string | null;
      /** Format: uuid */
      householdId: string;
      /** @enum {string} */
      programme: "DIBAO" | "EDGE" | "RIGID";
      declaredItems: components["schemas"]["DeclaredItemDto"][];
    };
    RefusalDto: {
      /**
      * @description name of the problem
      * @example consent-missing
      */
      problem: string;
      /**
      * Format: uuid
      * @description whom it concerns, if the reader may know
      */
      personKey?: string;
    };
    VerificationReportDto: {
      /**
      * Format: uuid
      * @description none where it was refused
      */
      reportId: string | null;
      /** Format: uuid */
      requestId: string;
      sequence: number;
      /** @enum {string} */
      result: "COMPLETE" | "PARTIAL" | "REFUSED";
      /** Format: date */
      validTo: string | null;
      /** @description why verification refused */
      refusals: components["schemas"]["RefusalDto"][];
    };
    CaseDto: {
      /** Format: uuid */
      id: string;
      /** @example 510802001001-20250512-000002 */
      caseNo: string;
      /**
      * @description as the case was opened
      * @example 510802104
      */
      region: string;
      /**
      * @description what stands for that region today: its office is responsible
      * @example 510802103
      */
      currentRegion: string;
      /** Format: uuid */
      householdId: string;
      /** @enum {string} */
      programme: "DIBAO" | "EDGE" | "RIGID";
      /** @enum {string} */
      state: "SUBMITTED" | "APPROVED" | "CORRECTION" | "WITHDRAWN" | "ACCEPTED" | "INVESTIGATING" | "DISPUTED" | "ASSESSED" | "REINVESTIGATING" | "NOTICE" | "REPORTED" | "REJECTED" | "TERMINATED" | "REVOKED";
      /** @description the township decides */
      delegated: boolean;
      /** Format: date */
      acceptedOn: string | null;
      /**
      * Format: date
      * @description decided by the end of this day
      */
      dueOn: string | null;
      version: number;
      /** @description papers that the applicant was asked for */
      missingPapers: string[];
      /** @description why the decider sent the case back */
      defects: string[];
      /**
      * @description why it may take longer
      * @example [
      *       "SPLIT_HUKOU"
      *     ]
      */
      specialReasons: string[];
      /** @description a relative of an official: the county visits, and two people decide */
      relativeFlag: boolean;
      /**
      * Format: date
      * @description last day for the papers
      */
      correctionDueOn: string | null;
      /**
      * Format: date
      * @description last day for evidence
      */
      evidenceDueOn: string | null;
      /** @description why the report stopped the case: kinds that differ, by how much, or over the limits */
      dispute?: {
        [key: string]: unknown;
      };
      /** @description SHA-256 of what the applicant has brought against it, hex; empty while nothing was */
      disputeEvidence: string[];
      /** @description why and from when */
      revocation?: {
        [key: string]: unknown;
      };
      /** @description class, amounts and reasons */
      assessment?: {
        [key: string]: unknown;
      };
      decision?: {
        [key: string]: unknown;
      };
      /** @description decisions that an appeal has upset, the first one first */
      earlierDecisions?: {
        [key: string]: unknown;
      }[];
      /** @description the latest verification report */
      report?: components["schemas"]["VerificationReportDto"];
    };
    RequestCorrectionDto: {
      /**
      * @description all papers that are missing
      * @example [
      *       "leaseContract"
      *     ]
      */
      missing: string[];
    };
    RequestVerificationDto: {
      /**
      * @default [
      *       "DIBAO",
      *       "EDGE",
      *       "RIGID"
      *     ]
      */
      purposes: ("DIBAO" | "EDGE" | "RIGID")[] | null;
      /**
      * Format: date
      * @description answer wanted by the end of this day
      * @example 2025-05-12
      */
      dueOn?: string | null;
    };
    RequestedDto: {
      /** Format: uuid */
      requestId: string;
      /** Format: date-time */
      dueAt: string;
      /** @description of the case */
      version: number;
    };
    DisputeDto: {
      /** @description SHA-256 of the evidence, hex */
      evidence: string[];
    };
    AssetDecisionDto: {
      /**
      * Format: uuid
      * @description the fact of the report that leaves it open
      */
      assetId: string;
      /**
      * @description what it is worth, of the whole item
      * @example 59000
      */
      valueFen?: string | null;
      count?: number | null;
      /**
      * @description why
      * @example 车辆已报废，附注销证明
      */
      reason: string;
    };
    AssessDto: {
      /** @description what a person decides of assets that the report leaves open */
      assetDecisions?: components["schemas"]["AssetDecisionDto"][] | null;
      /** @description somebody has a stable job in a state or a large private firm */
      hasStableJob?: boolean | null;
      /** @description somebody has bought a commercial pension */
      hasCommercialPension?: boolean | null;
    };
    DecideDto: {
      /** @enum {string} */
      outcome: "APPROVED" | "REJECTED";
      /**
      * @example [
      *       "INCOME_NOT_BELOW"
      *     ]
      */
      reasonCodes?: string[] | null;
      text?: string | null;
    };
    DecidedDto: {
      /** @enum {string} */
      outcome: "APPROVED" | "REJECTED";
      /** @description nothing is decided yet: a second person has to repeat the call */
      awaitsSecond?: boolean;
      /** Format: uuid */
      awardId?: string;
      /** @example 86500 */
      monthlyFen?: string;
      /** @example 2025-07 */
      effectiveMonth?: string;
      /** @description of the case */
      version: number;
    };
    RevokeDto: {
      /** @enum {string} */
      cause: "FRAUD" | "ERROR";
      /**
      * @example [
      *       "INCOME_CONCEALED"
      *     ]
      */
      reasonCodes: string[];
      text: string;
      /**
      * @description first month that was not due
      * @example 2025-05
      */
      fromMonth: string;
      /**
      * @description SHA-256 of the proof, hex
      * @example ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff
      */
      proof: string;
    };
    RevokedDto: {
      /** @enum {string} */
      state: "SUBMITTED" | "APPROVED" | "CORRECTION" | "WITHDRAWN" | "ACCEPTED" | "INVESTIGATING" | "DISPUTED" | "ASSESSED" | "REINVESTIGATING" | "NOTICE" | "REPORTED" | "REJECTED" | "TERMINATED" | "REVOKED";
      /** @description nothing is revoked yet: a second person has to repeat the call */
      awaitsSecond?: boolean;
      /** @description of the case */
      version: number;
    };
    ExtendLimitDto: {
      /** @enum {string} */
      reason: "SPLIT_HUKOU" | "OUT_OF_AREA" | "HARD_TO_CHECK";
      /** @example 成员在外省务工，核查困难 */
      text: string;
    };
    RecordRefusalDto: {
      /**
      * Format: date
      * @description day on which somebody would not cooperate
      * @example 2025-05-12
      */
      on: string;
      /**
      * @description what was refused
      * @example 拒绝入户调查
      */
      what: string;
    };
    TerminateDto: {
      /** @example 两次拒绝配合入户调查 */
      reason: string;
    };
    ReturnDto: {
      /**
      * @description what has to be put right
      * @example [
      *       "公示金额与认定金额不一致"
      *     ]
      */
      defects: string[];
    };
    ReasonDto: {
      /** @example INCOME_BELOW */
      code: string;
      /** @example 家庭人均月收入400.00元，低于低保标准590.00元。 */
      zh: string;
      /** @example Income a head of 400.00 yuan is below the standard of 590.00 yuan. */
      en: string;
    };
    WhyDto: {
      /** @enum {string} */
      code: "ONLY_ONE" | "MOST_SPECIFIC" | "LATEST";
      /** @example 当日有效的规定中，其地区最为具体 */
      zh: string;
      /** @example Of the rows that held on the day, its region was the most specific */
      en: string;
      /**
      * Format: uuid
      * @description the next row that held too
      */
      overRowId?: string;
    };
    PolicyRowDto: {
      /** Format: uuid */
      id: string;
      /** @example assistance.dibao.standardMonthlyFen */
      key: string;
      /** @example 5108 */
      regionPrefix: string;
      /** Format: date */
      effectiveFrom: string;
      /**
      * @description JSON in the form of the key
      * @example {
      *       "URBAN": "59000",
      *       "RURAL": "39000"
      *     }
      */
      value: string | number | boolean | unknown[] | {
        [key: string]: unknown;
      };
      /** @example 社会救助暂行办法 art. 10 */
      legalBasis: string;
      /** @description why this row, as it was when the case was decided */
      why?: components["schemas"]["WhyDto"];
    };
    ExplanationDto: {
      /** @example DIBAO */
      householdClass: string;
      /** @example HOUSEHOLD */
      subtype?: string;
      /** @example 86500 */
      monthlyFen?: string;
      reasons: components["schemas"]["ReasonDto"][];
      /** @description the rows that the rules read */
      policies: components["schemas"]["PolicyRowDto"][];
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
    CaseReplayDto: {
      /**
      * @description SHA-256 of what was recomputed
      * @example aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
      */
      digest: string;
      /** @description the stored acts say the same, byte for byte */
      equal: boolean;
      /**
      * @description act and path
      * @example 1.decision.monthlyFen
      */
      firstDifference?: string;
    };
    WriteInquiryDto: {
      /**
      * @description a gap of the report
      * @example TAX
      */
      agency: string;
      /** @example TAX.wages */
      dataset?: string | null;
      /**
      * @description about whom
      * @example [
      *       "66f9367c-2a08-8d62-9d75-d6dbe23270b8"
      *     ]
      */
      personKeys: string[];
    };
    LetterDto: {
      /** Format: uuid */
      id: string;
      /** @example 510802001001-L-2025-000001 */
      letterNo: string;
      /** @example case */
      subjectType: string;
      /** Format: uuid */
      subjectId: string;
      /** @example REFUSAL */
      kind: string;
      /**
      * Format: uuid
      * @description the person whom it is for
      */
      addresseeKey: string | null;
      /** @example TAX */
      agency: string | null;
      /** @example TAX.wages */
      dataset: string | null;
      /** Format: date */
      writtenOn: string;
      /**
      * Format: date
      * @description served or answered by then
      */
      dueOn: string | null;
      /** Format: date */
      servedOn: string | null;
      /** @enum {string|null} */
      servedHow: "IN_PERSON" | "LEFT_AT_DWELLING" | "POST" | "ELECTRONIC" | "THROUGH_OTHERS" | "PUBLIC_NOTICE" | null;
      /** Format: date */
      answeredOn: string | null;
      /** @enum {string} */
      state: "WRITTEN" | "SERVED" | "SENT" | "ANSWERED";
      version: number;
    };
    AnsweredItemDto: {
      /** @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8 */
      personKey: string;
      /**
      * @description of income or spending: the sum of all its months
      * @example 59000
      */
      amountFen?: string | null;
      /**
      * @description of what is owned: its value
      * @example 59000
      */
      valueFen?: string | null;
      /** @description of what is owned: how many */
      count?: number | null;
      /** @description credit code of the payer, or * */
      payerKey?: string | null;
      /**
      * @description of income or spending: the first month
      * @example 2025-05
      */
      fromMonth?: string | null;
      /**
      * @description of income or spending: the last month
      * @example 2025-05
      */
      toMonth?: string | null;
      /** @enum {string} */
      side: "INCOME" | "ASSET" | "EXPENDITURE";
      /**
      * @description a kind of the registry. INCOME: wage 工资, labourFee 劳务报酬, casualWork 务工零工, royalty 稿酬, publicPost 公益性岗位, bonus 奖金, employerLivingFee 单位生活费, waitingAllowance 待安排期生活补助, farming 种植, livestock 养殖, forestry 林业, fishery 渔业, selfEmployed 个体经营, platformWork 平台经营, cropInsurancePayout 农业保险赔款, interest 利息, insuranceAnnuity 商业年金, dividend 红利, rent 租金, landTransfer 土地流转, collectiveDividend 集体分红, employeePension 职工养老金, residentPersonalPension 居民养老个人账户及地方增发, unemploymentBenefit 失业金, workInjuryAllowance 伤残津贴, survivorAllowance 供养亲属抚恤金, residentBasicPension 居民基础养老金(中央部分), supportReceived 实收赡养抚养扶养费, agriSubsidy 惠农补贴, ecoCompensation 生态补偿, monthlyRetirementPay 逐月退役金, retiredCadrePension 军休费, localDischargeGrant 地方一次性经济补助, placementSettlement 货币化安置, severance 经济补偿, lottery 偶然所得, compensationLiving 赔偿中生活费, disabledSoldierPension 伤残抚恤金, militarySurvivorPension 定期抚恤金(三属), regularSubsidy 定期生活补助, conscriptFamilyGrant 义务兵优待金, martyrGrant 烈士褒扬金, funeralSubsidy 丧葬补助, militaryNursing 护理费, elderlyHardshipSubsidy 60岁以上生活困难定期补助, veteranHardshipGrant 帮扶解困金, familyPlanningAward 计生奖扶, childRearingSubsidy 育儿补贴, scholarship 奖助学金, heroismAward 见义勇为, honourAllowance 荣誉津贴, oneOffAward 一次性奖励, dibaoBenefit 最低生活保障金, tekunBenefit 特困供养金, temporaryAid 临时救助, heatingRelief 取暖, funeralRelief 殡葬, medicalAid 医疗救助、济困医疗基金、优抚医疗补助, educationAid 教育救助, housingAid 住房救助, employmentAid 就业救助, disasterRelief 灾害救助, disabilityLivingSubsidy 困难残疾人生活补贴, disabilityCareSubsidy 重度残疾人护理补贴, priceSubsidy 价格临时补贴, housingInsurancePayout 住房保险赔款, charityAid 慈善帮扶, orphanAllowance 孤儿基本生活费, deFactoChildAllowance 事实无人抚养儿童基本生活补贴, childDifficultyAllowance 困境儿童生活补贴, oldAgeAllowance 高龄津贴, elderCareSubsidy 护理补贴, elderServiceSubsidy 养老服务补贴, workInjuryNursing 工伤护理费, medicalReimbursement 医保报销, housingFundWithdrawal 公积金提取, assetSale 财产出售, expropriation 征地拆迁, inheritance 继承, largeGift 大额赠与, compensationOther 其他赔偿, workInjuryLump 一次性工伤补助, deathLump 一次性抚恤金, lumpRetirementPay 一次性退役金, insuranceLump 保险金. ASSET: deposit 存款, wealthProduct 理财, onlineFinance 互联网金融, security 证券, fund 基金, bond 债券, insuranceCashValue 保单现金价值, creditorClaim 债权, refundablePrepayment 养老预付款, earmarkedReliefDeposit 灾后重建专款, housingFundBalance 公积金余额, passengerCar 小汽车, truck 货车, vessel 船舶, machineryLarge 大型农机, motorcycle 摩托车, electricBike 电动自行车, disabilityVehicle 功能补偿代步车, machinerySmall 小型农机, residence 住房, contractedHome 网签, homestead 宅基地, shop 商铺, office 办公用房, factory 厂房, parking 车位, company 公司, partnership 合伙企业, cooperative 合作社, individualBusiness 个体工商户, socialServiceFounder 民非出资, contractLand 承包地, forest 林地, breedingStock 存栏. EXPENDITURE: medicalInpatientOop 住院自付, medicalChronicOop 门诊慢特病, medicalOutOfCatalogue 目录外费用, specialDrug 特药, rehab 康复, assistiveDevice 辅助器具, disabilityCare 残疾人照护, residentialCareFee 机构照料费, tuition 学费, boarding 住宿费, basicRent 基本房租, accidentCost 意外支出, disasterRebuild 灾后重建自付, charityPaidMedical 慈善支付医疗费, charityPaidEducation 慈善支付教育费, charityPaidHousing 慈善支付住房费, charityPaidRehabilitation 慈善支付康复费, socialInsurancePaid 社会保险缴费, incomeTaxPaid 个人所得税, supportPaid 支付赡养抚养扶养费, electricity 电费, water 水费, gas 燃气费, telecom 通信费, insurancePremium 商业保费, highFeeSchool 高收费学校, overseasTravel 出境旅游, funeral 丧葬支出
      * @example wage
      * @enum {string}
      */
      kind: "wage" | "labourFee" | "casualWork" | "royalty" | "publicPost" | "bonus" | "employerLivingFee" | "waitingAllowance" | "farming" | "livestock" | "forestry" | "fishery" | "selfEmployed" | "platformWork" | "cropInsurancePayout" | "interest" | "insuranceAnnuity" | "dividend" | "rent" | "landTransfer" | "collectiveDividend" | "employeePension" | "residentPersonalPension" | "unemploymentBenefit" | "workInjuryAllowance" | "survivorAllowance" | "residentBasicPension" | "supportReceived" | "agriSubsidy" | "ecoCompensation" | "monthlyRetirementPay" | "retiredCadrePension" | "localDischargeGrant" | "placementSettlement" | "severance" | "lottery" | "compensationLiving" | "disabledSoldierPension" | "militarySurvivorPension" | "regularSubsidy" | "conscriptFamilyGrant" | "martyrGrant" | "funeralSubsidy" | "militaryNursing" | "elderlyHardshipSubsidy" | "veteranHardshipGrant" | "familyPlanningAward" | "childRearingSubsidy" | "scholarship" | "heroismAward" | "honourAllowance" | "oneOffAward" | "dibaoBenefit" | "tekunBenefit" | "temporaryAid" | "heatingRelief" | "funeralRelief" | "medicalAid" | "educationAid" | "housingAid" | "employmentAid" | "disasterRelief" | "disabilityLivingSubsidy" | "disabilityCareSubsidy" | "priceSubsidy" | "housingInsurancePayout" | "charityAid" | "orphanAllowance" | "deFactoChildAllowance" | "childDifficultyAllowance" | "oldAgeAllowance" | "elderCareSubsidy" | "elderServiceSubsidy" | "workInjuryNursing" | "medicalReimbursement" | "housingFundWithdrawal" | "assetSale" | "expropriation" | "inheritance" | "largeGift" | "compensationOther" | "workInjuryLump" | "deathLump" | "lumpRetirementPay" | "insuranceLump" | "deposit" | "wealthProduct" | "onlineFinance" | "security" | "fund" | "bond" | "insuranceCashValue" | "creditorClaim" | "refundablePrepayment" | "earmarkedReliefDeposit" | "housingFundBalance" | "passengerCar" | "truck" | "vessel" | "machineryLarge" | "motorcycle" | "electricBike" | "disabilityVehicle" | "machinerySmall" | "residence" | "contractedHome" | "homestead" | "shop" | "office" | "factory" | "parking" | "company" | "partnership" | "cooperative" | "individualBusiness" | "socialServiceFounder" | "contractLand" | "forest" | "breedingStock" | "medicalInpatientOop" | "medicalChronicOop" | "medicalOutOfCatalogue" | "specialDrug" | "rehab" | "assistiveDevice" | "disabilityCare" | "residentialCareFee" | "tuition" | "boarding" | "basicRent" | "accidentCost" | "disasterRebuild" | "charityPaidMedical" | "charityPaidEducation" | "charityPaidHousing" | "charityPaidRehabilitation" | "socialInsurancePaid" | "incomeTaxPaid" | "supportPaid" | "electricity" | "water" | "gas" | "telecom" | "insurancePremium" | "highFeeSchool" | "overseasTravel" | "funeral";
    };
    RecordAnswerDto: {
      /**
      * Format: date
      * @description day of the answer
      * @example 2025-05-12
      */
      answeredOn: string;
      /** @description what there is; empty: nothing */
      items: components["schemas"]["AnsweredItemDto"][];
      /** @description SHA-256 of the answer as it came, hex */
      proof?: string | null;
    };
    AcceptBillDto: {
      /** @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8 */
      personKey: string;
      /** @enum {string} */
      kind: "medicalInpatientOop" | "medicalChronicOop" | "medicalOutOfCatalogue" | "specialDrug" | "rehab" | "assistiveDevice" | "disabilityCare" | "tuition" | "boarding" | "accidentCost";
      /**
      * @description paid by the person, after insurance, aid and subsidy
      * @example 59000
      */
      amountFen: string;
      /** @example 2025-05 */
      fromMonth: string;
      /** @example 2025-05 */
      toMonth: string;
      /** @description credit code of who was paid */
      payeeKey?: string | null;
      /**
      * @description SHA-256 of the settlement sheet, hex
      * @example 1111111111111111111111111111111111111111111111111111111111111111
      */
      sheet: string;
    };
    BillDto: {
      /** Format: uuid */
      id: string;
      /** Format: uuid */
      personKey: string;
      /** @enum {string} */
      kind: "medicalInpatientOop" | "medicalChronicOop" | "medicalOutOfCatalogue" | "specialDrug" | "rehab" | "assistiveDevice" | "disabilityCare" | "tuition" | "boarding" | "accidentCost";
      /** @example 800000 */
      amountFen: string;
      /**
      * Format: uuid
      * @description the fact that tells it
      */
      factId: string;
    };
    AttendantsDto: {
      /** @enum {string} */
      role: "VILLAGERS_REPRESENTATIVE" | "COMMITTEE_MEMBER" | "TOWNSHIP_STAFF" | "OTHER";
      /** @description how many of them */
      count: number;
    };
    VotesDto: {
      /** @description for the household */
      agree: number;
      /** @description against it */
      against: number;
      /** @description spoilt */
      void: number;
    };
    RecordEvaluationDto: {
      /**
      * Format: date
      * @description day on which it was held
      * @example 2025-05-12
      */
      heldOn: string;
      /** @description who took part, by role */
      attendants: components["schemas"]["AttendantsDto"][];
      votes: components["schemas"]["VotesDto"];
      /**
      * @description SHA-256 of the minutes, hex
      * @example eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee
      */
      minutes: string;
    };
    RationalDto: {
      /** @example 100 */
      numerator: string;
      /** @example 1 */
      denominator: string;
    };
    EvaluatedDto: {
      /** @description points 0 to 100, exact */
      points: components["schemas"]["RationalDto"];
      /** @description of the case */
      version: number;
    };
    RankedCaseDto: {
      /** @example 1 */
      rank: number;
      /** Format: uuid */
      caseId: string;
      /** @example 510802001001-20250512-000002 */
      caseNo: string;
      /**
      * @description with two decimals
      * @example 72.51
      */
      score: string;
      /** @description income a head and month, fen */
      perCapitaMonthly: components["schemas"]["RationalDto"];
      /** @example ASSESSED */
      state: string;
    };
    RankingDto: {
      /** @description the highest score first */
      items: components["schemas"]["RankedCaseDto"][];
      /** @description always null: the list of a village is whole */
      nextCursor: string | null;
    };
    ObjectDto: {
      /** @description what is wrong, with the facts; stored encrypted */
      text: string;
      /** @description how to reach you, for an answer; nobody in the village sees it */
      contact?: string | null;
    };
    ReceiptDto: {
      /**
      * Format: uuid
      * @description number of the receipt
      */
      receipt: string;
    };
    ObjectionDto: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      kind: "OBJECTION" | "COMPLAINT" | "PETITION" | "APPEAL";
      /** @example case */
      subjectType: string | null;
      /** Format: uuid */
      subjectId: string | null;
      /** Format: uuid */
      noticeId: string | null;
      /** @example 1 */
      stage: number;
      /** Format: uuid */
      previousId: string | null;
      /** @description somebody left a contact, who is answered */
      named: boolean;
      /** Format: date */
      receivedOn: string;
      /**
      * Format: date
      * @description answered by the end of this day
      */
      dueOn: string;
      text: string;
      /** @enum {string|null} */
      outcome: "UPHELD" | "PARTLY_UPHELD" | "DISMISSED" | "NOT_ADMITTED" | null;
      answer: string | null;
      /** @enum {string} */
      state: "RECEIVED" | "ANSWERED" | "ADVANCED";
      version: number;
    };
    ReporterDto: {
      /** @description as it was left */
      contact: string | null;
      /** Format: uuid */
      personKey: string | null;
    };
    AnswerObjectionDto: {
      /** @enum {string} */
      outcome: "UPHELD" | "PARTLY_UPHELD" | "DISMISSED" | "NOT_ADMITTED";
      /** @description what was found, for whoever left a contact */
      text: string;
    };
    AdvanceObjectionDto: {
      /** @enum {string} */
      kind: "PETITION" | "APPEAL";
      /** @description what is said against the answer */
      text: string;
      /**
      * Format: date
      * @description answered by the end of this day
      * @example 2025-05-12
      */
      dueOn: string;
    };
    AppealDto: {
      /** @description why the decision is wrong; stored encrypted */
      text: string;
    };
    AppealedDto: {
      /** Format: uuid */
      id: string;
      /** Format: date */
      receivedOn: string;
      /**
      * Format: date
      * @description decided by the end of this day
      */
      dueOn: string;
      /** @enum {string} */
      state: "RECEIVED";
      version: number;
    };
    FileRelativeDto: {
      /**
      * @description subject of the official’s token
      * @example clerk-wang
      */
      official: string;
      /** @enum {string} */
      role: "HANDLER" | "VILLAGE_COMMITTEE";
      /**
      * @description where the official works
      * @example 510802
      */
      region: string;
      /**
      * @description of the relative to the official
      * @enum {string}
      */
      relation: "SELF" | "SPOUSE" | "PARENT" | "CHILD" | "SIBLING" | "GRANDPARENT" | "GRANDCHILD";
      /**
      * Format: date
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
      * @description of the relative; only its key is stored
      * @example 51080219850214901X
      */
      relativeIdNumber: string;
    };
    RelativeDto: {
      /** Format: uuid */
      id: string;
      /** @example clerk-wang */
      official: string;
      /** @enum {string} */
      role: "HANDLER" | "VILLAGE_COMMITTEE";
      /**
      * @description where the official works
      * @example 510802
      */
      region: string;
      /** Format: uuid */
      relativeKey: string;
      /** @enum {string} */
      relation: "SELF" | "SPOUSE" | "PARENT" | "CHILD" | "SIBLING" | "GRANDPARENT" | "GRANDCHILD";
      /** Format: date */
      from: string;
      /** Format: date */
      to: string | null;
      version: number;
    };
    InvestigatorDto: {
      /**
      * @description subject of the token with which he or she signs
      * @example clerk-1
      */
      userId: string;
      /** @enum {string} */
      role: "TOWNSHIP_LEAD" | "STATIONED_CADRE" | "CLERK" | "COUNTY" | "PURCHASED" | "VILLAGE";
    };
    ObservationsDto: {
      /** @description what the family lives on */
      income: string;
      /** @description what it owns */
      assets: string;
      /** @description how it lives */
      housing: string;
      /** @description what it eats */
      food: string;
      /** @description what it wears */
      clothing: string;
    };
    PlaceDto: {
      /**
      * @description degrees, WGS 84
      * @example 32.4355
      */
      latitude: number;
      /**
      * @description degrees, WGS 84
      * @example 105.8436
      */
      longitude: number;
    };
    PhotoDto: {
      /**
      * @description SHA-256 of the file, hex
      * @example cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc
      */
      sha256: string;
      /** @description geotag */
      place?: components["schemas"]["PlaceDto"] | null;
    };
    FindingDto: {
      /** @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8 */
      personKey: string;
      /**
      * @description of income or spending: the sum of all its months
      * @example 59000
      */
      amountFen?: string | null;
      /**
      * @description of what is owned: its value
      * @example 59000
      */
      valueFen?: string | null;
      /** @description of what is owned: how many */
      count?: number | null;
      /** @description credit code of the payer, or * */
      payerKey?: string | null;
      /**
      * @description of income or spending: the first month
      * @example 2025-05
      */
      fromMonth?: string | null;
      /**
      * @description of income or spending: the last month
      * @example 2025-05
      */
      toMonth?: string | null;
      /** @enum {string} */
      side: "INCOME" | "ASSET";
      /**
      * @description a kind of the registry. INCOME: wage 工资, labourFee 劳务报酬, casualWork 务工零工, royalty 稿酬, publicPost 公益性岗位, bonus 奖金, employerLivingFee 单位生活费, waitingAllowance 待安排期生活补助, farming 种植, livestock 养殖, forestry 林业, fishery 渔业, selfEmployed 个体经营, platformWork 平台经营, cropInsurancePayout 农业保险赔款, interest 利息, insuranceAnnuity 商业年金, dividend 红利, rent 租金, landTransfer 土地流转, collectiveDividend 集体分红, employeePension 职工养老金, residentPersonalPension 居民养老个人账户及地方增发, unemploymentBenefit 失业金, workInjuryAllowance 伤残津贴, survivorAllowance 供养亲属抚恤金, residentBasicPension 居民基础养老金(中央部分), supportReceived 实收赡养抚养扶养费, agriSubsidy 惠农补贴, ecoCompensation 生态补偿, monthlyRetirementPay 逐月退役金, retiredCadrePension 军休费, localDischargeGrant 地方一次性经济补助, placementSettlement 货币化安置, severance 经济补偿, lottery 偶然所得, compensationLiving 赔偿中生活费, disabledSoldierPension 伤残抚恤金, militarySurvivorPension 定期抚恤金(三属), regularSubsidy 定期生活补助, conscriptFamilyGrant 义务兵优待金, martyrGrant 烈士褒扬金, funeralSubsidy 丧葬补助, militaryNursing 护理费, elderlyHardshipSubsidy 60岁以上生活困难定期补助, veteranHardshipGrant 帮扶解困金, familyPlanningAward 计生奖扶, childRearingSubsidy 育儿补贴, scholarship 奖助学金, heroismAward 见义勇为, honourAllowance 荣誉津贴, oneOffAward 一次性奖励, dibaoBenefit 最低生活保障金, tekunBenefit 特困供养金, temporaryAid 临时救助, heatingRelief 取暖, funeralRelief 殡葬, medicalAid 医疗救助、济困医疗基金、优抚医疗补助, educationAid 教育救助, housingAid 住房救助, employmentAid 就业救助, disasterRelief 灾害救助, disabilityLivingSubsidy 困难残疾人生活补贴, disabilityCareSubsidy 重度残疾人护理补贴, priceSubsidy 价格临时补贴, housingInsurancePayout 住房保险赔款, charityAid 慈善帮扶, orphanAllowance 孤儿基本生活费, deFactoChildAllowance 事实无人抚养儿童基本生活补贴, childDifficultyAllowance 困境儿童生活补贴, oldAgeAllowance 高龄津贴, elderCareSubsidy 护理补贴, elderServiceSubsidy 养老服务补贴, workInjuryNursing 工伤护理费, medicalReimbursement 医保报销, housingFundWithdrawal 公积金提取, assetSale 财产出售, expropriation 征地拆迁, inheritance 继承, largeGift 大额赠与, compensationOther 其他赔偿, workInjuryLump 一次性工伤补助, deathLump 一次性抚恤金, lumpRetirementPay 一次性退役金, insuranceLump 保险金. ASSET: deposit 存款, wealthProduct 理财, onlineFinance 互联网金融, security 证券, fund 基金, bond 债券, insuranceCashValue 保单现金价值, creditorClaim 债权, refundablePrepayment 养老预付款, earmarkedReliefDeposit 灾后重建专款, housingFundBalance 公积金余额, passengerCar 小汽车, truck 货车, vessel 船舶, machineryLarge 大型农机, motorcycle 摩托车, electricBike 电动自行车, disabilityVehicle 功能补偿代步车, machinerySmall 小型农机, residence 住房, contractedHome 网签, homestead 宅基地, shop 商铺, office 办公用房, factory 厂房, parking 车位, company 公司, partnership 合伙企业, cooperative 合作社, individualBusiness 个体工商户, socialServiceFounder 民非出资, contractLand 承包地, forest 林地, breedingStock 存栏
      * @example wage
      * @enum {string}
      */
      kind: "wage" | "labourFee" | "casualWork" | "royalty" | "publicPost" | "bonus" | "employerLivingFee" | "waitingAllowance" | "farming" | "livestock" | "forestry" | "fishery" | "selfEmployed" | "platformWork" | "cropInsurancePayout" | "interest" | "insuranceAnnuity" | "dividend" | "rent" | "landTransfer" | "collectiveDividend" | "employeePension" | "residentPersonalPension" | "unemploymentBenefit" | "workInjuryAllowance" | "survivorAllowance" | "residentBasicPension" | "supportReceived" | "agriSubsidy" | "ecoCompensation" | "monthlyRetirementPay" | "retiredCadrePension" | "localDischargeGrant" | "placementSettlement" | "severance" | "lottery" | "compensationLiving" | "disabledSoldierPension" | "militarySurvivorPension" | "regularSubsidy" | "conscriptFamilyGrant" | "martyrGrant" | "funeralSubsidy" | "militaryNursing" | "elderlyHardshipSubsidy" | "veteranHardshipGrant" | "familyPlanningAward" | "childRearingSubsidy" | "scholarship" | "heroismAward" | "honourAllowance" | "oneOffAward" | "dibaoBenefit" | "tekunBenefit" | "temporaryAid" | "heatingRelief" | "funeralRelief" | "medicalAid" | "educationAid" | "housingAid" | "employmentAid" | "disasterRelief" | "disabilityLivingSubsidy" | "disabilityCareSubsidy" | "priceSubsidy" | "housingInsurancePayout" | "charityAid" | "orphanAllowance" | "deFactoChildAllowance" | "childDifficultyAllowance" | "oldAgeAllowance" | "elderCareSubsidy" | "elderServiceSubsidy" | "workInjuryNursing" | "medicalReimbursement" | "housingFundWithdrawal" | "assetSale" | "expropriation" | "inheritance" | "largeGift" | "compensationOther" | "workInjuryLump" | "deathLump" | "lumpRetirementPay" | "insuranceLump" | "deposit" | "wealthProduct" | "onlineFinance" | "security" | "fund" | "bond" | "insuranceCashValue" | "creditorClaim" | "refundablePrepayment" | "earmarkedReliefDeposit" | "housingFundBalance" | "passengerCar" | "truck" | "vessel" | "machineryLarge" | "motorcycle" | "electricBike" | "disabilityVehicle" | "machinerySmall" | "residence" | "contractedHome" | "homestead" | "shop" | "office" | "factory" | "parking" | "company" | "partnership" | "cooperative" | "individualBusiness" | "socialServiceFounder" | "contractLand" | "forest" | "breedingStock";
    };
    RecordVisitDto: {
      /**
      * Format: date
      * @example 2025-05-12
      */
      visitedOn: string;
      /** @enum {string} */
      mode: "IN_PERSON" | "PHONE" | "VIDEO";
      investigators: components["schemas"]["InvestigatorDto"][];
      /**
      * @description who of the household was there: each signs too
      * @example [
      *       "66f9367c-2a08-8d62-9d75-d6dbe23270b8"
      *     ]
      */
      present?: string[] | null;
      /** @description what was seen; stored encrypted, never sent */
      observations: components["schemas"]["ObservationsDto"];
      photos?: components["schemas"]["PhotoDto"][] | null;
      /** @description what was seen of income and property, in figures; stored encrypted, told as facts */
      findings?: components["schemas"]["FindingDto"][] | null;
      /**
      * @description who cares for somebody of the household
      * @example [
      *       "66f9367c-2a08-8d62-9d75-d6dbe23270b8"
      *     ]
      */
      carers?: string[] | null;
      /** @description where the visit was made */
      place?: components["schemas"]["PlaceDto"] | null;
      /**
      * Format: uuid
      * @description made by a device without a connection: uploaded again, it is the same visit
      */
      uploadId?: string | null;
    };
    VisitDto: {
      /** Format: uuid */
      id: string;
      /**
      * @description what was visited for
      * @example case
      */
      subjectType: string;
      /** Format: uuid */
      subjectId: string;
      /** Format: date */
      visitedOn: string;
      /** @enum {string} */
      mode: "IN_PERSON" | "PHONE" | "VIDEO";
      investigators: components["schemas"]["InvestigatorDto"][];
      /** @description who of the household was there */
      present: string[];
      /** @enum {string} */
      state: "DRAFT" | "SIGNED";
      /** @description investigators who have signed */
      signedBy: string[];
      /** @description members who have signed */
      signedByMembers: string[];
      /** @description members who would not sign */
      refusedToSign: string[];
      /** @description why the county looks at it */
      flags: ("PHOTO_OF_OTHER_HOUSEHOLD" | "PHOTO_USED_BEFORE" | "FAR_FROM_DWELLING")[];
      contentSha256: string;
      version: number;
    };
    SignVisitDto: {
      /**
      * @description whose signature an investigator enters; without it his or her own
      * @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8
      */
      personKey?: string | null;
      /**
      * @description of a signature; left out only with refusedToSign
      * @enum {string|null}
      */
      method?: "E_SIGN" | "PAPER_SCAN" | null;
      /** @description SHA-256 of the signature or the scan, hex */
      proof?: string | null;
      /** @description the member would not sign, and another saw it */
      refusedToSign?: boolean | null;
      /**
      * @description subject of whoever saw it, not of the visit
      * @example village-1
      */
      witness?: string | null;
    };
    StatementDto: {
      /** Format: uuid */
      id: string;
      /**
      * @description with which command it was said
      * @example hold
      */
      kind: string;
      /**
      * @description what of the record it is about
      * @example null
      */
      about: string | null;
      /**
      * @description stored encrypted
      * @example 家庭收入情况待查
      */
      text: string;
      /** @example county-approver */
      by: string;
      /**
      * Format: date-time
      * @description by the business clock
      */
      at: string;
    };
    RecordServiceDto: {
      /**
      * Format: date
      * @description day on which it reached the person
      * @example 2025-05-12
      */
      servedOn: string;
      /** @enum {string} */
      how: "IN_PERSON" | "LEFT_AT_DWELLING" | "POST" | "ELECTRONIC" | "THROUGH_OTHERS" | "PUBLIC_NOTICE";
      /**
      * @description SHA-256 of the receipt, hex
      * @example dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd
      */
      proof: string;
    };
    GiveOpinionDto: {
      /** @enum {string} */
      opinion: "SUPPORT" | "REJECT";
      /**
      * @description proposed a month
      * @example 59000
      */
      proposedFen: string;
      /** @example 家庭人均收入低于低保标准 */
      reasons: string;
    };
    PostNoticeDto: {
      /**
      * @description what is proposed, or after the approval what was decided
      * @default PRELIMINARY
      * @enum {string|null}
      */
      kind: "PRELIMINARY" | "RESULT" | null;
      /** @example 村务公开栏 */
      place: string;
      /**
      * Format: date
      * @example 2025-05-12
      */
      postedOn: string;
      /** @description SHA-256 of the photo of the notice, hex */
      photo?: string | null;
    };
    PostedNoticeDto: {
      /** Format: uuid */
      id: string;
      /** Format: uuid */
      caseId: string;
      /** @enum {string} */
      kind: "PRELIMINARY" | "RESULT" | "TERMINATION";
      /** Format: date */
      postedOn: string;
      /**
      * Format: date
      * @description last day, to its end
      */
      endsOn: string;
      /** @example 村务公开栏 */
      place: string;
      /** @enum {string} */
      state: "POSTED" | "CLEAN" | "OBJECTED" | "TAKEN_DOWN";
      /**
      * @description of the case, for the next command on it
      * @example 8
      */
      caseVersion: number;
    };
    NoticeDto: {
      /** Format: uuid */
      id: string;
      /** Format: uuid */
      caseId: string;
      /** @enum {string} */
      kind: "PRELIMINARY" | "RESULT" | "TERMINATION";
      /** Format: date */
      postedOn: string;
      /**
      * Format: date
      * @description last day, to its end
      */
      endsOn: string;
      /** @example 村务公开栏 */
      place: string;
      /** @enum {string} */
      state: "POSTED" | "CLEAN" | "OBJECTED" | "TAKEN_DOWN";
    };
    ShareDto: {
      /** Format: uuid */
      personKey: string;
      /** @example 36700 */
      amountFen: string;
    };
    AwardDto: {
      /** Format: uuid */
      id: string;
      /** Format: uuid */
      caseId: string;
      /** @enum {string} */
      programme: "DIBAO" | "EDGE" | "RIGID";
      /** @example HOUSEHOLD */
      subtype: string | null;
      /** @enum {string} */
      state: "PENDING_START" | "ACTIVE" | "GRADUAL_EXIT" | "HELD" | "CEASED";
      /** @example 2025-07 */
      effectiveMonth: string;
      /**
      * @description last month that is due
      * @example 2025-12
      */
      endMonth: string | null;
      /** @example 57000 */
      baseFen: string;
      /** @example 29500 */
      extrasFen: string;
      shares: components["schemas"]["ShareDto"][];
      /**
      * Format: date
      * @description day of the decision
      */
      approvedOn: string | null;
      /**
      * Format: date
      * @description first day on which a recognised group is none any more
      */
      validTo: string | null;
      /**
      * @description A is reviewed yearly, B every half year
      * @enum {string|null}
      */
      reviewCategory: "A" | "B" | null;
      /**
      * Format: date
      * @example 2025-12-31
      */
      nextReviewDue: string | null;
      /**
      * @description first month that is held
      * @example 2025-07
      */
      heldFrom: string | null;
      /** @example DEATH */
      holdCause: string | null;
      /**
      * Format: date
      * @description resolved by then
      */
      holdEndsOn: string | null;
      /** @example GRADUAL_EXIT_END */
      ceaseCause: string | null;
      version: number;
    };
    AwardPartDto: {
      /** Format: uuid */
      personKey: string;
      /** @example 19000 */
      baseFen: string;
      /** @example 17700 */
      extraFen: string;
      /**
      * @example [
      *       "SEVERE_DISABILITY"
      *     ]
      */
      extraKinds: string[];
    };
    SegmentDto: {
      /** @example 2025-07 */
      fromMonth: string;
      /**
      * @description null while no end is known
      * @example 2025-12
      */
      toMonth: string | null;
      /** @example 57000 */
      baseFen: string;
      /** @example 29500 */
      extrasFen: string;
      /**
      * @description standard that it was computed with
      * @example 59000
      */
      standardFen: string;
      /** @example DECISION */
      cause: string;
      parts: components["schemas"]["AwardPartDto"][];
    };
    AwardDetailDto: {
      /** Format: uuid */
      id: string;
      /** Format: uuid */
      caseId: string;
      /** @enum {string} */
      programme: "DIBAO" | "EDGE" | "RIGID";
      /** @example HOUSEHOLD */
      subtype: string | null;
      /** @enum {string} */
      state: "PENDING_START" | "ACTIVE" | "GRADUAL_EXIT" | "HELD" | "CEASED";
      /** @example 2025-07 */
      effectiveMonth: string;
      /**
      * @description last month that is due
      * @example 2025-12
      */
      endMonth: string | null;
      /** @example 57000 */
      baseFen: string;
      /** @example 29500 */
      extrasFen: string;
      shares: components["schemas"]["ShareDto"][];
      /**
      * Format: date
      * @description day of the decision
      */
      approvedOn: string | null;
      /**
      * Format: date
      * @description first day on which a recognised group is none any more
      */
      validTo: string | null;
      /**
      * @description A is reviewed yearly, B every half year
      * @enum {string|null}
      */
      reviewCategory: "A" | "B" | null;
      /**
      * Format: date
      * @example 2025-12-31
      */
      nextReviewDue: string | null;
      /**
      * @description first month that is held
      * @example 2025-07
      */
      heldFrom: string | null;
      /** @example DEATH */
      holdCause: string | null;
      /**
      * Format: date
      * @description resolved by then
      */
      holdEndsOn: string | null;
      /** @example GRADUAL_EXIT_END */
      ceaseCause: string | null;
      version: number;
      /** @description what is paid in which months, in their order */
      segments: components["schemas"]["SegmentDto"][];
    };
    HoldAwardDto: {
      /** @example 家庭收入情况待查 */
      reason: string;
      /**
      * @description first month that is not due; the next one without it
      * @example 2025-05
      */
      fromMonth?: string | null;
      /** @description for how many months at most */
      months?: number | null;
    };
    ReleaseAwardDto: {
      /** @example 家庭收入情况待查 */
      reason?: string | null;
    };
    CeaseAwardDto: {
      /** @enum {string} */
      cause: "OWN_REQUEST" | "NO_COOPERATION" | "MOVED_AWAY" | "OTHER_PROGRAMME" | "FRAUD" | "ERROR";
      /**
      * @description what the household is told in writing
      * @example 家庭收入情况待查
      */
      reason: string;
      /**
      * @description first month that is not due, also a past one; the next one without it
      * @example 2025-05
      */
      fromMonth?: string | null;
    };
    ReportChangeDto: {
      /** @enum {string} */
      kind: "MEMBERS" | "INCOME" | "EMPLOYMENT" | "PROPERTY" | "SPENDING" | "HEALTH" | "ADDRESS";
      /**
      * @description since when
      * @example 2025-05
      */
      month: string;
      /** @example 儿子六月起在县城务工 */
      text?: string | null;
    };
    ReportedChangeDto: {
      /** @enum {string} */
      kind: "MEMBERS" | "INCOME" | "EMPLOYMENT" | "PROPERTY" | "SPENDING" | "HEALTH" | "ADDRESS";
      /** @example 2025-06 */
      month: string;
    };
    ReviewDto: {
      /** Format: uuid */
      id: string;
      /** Format: uuid */
      awardId: string;
      /** @enum {string} */
      cause: "PERIODIC" | "REPORTED_CHANGE" | "CLUE" | "DEATH" | "STANDARD" | "SUPERVISION";
      reported: components["schemas"]["ReportedChangeDto"][];
      /** @enum {string} */
      state: "OPEN" | "VISITED" | "CONCLUDED";
      /**
      * Format: date
      * @example 2025-06-18
      */
      openedOn: string;
      /**
      * Format: date
      * @example 2025-09-03
      */
      dueOn: string;
      overdue: boolean;
      /** @enum {string|null} */
      outcome: "UNCHANGED" | "INCREASE" | "DECREASE" | "GRADUAL_EXIT" | "CEASE" | null;
      /**
      * @description from when it is so
      * @example 2025-07
      */
      fromMonth: string | null;
      /** @example 87000 */
      monthlyFen: string | null;
      reasons: components["schemas"]["ReasonDto"][];
      /** Format: date */
      concludedOn: string | null;
      version: number;
    };
    ConcludeReviewDto: {
      /**
      * @description as the rules come to it
      * @enum {string}
      */
      outcome: "UNCHANGED" | "INCREASE" | "DECREASE" | "GRADUAL_EXIT" | "CEASE";
      /**
      * @description what the income rose by
      * @example [
      *       "EMPLOYMENT"
      *     ]
      */
      causes?: string[] | null;
      /** @description what a person decides of assets that the report leaves open */
      assetDecisions?: components["schemas"]["AssetDecisionDto"][] | null;
      /**
      * Format: uuid
      * @description the latest signed visit without it
      */
      visitId?: string | null;
      /**
      * @description of an adverse outcome
      * @example [
      *       "INCOME_NOT_BELOW"
      *     ]
      */
      reasonCodes?: string[] | null;
      /** @description of an adverse outcome: what the household is told */
      text?: string | null;
    };
    ConcludedDto: {
      /** Format: uuid */
      id: string;
      /** Format: uuid */
      awardId: string;
      /** @enum {string} */
      cause: "PERIODIC" | "REPORTED_CHANGE" | "CLUE" | "DEATH" | "STANDARD" | "SUPERVISION";
      reported: components["schemas"]["ReportedChangeDto"][];
      /** @enum {string} */
      state: "OPEN" | "VISITED" | "CONCLUDED";
      /**
      * Format: date
      * @example 2025-06-18
      */
      openedOn: string;
      /**
      * Format: date
      * @example 2025-09-03
      */
      dueOn: string;
      overdue: boolean;
      /** @enum {string|null} */
      outcome: "UNCHANGED" | "INCREASE" | "DECREASE" | "GRADUAL_EXIT" | "CEASE" | null;
      /**
      * @description from when it is so
      * @example 2025-07
      */
      fromMonth: string | null;
      /** @example 87000 */
      monthlyFen: string | null;
      reasons: components["schemas"]["ReasonDto"][];
      /** Format: date */
      concludedOn: string | null;
      version: number;
      /** @description nothing is concluded yet: a second person has to repeat the call */
      awaitsSecond?: boolean;
      award: components["schemas"]["AwardDetailDto"];
    };
    OrderRecoveryDto: {
      /** Format: uuid */
      awardId: string;
      /**
      * @description that were paid and not due, or not in full
      * @example [
      *       "2025-05"
      *     ]
      */
      months: string[];
      /** @enum {string} */
      basis: "FRAUD" | "ERROR";
      /**
      * @description of fraud only, within the multiples of the refund that the law gives
      * @example 59000
      */
      fineFen?: string | null;
      /** @example 隐瞒务工收入 */
      reason: string;
      /** @description SHA-256 of the written consent to keep parts back from the award */
      consentSha256?: string | null;
      /**
      * @description months to pay back in
      * @default 1
      */
      instalments: number | null;
      /** @description the household refuses: the court is asked */
      refuses?: boolean | null;
    };
    PlannedPartDto: {
      /** @example 2025-10 */
      month: string;
      /** @example 11400 */
      amountFen: string;
    };
    RecoveryDto: {
      /** Format: uuid */
      id: string;
      /** Format: uuid */
      awardId: string;
      /**
      * @example [
      *       "2025-07",
      *       "2025-08"
      *     ]
      */
      months: string[];
      /** @enum {string} */
      basis: "FRAUD" | "ERROR";
      /** @example 114000 */
      refundFen: string;
      /** @example 0 */
      fineFen: string;
      /** @example 0 */
      paidFen: string;
      /** @enum {string} */
      route: "OFFSET" | "INSTALMENTS" | "COURT";
      plan: components["schemas"]["PlannedPartDto"][];
      /** @enum {string} */
      state: "ISSUED" | "PAYING" | "SETTLED" | "WAIVED";
      /** Format: date */
      orderedOn: string;
      version: number;
    };
    RecordPaymentDto: {
      /** @example 59000 */
      amountFen: string;
      /** @enum {string} */
      way: "BANK_RETURN" | "REPAYMENT" | "ESTATE";
      /**
      * Format: date
      * @description when it came in
      * @example 2025-05-12
      */
      receivedOn: string;
      /**
      * @description of the bank; recorded once
      * @example 2025093000123
      */
      reference?: string | null;
    };
    WaiveRecoveryDto: {
      /** @example 无遗产可供追偿 */
      reason: string;
    };
    OverpaidMonthDto: {
      /** @example 2025-07 */
      month: string;
      /** @example 57000 */
      fen: string;
    };
    OverpaymentDto: {
      /** Format: uuid */
      id: string;
      /** Format: uuid */
      awardId: string;
      /** Format: uuid */
      personKey: string;
      /** @enum {string} */
      cause: "DEATH" | "IMPRISONED" | "INELIGIBLE" | "DUPLICATE" | "FRAUD" | "ERROR";
      months: components["schemas"]["OverpaidMonthDto"][];
      /** @example 114000 */
      amountFen: string;
      /** @example 0 */
      recoveredFen: string;
      /** @enum {string} */
      state: "OPEN" | "RECOVERED" | "VOID";
      /** Format: date */
      detectedOn: string;
      version: number;
    };
    ClueWorkDto: {
      /**
      * @description review, ticket, visit or documents
      * @example review
      */
      type: string;
      /** Format: uuid */
      id?: string;
    };
    ClueVisitDto: {
      /** Format: date-time */
      visitedAt: string;
      /** @enum {string} */
      mode: "HOME" | "DOCUMENT" | "PHONE" | "VIDEO";
      workers: string[];
      /** Format: uuid */
      visitId?: string;
    };
    ClueTaskDto: {
      /** Format: uuid */
      id: string;
      /** Format: uuid */
      clueId: string;
      /** @enum {string} */
      state: "OPEN" | "VISITED" | "ANSWERED" | "CLOSED";
      /**
      * @example [
      *       "C3"
      *     ]
      */
      indicators: string[];
      /** @enum {string} */
      direction: "OVER" | "UNDER" | "CARE";
      /** @enum {string} */
      severity: "RED" | "ORANGE" | "YELLOW" | "BLUE";
      /** @example DIBAO */
      programme: string | null;
      personKeys: string[];
      /** Format: uuid */
      householdId: string | null;
      /**
      * Format: uuid
      * @description running award concerned
      */
      awardId: string | null;
      /**
      * @example [
      *       "2025-07"
      *     ]
      */
      months: string[];
      /** Format: date-time */
      dueAt: string;
      /**
      * @description 1 when first sent, one more each time it is sent back
      * @example 1
      */
      attempt: number;
      /** @description documents may stand in for a visit */
      documentCheck: boolean;
      assignees: string[];
      /** @description what has to be done about it */
      work: components["schemas"]["ClueWorkDto"][];
      visits: components["schemas"]["ClueVisitDto"][];
      /**
      * @description what was answered last
      * @enum {string|null}
      */
      outcome: "CONFIRMED_STOP" | "CONFIRMED_ADJUST" | "CONFIRMED_ADMIT" | "TEMPORARY_AID" | "REFERRED" | "NO_CHANGE" | "DATA_WRONG" | "UNREACHABLE" | "NOT_OURS" | null;
      /**
      * @description what fits what has come of the work so far; of one task only
      * @enum {string|null}
      */
      proposedOutcome?: "CONFIRMED_STOP" | "CONFIRMED_ADJUST" | "CONFIRMED_ADMIT" | "TEMPORARY_AID" | "REFERRED" | "NO_CHANGE" | "DATA_WRONG" | "UNREACHABLE" | "NOT_OURS" | null;
      version: number;
    };
    AssignClueTaskDto: {
      /**
      * @description who looks into it
      * @example [
      *       "clerk-1",
      *       "cadre-1"
      *     ]
      */
      userIds: string[];
    };
    ClueRecordDto: {
      /**
      * Format: date-time
      * @description when it was
      * @example 2025-05-12T01:00:00Z
      */
      visitedAt: string;
      /**
      * @example DOCUMENT
      * @enum {string}
      */
      mode: "DOCUMENT" | "PHONE" | "VIDEO";
      /**
      * @description who did it
      * @example [
      *       "clerk-1",
      *       "cadre-1"
      *     ]
      */
      workers: string[];
      /**
      * @description SHA-256 of the signed record, hex
      * @example cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc
      */
      evidenceSha256: string;
    };
    AnswerClueTaskDto: {
      /**
      * @example CONFIRMED_STOP
      * @enum {string}
      */
      outcome: "CONFIRMED_STOP" | "CONFIRMED_ADJUST" | "CONFIRMED_ADMIT" | "TEMPORARY_AID" | "REFERRED" | "NO_CHANGE" | "DATA_WRONG" | "UNREACHABLE" | "NOT_OURS";
      /**
      * Format: uuid
      * @description signed visit of the household
      */
      visitId?: string | null;
      /** @description instead of a visit, where the clue allows it */
      record?: components["schemas"]["ClueRecordDto"] | null;
      /**
      * Format: uuid
      * @description ticket that took the need
      */
      ticketId?: string | null;
      /**
      * @description number of the case that came of it
      * @example 510802001001-20250612-000012
      */
      caseRef?: string | null;
      /**
      * @description first month of the change
      * @example 2025-05
      */
      effectiveMonth?: string | null;
      /**
      * @description new monthly amount, or aid
      * @example 59000
      */
      amountFen?: string | null;
      /**
      * Format: uuid
      * @description referral, of REFERRED
      */
      referralId?: string | null;
      /**
      * @description why, as a code
      * @example KNOWN_AND_SETTLED
      */
      reasonCode?: string | null;
      /**
      * Format: date
      * @description of NO_CHANGE: known and settled until then
      * @example 2025-05-12
      */
      muteUntilOn?: string | null;
    };
    DisputedFactDto: {
      /** @example IncomeFact */
      type: string;
      /** @example dibaoBenefit */
      kind: string;
      /** @example assistance.incomes */
      dataset: string;
      /** @description case in which it arose */
      caseRef?: string;
    };
    FactDisputeDto: {
      /** Format: uuid */
      id: string;
      /** Format: uuid */
      factId: string;
      /** Format: uuid */
      personKey: string;
      /** Format: uuid */
      appealId: string;
      /** @enum {string} */
      state: "OPEN" | "CONFIRMED" | "RETRACTED" | "UPHELD" | "SETTLED";
      /** Format: date-time */
      dueAt: string;
      /** @description null where it was replaced before */
      fact: components["schemas"]["DisputedFactDto"] | null;
      /**
      * Format: uuid
      * @description what holds instead
      */
      newFactId: string | null;
      version: number;
    };
    ConfirmFactDto: {
      /**
      * @description SHA-256 of the evidence, hex
      * @example cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc
      */
      evidenceSha256: string;
    };
    ReferralNeedDto: {
      /** @example MEDICAL_AID */
      need: string;
      /** @enum {string} */
      state: "SENT" | "ACCEPTED" | "DONE" | "DECLINED" | "WITHDRAWN";
      /**
      * @description the receiver’s case
      * @example NHSA-2025-00017
      */
      caseRef: string | null;
      /** Format: date */
      handleByOn: string | null;
      /** @example 120000 */
      amountFen: string | null;
      /** @example null */
      reasonCode: string | null;
    };
    ReferralDto: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      direction: "IN" | "OUT";
      /** @example 510802001 */
      region: string;
      /** @example assistance */
      sender: string;
      /** @example NHSA */
      receiver: string;
      /**
      * @description the sender’s case
      * @example 0198a000-0000-7000-8000-000000000000
      */
      caseRef: string;
      needs: components["schemas"]["ReferralNeedDto"][];
      personKeys: string[];
      /** @example NEED_FOUND */
      reasonCode: string;
      /** @enum {string} */
      urgency: "NORMAL" | "URGENT";
      /**
      * Format: date-time
      * @description the first instant that is late
      */
      answerDueAt: string;
      overdue: boolean;
      /** @enum {string} */
      state: "SENT" | "ACCEPTED" | "DONE" | "DECLINED" | "WITHDRAWN";
      /** @example 1 */
      version: number;
    };
    AnswerReferralDto: {
      /** @description it is taken over */
      accepted: boolean;
      /**
      * @description default: all that wait
      * @example [
      *       "MEDICAL_AID"
      *     ]
      */
      needs?: string[] | null;
      /**
      * @description the receiver’s case
      * @example NHSA-2025-00017
      */
      caseRef?: string | null;
      /**
      * @description what was given: the matter is done
      * @example 59000
      */
      amountFen?: string | null;
      /**
      * @description why it is declined
      * @example NOT_ELIGIBLE
      */
      reasonCode?: string | null;
    };
    StandardInputsDto: {
      /**
      * @description last year’s consumption a head in fen; needed where the method is CONSUMPTION_RATIO
      * @example 59000
      */
      consumptionAnnualFen?: string | null;
    };
    StatedReasonDto: {
      /** @example GROWTH_RATE */
      code: string;
      /** @example 按现行标准590.00元增长10%，每月649.00元。 */
      zh: string;
      /** @example 649.00 yuan a month: the standard in force of 590.00 yuan and 10% more. */
      en: string;
    };
    StandardProposalDto: {
      /** @example officer-1 */
      checkedBy: string;
      /**
      * Format: date
      * @example 2025-11-20
      */
      checkedOn: string;
      /** @enum {string} */
      method: "GROWTH_RATE" | "CONSUMPTION_RATIO";
      /**
      * @description standard in force before, in fen a month
      * @example 59000
      */
      previousFen: string | null;
      /**
      * @description in fen a year
      * @example 640000
      */
      povertyLineAnnualFen: string;
      /**
      * @description in fen a month; 0 for none
      * @example 0
      */
      provincialMinimumFen: string;
      /**
      * @description what the rule gives, in fen a month; null where it has nothing to start from
      * @example 64900
      */
      proposedFen: string | null;
      reasons: components["schemas"]["StatedReasonDto"][];
    };
    StandardDto: {
      /** Format: uuid */
      id: string;
      /** @example 5108 */
      region: string;
      /** @enum {string} */
      hukouType: "URBAN" | "RURAL";
      /** @example 64900 */
      monthlyFen: string;
      /** @example 2025-10 */
      effectiveMonth: string;
      inputs: components["schemas"]["StandardInputsDto"];
      /** @example 广府规〔2025〕12号 */
      docNo: string;
      /** @enum {string} */
      state: "DRAFT" | "CHECKED" | "PUBLISHED" | "IN_FORCE" | "SUPERSEDED";
      /** @description what the check found; null before it */
      proposal: components["schemas"]["StandardProposalDto"] | null;
      /**
      * Format: uuid
      * @description the policy row that holds the number
      */
      policyRowId: string | null;
      /**
      * Format: uuid
      * @description computes the awards again
      */
      jobId: string | null;
      /** @example officer-1 */
      draftedBy: string;
      /** @example officer-2 */
      publishedBy: string | null;
      version: number;
    };
    DraftStandardDto: {
      /**
      * @description region in which it holds, within that of the drafter
      * @example 510802
      */
      region: string;
      /** @enum {string} */
      hukouType: "URBAN" | "RURAL";
      /**
      * @description a person and month; whole yuan
      * @example 59000
      */
      monthlyFen: string;
      /**
      * @description first month; at most 12 months ago
      * @example 2025-05
      */
      effectiveMonth: string;
      inputs?: components["schemas"]["StandardInputsDto"] | null;
      /**
      * @description number of the document that approves it
      * @example 广府规〔2025〕12号
      */
      docNo: string;
    };
    PublishedStandardDto: {
      /** Format: uuid */
      id: string;
      /** @example 5108 */
      region: string;
      /** @enum {string} */
      hukouType: "URBAN" | "RURAL";
      /** @example 64900 */
      monthlyFen: string;
      /** @example 2025-10 */
      effectiveMonth: string;
      inputs: components["schemas"]["StandardInputsDto"];
      /** @example 广府规〔2025〕12号 */
      docNo: string;
      /** @enum {string} */
      state: "DRAFT" | "CHECKED" | "PUBLISHED" | "IN_FORCE" | "SUPERSEDED";
      /** @description what the check found; null before it */
      proposal: components["schemas"]["StandardProposalDto"] | null;
      /**
      * Format: uuid
      * @description the policy row that holds the number
      */
      policyRowId: string | null;
      /**
      * Format: uuid
      * @description asked about by GET /v1/jobs/{id}
      */
      jobId: string | null;
      /** @example officer-1 */
      draftedBy: string;
      /** @example officer-2 */
      publishedBy: string | null;
      version: number;
    };
    RecalculateDto: {
      /**
      * @description awards of it and of all within it
      * @example 510802
      */
      region: string;
      /**
      * @description first month that is computed again; at most 12 months ago
      * @example 2025-05
      */
      effectiveMonth: string;
      /**
      * @description rows behind extras and amounts have changed, somebody’s age, a disability card
      * @enum {string}
      */
      cause: "POLICY" | "AGE" | "CARD";
    };
    PriceAmountDto: {
      /**
      * @description region of whose standard it is made
      * @example 5108
      */
      region: string;
      /** @enum {string} */
      hukouType: "URBAN" | "RURAL";
      /**
      * @description index that counts
      * @example FOOD
      * @enum {string}
      */
      index: "CPI" | "FOOD";
      /** @example 1540 */
      rateBp: number;
      /** @example 59000 */
      standardFen: string;
      /**
      * @description a person, in whole yuan
      * @example 9100
      */
      amountFen: string;
    };
    PriceIndexDto: {
      /** Format: uuid */
      id: string;
      /** @example 5108 */
      region: string;
      /** @example 2025-07 */
      month: string;
      /** @example 230 */
      cpiBp: number;
      /** @example 1540 */
      foodBp: number;
      /**
      * Format: date
      * @example 2025-08-09
      */
      publishedOn: string;
      /** @description whether the price subsidy is paid for the month */
      triggered: boolean;
      /** @description by region and hukou type; none when not triggered */
      amounts: components["schemas"]["PriceAmountDto"][];
      /**
      * Format: date
      * @description a triggered subsidy is paid by then
      * @example 2025-09-05
      */
      dueOn: string;
      reasons: components["schemas"]["StatedReasonDto"][];
      /** @enum {string} */
      state: "OPEN" | "SUPERSEDED";
      /**
      * Format: uuid
      * @description opens the payroll runs of the counties; null when nothing is paid
      */
      jobId: string | null;
      /**
      * Format: uuid
      * @description the index that it corrects
      */
      supersedesId: string | null;
      version: number;
    };
    EnterPriceIndexDto: {
      /**
      * @description consumer prices (or SCPI, where the region uses it) against the year before, in basis points
      * @example 230
      */
      cpiBp: number;
      /**
      * @description food prices against the year before, in basis points
      * @example 1540
      */
      foodBp: number;
      /**
      * Format: date
      * @description day of publication: the time to pay begins
      * @example 2025-05-12
      */
      publishedOn: string;
      /**
      * @description region that the indices are of, within that of the officer
      * @example 510802
      */
      region: string;
      /**
      * @description month that the indices are of
      * @example 2025-05
      */
      month: string;
    };
    PriceFiguresDto: {
      /**
      * @description consumer prices (or SCPI, where the region uses it) against the year before, in basis points
      * @example 230
      */
      cpiBp: number;
      /**
      * @description food prices against the year before, in basis points
      * @example 1540
      */
      foodBp: number;
      /**
      * Format: date
      * @description day of publication: the time to pay begins
      * @example 2025-05-12
      */
      publishedOn: string;
    };
    CustodianDto: {
      /**
      * Format: id-number
      * @example 51080219700101003X
      */
      idNumber: string;
      /** @example 李四 */
      name: string;
      /**
      * @description of a custodian who is an official
      * @example clerk-wang
      */
      userId?: string | null;
    };
    SetCustodianDto: {
      custodian: components["schemas"]["CustodianDto"];
      /** @example 103 */
      bankCode: string;
      /**
      * @description stored encrypted
      * @example 6228480000000000034
      */
      account: string;
      /**
      * @description SHA-256 of the written agreement, hex
      * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
      */
      agreementSha256: string;
    };
    CustodyDto: {
      /**
      * Format: uuid
      * @example 0197c000-fa92-76bb-8db9-aa6478e2a419
      */
      agreementId: string;
      /**
      * Format: uuid
      * @example 0197c000-fa92-76bb-8db9-aa6478e2a418
      */
      awardId: string;
      /**
      * Format: uuid
      * @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8
      */
      custodianKey: string;
      /**
      * @description of the award
      * @example 3
      */
      version: number;
    };
    CaseImportDto: {
      /**
      * Format: uuid
      * @example 0198a000-fa92-76bb-8db9-aa6478e2a419
      */
      id: string;
      /**
      * Format: uuid
      * @description asked about by GET /v1/jobs/{id}
      * @example 0198a001-fa92-76bb-8db9-aa6478e2a419
      */
      jobId: string;
      /**
      * @description the county
      * @example 510802
      */
      region: string;
      /**
      * @description SHA-256 of the file, hex
      * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
      */
      sha256: string;
      /**
      * @description everything is checked, and nothing stays
      * @example true
      */
      dryRun: boolean;
      /**
      * @description FAILED: its job has given up; the same file handed in again goes on where it stood
      * @example DONE
      * @enum {string}
      */
      state: "RUNNING" | "DONE" | "FAILED";
      /**
      * @description one row a person
      * @example 1204
      */
      rows: number;
      /**
      * @description rows of households that were, or could be, loaded
      * @example 1180
      */
      accepted: number;
      /**
      * @description rows of households that were not: see the rejects
      * @example 24
      */
      rejected: number;
      /**
      * @description rows of households that the county has loaded before
      * @example 0
      */
      skipped: number;
      /**
      * Format: date-time
      * @example 2026-01-10T02:00:00.000Z
      */
      createdAt: string;
      /** @example 2 */
      version: number;
    };
    ExtraAmountDto: {
      /**
      * Format: uuid
      * @description of a member who is known
      */
      personKey?: string;
      /**
      * @description place among the members that were sent, from 0
      * @example 0
      */
      member?: number;
      /**
      * @description a month, fen
      * @example 11800
      */
      amountFen: string;
      /**
      * @description why
      * @example [
      *       "MINOR"
      *     ]
      */
      kinds: string[];
    };
    PersonAmountDto: {
      /**
      * Format: uuid
      * @description of a member who is known
      */
      personKey?: string;
      /**
      * @description place among the members that were sent, from 0
      * @example 0
      */
      member?: number;
      /**
      * @description a month, fen
      * @example 11800
      */
      amountFen: string;
    };
    BenefitOptionDto: {
      /** @example HOUSEHOLD */
      subtype: string;
      /**
      * @description base and extras of the first month, fen
      * @example 86500
      */
      monthlyFen: string;
      /**
      * @description fen
      * @example 57000
      */
      baseFen: string;
      extras: components["schemas"]["ExtraAmountDto"][];
      /** @description what of it is whose */
      shares: components["schemas"]["PersonAmountDto"][];
      reasons: components["schemas"]["ReasonDto"][];
    };
    OfferDto: {
      /** @example TEMP_AID */
      need: string;
      reason: components["schemas"]["ReasonDto"];
    };
    PersonPartDto: {
      /** Format: uuid */
      personKey: string;
      /**
      * @description of the base, fen
      * @example 19000
      */
      baseFen: string;
      /**
      * @description fen
      * @example 17700
      */
      extraFen: string;
      /**
      * @description why the extra is due
      * @example [
      *       "SEVERE_DISABILITY"
      *     ]
      */
      extraKinds: string[];
    };
    ExplainedMonthDto: {
      /** @example 2025-07 */
      month: string;
      /**
      * @description what is due, fen; 0 while it is held
      * @example 86500
      */
      dueFen: string;
      /** @description of whom what is */
      persons: components["schemas"]["PersonPartDto"][];
      reasons: components["schemas"]["ReasonDto"][];
    };
    ExplainedAwardDto: {
      /** Format: uuid */
      id: string;
      /** @example DIBAO */
      programme: string;
      /** @example HOUSEHOLD */
      subtype?: string;
      /**
      * @example ACTIVE
      * @enum {string}
      */
      state: "PENDING_START" | "ACTIVE" | "HELD" | "GRADUAL_EXIT" | "CEASED";
      /**
      * Format: date
      * @description by when it is reviewed next
      * @example 2025-12-31
      */
      nextReviewDue?: string;
      /**
      * Format: date
      * @description first day on which a recognition no longer holds
      */
      validTo?: string;
      /** @description month by month; none of a recognition without cash */
      months: components["schemas"]["ExplainedMonthDto"][];
    };
    CaseExplanationDto: {
      /** @example DIBAO */
      householdClass: string;
      /** @example HOUSEHOLD */
      subtype?: string;
      /** @example 86500 */
      monthlyFen?: string;
      reasons: components["schemas"]["ReasonDto"][];
      /** @description the rows that the rules read */
      policies: components["schemas"]["PolicyRowDto"][];
      /** @example 510802001001-20250512-000002 */
      caseNo: string;
      /** @example APPROVED */
      state: string;
      /** @description what was open too, and was not proposed */
      alternatives: components["schemas"]["BenefitOptionDto"][];
      /** @description what was proposed, with its extras */
      proposed?: components["schemas"]["BenefitOptionDto"];
      /** @description of a rejection: what is offered instead */
      offers: components["schemas"]["OfferDto"][];
      awards: components["schemas"]["ExplainedAwardDto"][];
    };
    EarnedDto: {
      /**
      * @description of the last 12 months together; 0 takes away what was known of the kind
      * @example 59000
      */
      amountFen: string;
      /**
      * @description a kind of the registry. INCOME: wage 工资, labourFee 劳务报酬, casualWork 务工零工, royalty 稿酬, publicPost 公益性岗位, bonus 奖金, employerLivingFee 单位生活费, waitingAllowance 待安排期生活补助, farming 种植, livestock 养殖, forestry 林业, fishery 渔业, selfEmployed 个体经营, platformWork 平台经营, cropInsurancePayout 农业保险赔款, interest 利息, insuranceAnnuity 商业年金, dividend 红利, rent 租金, landTransfer 土地流转, collectiveDividend 集体分红, employeePension 职工养老金, residentPersonalPension 居民养老个人账户及地方增发, unemploymentBenefit 失业金, workInjuryAllowance 伤残津贴, survivorAllowance 供养亲属抚恤金, residentBasicPension 居民基础养老金(中央部分), supportReceived 实收赡养抚养扶养费, agriSubsidy 惠农补贴, ecoCompensation 生态补偿, monthlyRetirementPay 逐月退役金, retiredCadrePension 军休费, localDischargeGrant 地方一次性经济补助, placementSettlement 货币化安置, severance 经济补偿, lottery 偶然所得, compensationLiving 赔偿中生活费, disabledSoldierPension 伤残抚恤金, militarySurvivorPension 定期抚恤金(三属), regularSubsidy 定期生活补助, conscriptFamilyGrant 义务兵优待金, martyrGrant 烈士褒扬金, funeralSubsidy 丧葬补助, militaryNursing 护理费, elderlyHardshipSubsidy 60岁以上生活困难定期补助, veteranHardshipGrant 帮扶解困金, familyPlanningAward 计生奖扶, childRearingSubsidy 育儿补贴, scholarship 奖助学金, heroismAward 见义勇为, honourAllowance 荣誉津贴, oneOffAward 一次性奖励, dibaoBenefit 最低生活保障金, tekunBenefit 特困供养金, temporaryAid 临时救助, heatingRelief 取暖, funeralRelief 殡葬, medicalAid 医疗救助、济困医疗基金、优抚医疗补助, educationAid 教育救助, housingAid 住房救助, employmentAid 就业救助, disasterRelief 灾害救助, disabilityLivingSubsidy 困难残疾人生活补贴, disabilityCareSubsidy 重度残疾人护理补贴, priceSubsidy 价格临时补贴, housingInsurancePayout 住房保险赔款, charityAid 慈善帮扶, orphanAllowance 孤儿基本生活费, deFactoChildAllowance 事实无人抚养儿童基本生活补贴, childDifficultyAllowance 困境儿童生活补贴, oldAgeAllowance 高龄津贴, elderCareSubsidy 护理补贴, elderServiceSubsidy 养老服务补贴, workInjuryNursing 工伤护理费, medicalReimbursement 医保报销, housingFundWithdrawal 公积金提取, assetSale 财产出售, expropriation 征地拆迁, inheritance 继承, largeGift 大额赠与, compensationOther 其他赔偿, workInjuryLump 一次性工伤补助, deathLump 一次性抚恤金, lumpRetirementPay 一次性退役金, insuranceLump 保险金
      * @example wage
      * @enum {string}
      */
      kind: "wage" | "labourFee" | "casualWork" | "royalty" | "publicPost" | "bonus" | "employerLivingFee" | "waitingAllowance" | "farming" | "livestock" | "forestry" | "fishery" | "selfEmployed" | "platformWork" | "cropInsurancePayout" | "interest" | "insuranceAnnuity" | "dividend" | "rent" | "landTransfer" | "collectiveDividend" | "employeePension" | "residentPersonalPension" | "unemploymentBenefit" | "workInjuryAllowance" | "survivorAllowance" | "residentBasicPension" | "supportReceived" | "agriSubsidy" | "ecoCompensation" | "monthlyRetirementPay" | "retiredCadrePension" | "localDischargeGrant" | "placementSettlement" | "severance" | "lottery" | "compensationLiving" | "disabledSoldierPension" | "militarySurvivorPension" | "regularSubsidy" | "conscriptFamilyGrant" | "martyrGrant" | "funeralSubsidy" | "militaryNursing" | "elderlyHardshipSubsidy" | "veteranHardshipGrant" | "familyPlanningAward" | "childRearingSubsidy" | "scholarship" | "heroismAward" | "honourAllowance" | "oneOffAward" | "dibaoBenefit" | "tekunBenefit" | "temporaryAid" | "heatingRelief" | "funeralRelief" | "medicalAid" | "educationAid" | "housingAid" | "employmentAid" | "disasterRelief" | "disabilityLivingSubsidy" | "disabilityCareSubsidy" | "priceSubsidy" | "housingInsurancePayout" | "charityAid" | "orphanAllowance" | "deFactoChildAllowance" | "childDifficultyAllowance" | "oldAgeAllowance" | "elderCareSubsidy" | "elderServiceSubsidy" | "workInjuryNursing" | "medicalReimbursement" | "housingFundWithdrawal" | "assetSale" | "expropriation" | "inheritance" | "largeGift" | "compensationOther" | "workInjuryLump" | "deathLump" | "lumpRetirementPay" | "insuranceLump";
    };
    SpentDto: {
      /**
      * @description of the last 12 months together; 0 takes away what was known of the kind
      * @example 59000
      */
      amountFen: string;
      /**
      * @description a kind of the registry. EXPENDITURE: medicalInpatientOop 住院自付, medicalChronicOop 门诊慢特病, medicalOutOfCatalogue 目录外费用, specialDrug 特药, rehab 康复, assistiveDevice 辅助器具, disabilityCare 残疾人照护, residentialCareFee 机构照料费, tuition 学费, boarding 住宿费, basicRent 基本房租, accidentCost 意外支出, disasterRebuild 灾后重建自付, charityPaidMedical 慈善支付医疗费, charityPaidEducation 慈善支付教育费, charityPaidHousing 慈善支付住房费, charityPaidRehabilitation 慈善支付康复费, socialInsurancePaid 社会保险缴费, incomeTaxPaid 个人所得税, supportPaid 支付赡养抚养扶养费, electricity 电费, water 水费, gas 燃气费, telecom 通信费, insurancePremium 商业保费, highFeeSchool 高收费学校, overseasTravel 出境旅游, funeral 丧葬支出
      * @example medicalInpatientOop
      * @enum {string}
      */
      kind: "medicalInpatientOop" | "medicalChronicOop" | "medicalOutOfCatalogue" | "specialDrug" | "rehab" | "assistiveDevice" | "disabilityCare" | "residentialCareFee" | "tuition" | "boarding" | "basicRent" | "accidentCost" | "disasterRebuild" | "charityPaidMedical" | "charityPaidEducation" | "charityPaidHousing" | "charityPaidRehabilitation" | "socialInsurancePaid" | "incomeTaxPaid" | "supportPaid" | "electricity" | "water" | "gas" | "telecom" | "insurancePremium" | "highFeeSchool" | "overseasTravel" | "funeral";
    };
    OwnedDto: {
      /**
      * @description a kind of the registry. ASSET: deposit 存款, wealthProduct 理财, onlineFinance 互联网金融, security 证券, fund 基金, bond 债券, insuranceCashValue 保单现金价值, creditorClaim 债权, refundablePrepayment 养老预付款, earmarkedReliefDeposit 灾后重建专款, housingFundBalance 公积金余额, passengerCar 小汽车, truck 货车, vessel 船舶, machineryLarge 大型农机, motorcycle 摩托车, electricBike 电动自行车, disabilityVehicle 功能补偿代步车, machinerySmall 小型农机, residence 住房, contractedHome 网签, homestead 宅基地, shop 商铺, office 办公用房, factory 厂房, parking 车位, company 公司, partnership 合伙企业, cooperative 合作社, individualBusiness 个体工商户, socialServiceFounder 民非出资, contractLand 承包地, forest 林地, breedingStock 存栏
      * @example deposit
      * @enum {string}
      */
      kind: "deposit" | "wealthProduct" | "onlineFinance" | "security" | "fund" | "bond" | "insuranceCashValue" | "creditorClaim" | "refundablePrepayment" | "earmarkedReliefDeposit" | "housingFundBalance" | "passengerCar" | "truck" | "vessel" | "machineryLarge" | "motorcycle" | "electricBike" | "disabilityVehicle" | "machinerySmall" | "residence" | "contractedHome" | "homestead" | "shop" | "office" | "factory" | "parking" | "company" | "partnership" | "cooperative" | "individualBusiness" | "socialServiceFounder" | "contractLand" | "forest" | "breedingStock";
      /**
      * @description value
      * @example 59000
      */
      valueFen?: string | null;
      /**
      * @description 0: it is gone
      * @example 1
      */
      count?: number | null;
      /**
      * @description area of a home in dm²
      * @example 8800
      */
      areaDm2?: number | null;
    };
    CardDto: {
      /**
      * @description kind of GB/T 26341
      * @example 4
      */
      kind: number;
      /** @example 2 */
      grade: number;
      /**
      * Format: date
      * @description last day of validity
      * @example 2025-05-12
      */
      cardValidTo?: string | null;
    };
    SupposedMemberDto: {
      /** @description income: a kind that is named replaces what was known of it */
      incomes?: components["schemas"]["EarnedDto"][] | null;
      /** @description own-paid spending, such as medicalInpatientOop */
      expenditures?: components["schemas"]["SpentDto"][] | null;
      assets?: components["schemas"]["OwnedDto"][] | null;
      disability?: components["schemas"]["CardDto"] | null;
      /**
      * @description has a listed major illness
      * @example false
      */
      seriouslyIll?: boolean | null;
      /** @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8 */
      personKey: string;
      /**
      * @description no longer lives with the household
      * @default false
      */
      leaves: boolean | null;
    };
    CalculatedMemberDto: {
      /** @description income: a kind that is named replaces what was known of it */
      incomes?: components["schemas"]["EarnedDto"][] | null;
      /** @description own-paid spending, such as medicalInpatientOop */
      expenditures?: components["schemas"]["SpentDto"][] | null;
      assets?: components["schemas"]["OwnedDto"][] | null;
      disability?: components["schemas"]["CardDto"] | null;
      /**
      * @description has a listed major illness
      * @example false
      */
      seriouslyIll?: boolean | null;
      /**
      * @description to the applicant
      * @enum {string}
      */
      relation: "APPLICANT" | "SPOUSE" | "CHILD" | "PARENT" | "SIBLING" | "GRANDPARENT" | "GRANDCHILD" | "OTHER";
      /**
      * Format: date
      * @example 2025-05-12
      */
      birthDate: string;
      /** @enum {string} */
      study: "NONE" | "SCHOOL" | "BACHELOR" | "MASTER_OR_ABOVE";
      /**
      * Format: date
      * @description since when they live together
      * @example 2025-05-12
      */
      livesTogetherSince?: string | null;
      /**
      * @description has a job
      * @default false
      */
      employed: boolean | null;
      /**
      * @description paid out of public funds
      * @default false
      */
      fiscalPaid: boolean | null;
    };
    SimulationDto: {
      /** @description members of whom something changes */
      members?: components["schemas"]["SupposedMemberDto"][] | null;
      /** @description who comes to live with them */
      newMembers?: components["schemas"]["CalculatedMemberDto"][] | null;
      /**
      * @description another standard, a person and month
      * @example 59000
      */
      standardFen?: string | null;
    };
    CalculationDto: {
      /**
      * @example DIBAO
      * @enum {string}
      */
      householdClass: "DIBAO" | "EDGE" | "RIGID" | "NONE" | "PENDING";
      /**
      * @description who counts
      * @example 3
      */
      memberCount: number;
      /** @description income a head and month, exact, fen */
      perCapitaMonthly: components["schemas"]["RationalDto"];
      /** @description what would be paid; absent where nothing */
      proposed?: components["schemas"]["BenefitOptionDto"];
      /** @description what else would be open */
      alternatives: components["schemas"]["BenefitOptionDto"][];
      reasons: components["schemas"]["ReasonDto"][];
      /** @description the rows that the rules read, with their law, and why each won */
      policies: components["schemas"]["PolicyRowDto"][];
    };
    CalculationFormDto: {
      /** @example 510802 */
      region: string;
      /**
      * @example URBAN
      * @enum {string}
      */
      hukouType: "URBAN" | "RURAL";
      /** @description one of them the applicant */
      members: components["schemas"]["CalculatedMemberDto"][];
    };
    CategoryDto: {
      /**
      * @description DIBAO 低保, TEKUN 特困, EDGE 低保边缘家庭, RIGID 刚性支出困难家庭, NONE none of them
      * @example DIBAO
      * @enum {string}
      */
      category: "DIBAO" | "TEKUN" | "EDGE" | "RIGID" | "NONE";
      /**
      * Format: date
      * @description first day; null of NONE
      * @example 2025-07-01
      */
      from: string | null;
      /**
      * Format: date
      * @description first day on which it no longer holds; null while no end is known
      * @example null
      */
      to: string | null;
    };
    PersonCategoriesDto: {
      /**
      * Format: uuid
      * @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8
      */
      personKey: string;
      /** @description more than one where a group and a benefit stand side by side */
      categories: components["schemas"]["CategoryDto"][];
    };
    CategoriesQueryDto: {
      /**
      * @description each once; at most 1,000
      * @example [
      *       "66f9367c-2a08-8d62-9d75-d6dbe23270b8"
      *     ]
      */
      keys: string[];
      /**
      * Format: date
      * @description the day asked about; today without it
      * @example 2025-05-12
      */
      asOf?: string | null;
    };
    CategoriesDto: {
      /** @description in the order of the keys */
      items: components["schemas"]["PersonCategoriesDto"][];
    };
    WorkTitleDto: {
      /** @example 受理申请 */
      zh: string;
      /** @example Accept the application */
      en: string;
    };
    WorkSubjectDto: {
      /** @example case */
      type: string;
      /** Format: uuid */
      id: string;
    };
    WorkCommandDto: {
      /** @example POST */
      method: string;
      /** @example /v1/cases/0198a000-0000-7000-8000-000000000000/accept */
      path: string;
    };
    WorkItemDto: {
      /** Format: uuid */
      id: string;
      /** @example caseAcceptance */
      kind: string;
      title: components["schemas"]["WorkTitleDto"];
      /** @description what it is about */
      subject: components["schemas"]["WorkSubjectDto"];
      /**
      * @description of the office that has to do it
      * @example 510802001
      */
      region: string;
      /** @description the office above, since it is overdue */
      climbedTo: string | null;
      /**
      * @description who holds it may do it
      * @example assistance:cases:write
      */
      scope: string;
      /** @description what settles it */
      command: components["schemas"]["WorkCommandDto"];
      /** @example clerk-wang */
      assignee: string | null;
      /** Format: date-time */
      openedAt: string;
      /**
      * Format: date-time
      * @description the first instant that is late
      */
      dueAt: string;
      amber: boolean;
      overdue: boolean;
      /** @enum {string} */
      state: "OPEN" | "SETTLED";
      /** Format: date-time */
      settledAt: string | null;
      /** @example 1 */
      version: number;
    };
    AssignWorkItemDto: {
      /**
      * @description subject of the token of who is to do it
      * @example clerk-wang
      */
      userId: string;
    };
    FlaggedSubjectDto: {
      /** @example case */
      type: string;
      /** Format: uuid */
      id: string;
    };
    SupervisionItemDto: {
      /** Format: uuid */
      id: string;
      /** @example 510802001001 */
      region: string;
      /** @enum {string} */
      kind: "RELATIVE" | "SAMPLE" | "REENTRY" | "CHURN" | "COMPLAINT" | "APPEAL" | "REPORT" | "LATE" | "SIGNATURE";
      subject: components["schemas"]["FlaggedSubjectDto"];
      /**
      * @description a code
      * @example caseDecision
      */
      reason: string;
      /** Format: date */
      flaggedOn: string;
      /** @enum {string|null} */
      finding: "CONFIRMED" | "NOT_CONFIRMED" | null;
      checkedBy: string | null;
      /** Format: date */
      checkedOn: string | null;
      /** @enum {string} */
      state: "OPEN" | "CHECKED" | "CLOSED";
      /** @example 1 */
      version: number;
    };
    ComplainantDto: {
      /**
      * @description its middle is hidden unless it was revealed
      * @example 张*
      */
      name: string | null;
      /**
      * @description its middle is hidden unless it was revealed
      * @example 1**********
      */
      contact: string | null;
    };
    SupervisionDetailDto: {
      /** Format: uuid */
      id: string;
      /** @example 510802001001 */
      region: string;
      /** @enum {string} */
      kind: "RELATIVE" | "SAMPLE" | "REENTRY" | "CHURN" | "COMPLAINT" | "APPEAL" | "REPORT" | "LATE" | "SIGNATURE";
      subject: components["schemas"]["FlaggedSubjectDto"];
      /**
      * @description a code
      * @example caseDecision
      */
      reason: string;
      /** Format: date */
      flaggedOn: string;
      /** @enum {string|null} */
      finding: "CONFIRMED" | "NOT_CONFIRMED" | null;
      checkedBy: string | null;
      /** Format: date */
      checkedOn: string | null;
      /** @enum {string} */
      state: "OPEN" | "CHECKED" | "CLOSED";
      /** @example 1 */
      version: number;
      /** @example 入户核实，申报情况属实 */
      findingText: string | null;
      /** @description who has complained, if the item comes of it */
      reporter: components["schemas"]["ComplainantDto"] | null;
    };
    CheckItemDto: {
      /** @enum {string} */
      finding: "CONFIRMED" | "NOT_CONFIRMED";
      /**
      * @description what was found
      * @example 入户核实，申报情况属实
      */
      text: string;
    };
    ComplaintTargetDto: {
      /** @enum {string} */
      kind: "CASE" | "OFFICIAL" | "PAYMENT" | "OTHER";
      /**
      * @description number of the case, as in a notice or letter
      * @example 510802-20250512-0001
      */
      caseNo?: string | null;
    };
    ComplainDto: {
      /**
      * @description where it is about; a county or smaller
      * @example 510802
      */
      region: string;
      /** @description what it is about */
      target: components["schemas"]["ComplaintTargetDto"];
      /** @example 公示的家庭成员中有人已在外地就业，收入未申报 */
      text: string;
      /**
      * @description who names himself and a contact is answered
      * @example 张三
      */
      name?: string | null;
      /**
      * @description telephone or e-mail
      * @example 13900000000
      */
      contact?: string | null;
    };
    ComplaintReceiptDto: {
      /**
      * Format: uuid
      * @description under which it is known
      */
      receipt: string;
    };
    ComplaintDto: {
      /** Format: uuid */
      id: string;
      /** @example 510802001001 */
      region: string;
      /** @enum {string} */
      target: "CASE" | "OFFICIAL" | "PAYMENT" | "OTHER";
      /** Format: uuid */
      caseId: string | null;
      /** @description its author is answered */
      named: boolean;
      /**
      * Format: uuid
      * @description supervision item by which it is looked into
      */
      itemId: string;
      /** Format: date */
      receivedOn: string;
      /** Format: date */
      answeredOn: string | null;
      /** @enum {string} */
      state: "RECEIVED" | "CHECKED" | "ANSWERED";
      /** @example 1 */
      version: number;
    };
    ComplaintDetailDto: {
      /** Format: uuid */
      id: string;
      /** @example 510802001001 */
      region: string;
      /** @enum {string} */
      target: "CASE" | "OFFICIAL" | "PAYMENT" | "OTHER";
      /** Format: uuid */
      caseId: string | null;
      /** @description its author is answered */
      named: boolean;
      /**
      * Format: uuid
      * @description supervision item by which it is looked into
      */
      itemId: string;
      /** Format: date */
      receivedOn: string;
      /** Format: date */
      answeredOn: string | null;
      /** @enum {string} */
      state: "RECEIVED" | "CHECKED" | "ANSWERED";
      /** @example 1 */
      version: number;
      /** @example 公示的家庭成员中有人已在外地就业，收入未申报 */
      text: string;
      /** @example 经核查，该户收入已重新核定 */
      answer: string | null;
    };
    AnswerComplaintDto: {
      /** @example 经核查，该户收入已重新核定 */
      text: string;
    };
    HoldConferenceDto: {
      /**
      * @description of the coordination mechanism
      * @example 510802
      */
      region: string;
      /**
      * Format: date
      * @example 2025-05-12
      */
      heldOn: string;
      /**
      * @description codes of those who took part, at least three
      * @example [
      *       "MCA",
      *       "HOU",
      *       "NHSA"
      *     ]
      */
      departments: string[];
      /** @example 由住房部门优先安排公租房，民政部门给予临时救助 */
      resolution: string;
      /**
      * @description SHA-256 of the minutes, hex
      * @example bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
      */
      minutesSha256: string;
      /** @description cases, tickets and referrals that were resolved on */
      targetIds: string[];
      /**
      * Format: uuid
      * @description conference whose resolution no longer stands
      */
      supersedes?: string | null;
    };
    ConferenceDto: {
      /** Format: uuid */
      id: string;
      /** @example 510802 */
      region: string;
      /** Format: date */
      heldOn: string;
      /**
      * @example [
      *       "MCA",
      *       "HOU",
      *       "NHSA"
      *     ]
      */
      departments: string[];
      /** @example 由住房部门优先安排公租房，民政部门给予临时救助 */
      resolution: string;
      /** @example bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb */
      minutesSha256: string;
      targetIds: string[];
      /** Format: uuid */
      supersededBy: string | null;
      /** @enum {string} */
      state: "HELD" | "SUPERSEDED";
      /** @example 1 */
      version: number;
    };
    OpenTicketDto: {
      /**
      * @description a citizen’s own is ONLINE
      * @enum {string}
      */
      channel: "COUNTER" | "ONLINE" | "HOTLINE" | "PROACTIVE";
      /**
      * @description township or village in which help is asked for
      * @example 510802001
      */
      region: string;
      /** @example 张三 */
      callerName?: string | null;
      /** @example 13900000000 */
      phone?: string | null;
      /**
      * @description needs of the catalogue
      * @example [
      *       "DIBAO",
      *       "MEDICAL_AID"
      *     ]
      */
      needs: string[];
      /**
      * @description in words; stored encrypted
      * @example 本人患病住院，家中无收入来源
      */
      text: string;
      /**
      * Format: uuid
      * @description household, if it is on record
      */
      householdId?: string | null;
      /**
      * @description who is meant, if on record; a citizen’s own is his
      * @example [
      *       "66f9367c-2a08-8d62-9d75-d6dbe23270b8"
      *     ]
      */
      personKeys?: string[] | null;
    };
    TicketNeedDto: {
      /** @example MEDICAL_AID */
      need: string;
      /** @enum {string} */
      state: "OPEN" | "CASE" | "REFERRED" | "TAKEN_OVER" | "DECLINED" | "WITHDRAWN";
      /** Format: uuid */
      caseId: string | null;
      /** Format: uuid */
      referralId: string | null;
      /** @example null */
      reasonCode: string | null;
    };
    TicketDto: {
      /** Format: uuid */
      id: string;
      /** @example 510802001001 */
      region: string;
      /** @enum {string} */
      channel: "COUNTER" | "ONLINE" | "HOTLINE" | "PROACTIVE" | "REFERRAL" | "CLUE";
      needs: components["schemas"]["TicketNeedDto"][];
      /** Format: uuid */
      householdId: string | null;
      /**
      * @description who answers for it
      * @example clerk-wang
      */
      firstAskedUserId: string | null;
      /** @example clerk-wang */
      assignedUserId: string | null;
      /**
      * Format: date-time
      * @description what others handle is forwarded by then
      */
      forwardDueAt: string | null;
      /**
      * Format: date-time
      * @description the first instant that is late
      */
      dueAt: string;
      /** @description past its limit, and not answered */
      overdue: boolean;
      /** @enum {string} */
      state: "OPEN" | "ASSIGNED" | "FORWARDED" | "ANSWERED" | "CLOSED";
      /** @example 1 */
      version: number;
    };
    ForwardTicketDto: {
      /**
      * @example [
      *       "MEDICAL_AID"
      *     ]
      */
      needs: string[];
      /**
      * @description short name of a service, agency code, UNION or PARTY
      * @example NHSA
      */
      receiver: string;
      /**
      * @description in words for those here; it is never sent
      * @example 住院自付较多，申请医疗救助
      */
      needText: string;
      /**
      * @default NORMAL
      * @enum {string|null}
      */
      urgency: "NORMAL" | "URGENT" | null;
      /**
      * Format: uuid
      * @description consent, which charity needs (民发〔2023〕46号)
      */
      consentId?: string | null;
    };
    ForwardedDto: {
      /** Format: uuid */
      id: string;
      /** @enum {string} */
      direction: "IN" | "OUT";
      /** @example 510802001 */
      region: string;
      /** @example assistance */
      sender: string;
      /** @example NHSA */
      receiver: string;
      /**
      * @description the sender’s case
      * @example 0198a000-0000-7000-8000-000000000000
      */
      caseRef: string;
      needs: components["schemas"]["ReferralNeedDto"][];
      personKeys: string[];
      /** @example NEED_FOUND */
      reasonCode: string;
      /** @enum {string} */
      urgency: "NORMAL" | "URGENT";
      /**
      * Format: date-time
      * @description the first instant that is late
      */
      answerDueAt: string;
      overdue: boolean;
      /** @enum {string} */
      state: "SENT" | "ACCEPTED" | "DONE" | "DECLINED" | "WITHDRAWN";
      /** @example 1 */
      version: number;
      /**
      * @description of the ticket, for the next command on it
      * @example 2
      */
      ticketVersion: number;
    };
    AssignTicketDto: {
      /**
      * @description subject of the token of who handles it
      * @example clerk-wang
      */
      userId: string;
    };
    AnswerNeedDto: {
      /** @example DIBAO */
      need: string;
      /**
      * Format: uuid
      * @description case that was opened for it
      */
      caseId?: string | null;
      /**
      * @description or why not
      * @example NOT_IN_NEED
      */
      reasonCode?: string | null;
    };
    TicketDetailDto: {
      /** Format: uuid */
      id: string;
      /** @example 510802001001 */
      region: string;
      /** @enum {string} */
      channel: "COUNTER" | "ONLINE" | "HOTLINE" | "PROACTIVE" | "REFERRAL" | "CLUE";
      needs: components["schemas"]["TicketNeedDto"][];
      /** Format: uuid */
      householdId: string | null;
      /**
      * @description who answers for it
      * @example clerk-wang
      */
      firstAskedUserId: string | null;
      /** @example clerk-wang */
      assignedUserId: string | null;
      /**
      * Format: date-time
      * @description what others handle is forwarded by then
      */
      forwardDueAt: string | null;
      /**
      * Format: date-time
      * @description the first instant that is late
      */
      dueAt: string;
      /** @description past its limit, and not answered */
      overdue: boolean;
      /** @enum {string} */
      state: "OPEN" | "ASSIGNED" | "FORWARDED" | "ANSWERED" | "CLOSED";
      /** @example 1 */
      version: number;
      /**
      * @description its middle is hidden unless it was revealed
      * @example 张*
      */
      callerName: string | null;
      /**
      * @description its middle is hidden unless it was revealed
      * @example 1**********
      */
      phone: string | null;
      /** @example 本人患病住院，家中无收入来源 */
      text: string | null;
    };
    CatalogueItemDto: {
      /** @example MEDICAL_AID */
      need: string;
      /**
      * @description who handles it; assistance: this service
      * @example NHSA
      */
      receiver: string;
      /** @example 医疗救助 */
      zh: string;
      /** @example Medical assistance */
      en: string;
    };
    CatalogueDto: {
      items: components["schemas"]["CatalogueItemDto"][];
    };
    OpenPayrollRunDto: {
      /**
      * @description county: 6 digits
      * @example 510802
      */
      countyCode: string;
      /**
      * @description a programme that the department pays in cash
      * @example DIBAO
      */
      programme: string;
      /** @example 2025-05 */
      month: string;
      /**
      * @description 0 is the main run, 1 and on are supplementary
      * @example 0
      */
      seq: number;
    };
    PayrollRunDto: {
      /**
      * Format: uuid
      * @example 0197c000-fa92-76bb-8db9-aa6478e2a419
      */
      id: string;
      /** @example 510802 */
      countyCode: string;
      /** @example DIBAO */
      programme: string;
      /** @example 2025-07 */
      month: string;
      /** @example 0 */
      seq: number;
      /**
      * @example BUILT
      * @enum {string}
      */
      state: "BUILDING" | "BUILT" | "LOCKED" | "APPROVED" | "SENT" | "RECONCILING" | "CLOSED" | "CANCELLED";
      /**
      * @description lines; known once it is built
      * @example 4
      */
      count: number;
      /**
      * @description sum of the lines; known once it is built
      * @example 113500
      */
      totalFen: string;
      /**
      * Format: date
      * @description day by which it is to be paid
      * @example 2025-07-10
      */
      payOn: string;
      /** @example clerk-wang */
      builtBy: string;
      /** @example clerk-wang */
      lockedBy: string | null;
      /** @example finance-liu */
      approvedBy: string | null;
      /**
      * @description digest of the payment file, once it was sent
      * @example 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
      */
      fileSha256: string | null;
      /**
      * Format: date-time
      * @example 2025-07-05T02:00:00.000Z
      */
      sentAt: string | null;
      /**
      * Format: uuid
      * @description the job that builds it; none of a run that lines were issued again in
      * @example 0197c000-fa92-76bb-8db9-aa6478e2a419
      */
      jobId: string | null;
      /** @example 2 */
      version: number;
    };
    BlockedLineDto: {
      /** @example award */
      subjectType: string;
      /**
      * Format: uuid
      * @example 0197c000-fa92-76bb-8db9-aa6478e2a419
      */
      subjectId: string;
      /** @example 510802001001 */
      region: string;
      /** @example 2025-07 */
      month: string;
      /** @example BASE */
      part: string;
      /**
      * Format: uuid
      * @description the member, or the holder of the account; null: there is none
      * @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8
      */
      personKey: string | null;
      /** @example 57000 */
      amountFen: string;
      /**
      * @description ACCOUNT_MISSING, ACCOUNT_SHARED, HOLDER_NOT_ALLOWED, DECEASED
      * @example ACCOUNT_MISSING
      */
      reason: string;
    };
    CancelRunDto: {
      /** @example 名单有误，重新生成 */
      reason: string;
    };
    ResultDto: {
      /**
      * @description lines of the file that were paid
      * @example 3
      */
      paid: number;
      /**
      * @description lines of the file that came back
      * @example 1
      */
      returned: number;
      /**
      * @description lines of the run without an answer yet
      * @example 0
      */
      unmatched: number;
      /**
      * @description of the run
      * @example CLOSED
      * @enum {string}
      */
      state: "BUILDING" | "BUILT" | "LOCKED" | "APPROVED" | "SENT" | "RECONCILING" | "CLOSED" | "CANCELLED";
      /**
      * @description of the run
      * @example 7
      */
      version: number;
      /**
      * Format: uuid
      * @description the job that applies a large file; GET /v1/jobs/{id}
      * @example null
      */
      jobId: string | null;
    };
    PartDto: {
      /**
      * Format: uuid
      * @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8
      */
      personKey: string;
      /** @example 19000 */
      amountFen: string;
    };
    PaymentLineDto: {
      /**
      * Format: uuid
      * @example 0197c000-fa92-76bb-8db9-aa6478e2a419
      */
      id: string;
      /**
      * Format: uuid
      * @example 0197c000-fa92-76bb-8db9-aa6478e2a419
      */
      runId: string;
      /** @example award */
      subjectType: string;
      /**
      * Format: uuid
      * @example 0197c000-fa92-76bb-8db9-aa6478e2a419
      */
      subjectId: string;
      /** @example 510802001001 */
      region: string;
      /**
      * @description month that it is for
      * @example 2025-07
      */
      month: string;
      /**
      * @example BASE
      * @enum {string}
      */
      component: "BASE" | "EXTRA" | "PRICE" | "ARREARS";
      /**
      * @description row and part that it follows from
      * @example 0197c000-fa92-76bb-8db9-aa6478e2a419/BASE
      */
      sourceRef: string;
      /** @example 1 */
      attempt: number;
      /**
      * Format: uuid
      * @description the member, or the holder of the account of a BASE
      * @example 66f9367c-2a08-8d62-9d75-d6dbe23270b8
      */
      personKey: string;
      /** @example 57000 */
      amountFen: string;
      /**
      * @description due beside it, and kept back for an over-payment with written consent
      * @example 0
      */
      offsetFen: string;
      /** @description whose it is, in the order of personKey, with what is kept back */
      parts: components["schemas"]["PartDto"][];
      /**
      * @example PAID
      * @enum {string}
      */
      state: "PLANNED" | "SENT" | "PAID" | "RETURNED" | "REISSUED" | "WRITTEN_BACK" | "CANCELLED";
      /**
      * @example null
      * @enum {string|null}
      */
      resultCode: "ACCOUNT_CLOSED" | "NAME_MISMATCH" | "INVALID_ACCOUNT" | "DORMANT" | "OTHER" | null;
      /** @example 3 */
      version: number;
    };
    AccountDto: {
      /**
      * Format: id-number
      * @description ID number of the holder: a member, or a custodian with an agreement on file
      * @example 51080219850214901X
      */
      holderIdNumber: string;
      /** @example 103 */
      bankCode: string;
      /**
      * @description stored encrypted
      * @example 6228480000000000026
      */
      account: string;
    };
    ReissueDto: {
      payee: components["schemas"]["AccountDto"];
    };
    WriteBackDto: {
      /** @example 待遇已终止，无继承人 */
      reason: string;
    };
    TitleDto: {
      /** @example 保障人数及变动 */
      zh: string;
      /** @example Recipients and movement */
      en: string;
    };
    ReportCellDefinitionDto: {
      /** @example net */
      code: string;
      title: components["schemas"]["TitleDto"];
      /**
      * @example PERSONS
      * @enum {string}
      */
      unit: "PERSONS" | "HOUSEHOLDS" | "CASES" | "ITEMS" | "FEN" | "PERCENT" | "PER_THOUSAND" | "WORKING_DAYS" | "COUNTIES";
      /**
      * @description figures that are added; with - taken away
      * @example [
      *       "end",
      *       "-base"
      *     ]
      */
      numerator: string[];
      /**
      * @example [
      *       "persons"
      *     ]
      */
      denominator?: string[];
    };
    ReportDefinitionDto: {
      /** @example DB-01 */
      code: string;
      /**
      * @description of the definition
      * @example 1
      */
      version: number;
      title: components["schemas"]["TitleDto"];
      meaning: components["schemas"]["TitleDto"];
      /** @description what its rows are about, beside region and hukou */
      items?: components["schemas"]["TitleDto"];
      /**
      * @description law or published figure
      * @example 民发〔2021〕57号
      */
      basis: string;
      cells: components["schemas"]["ReportCellDefinitionDto"][];
    };
    ReportDefinitionsDto: {
      items: components["schemas"]["ReportDefinitionDto"][];
      /** @example null */
      nextCursor: string | null;
    };
    ReportMonthDto: {
      /** @example 2025-06 */
      month: string;
      /**
      * @description final, of a day, as the tables say it now, of several kinds, or nothing
      * @example DAILY
      * @enum {string}
      */
      source: "FROZEN" | "DAILY" | "NOW" | "MIXED" | "NONE";
      /**
      * @description of what is final
      * @example 1
      */
      version?: number;
      /**
      * Format: date
      * @example 2025-07-18
      */
      takenOn?: string;
      /** @example 1 */
      definitionVersion: number;
    };
    ReportCellDto: {
      /** @example net */
      cell: string;
      /**
      * @example PERSONS
      * @enum {string}
      */
      unit: "PERSONS" | "HOUSEHOLDS" | "CASES" | "ITEMS" | "FEN" | "PERCENT" | "PER_THOUSAND" | "WORKING_DAYS" | "COUNTIES";
      /**
      * @description of so few that no figure is shown, or it would give away another one
      * @example false
      */
      suppressed: boolean;
      /**
      * @description string of digits
      * @example 294000
      */
      numerator?: string;
      /**
      * @description string of digits
      * @example 1221600
      */
      denominator?: string;
      /**
      * @description decimal text, rounded once; absent where it divides by 0
      * @example 24.07
      */
      value?: string;
    };
    ReportRowDto: {
      /** @example 510802 */
      region: string;
      /**
      * @example ALL
      * @enum {string}
      */
      hukouType: "ALL" | "URBAN" | "RURAL" | "NONE";
      /** @example 2025-06 */
      month: string;
      /**
      * @description empty where the report has none
      * @example
      */
      item: string;
      cells: components["schemas"]["ReportCellDto"][];
    };
    ReportDto: {
      /** @example DB-01 */
      code: string;
      title: components["schemas"]["TitleDto"];
      /** @example 510802 */
      region: string;
      months: components["schemas"]["ReportMonthDto"][];
      rows: components["schemas"]["ReportRowDto"][];
    };
    FreezeDto: {
      /**
      * @description a month that is over
      * @example 2025-05
      */
      month: string;
      /**
      * @description down to a county; the caller’s region without it
      * @example 510802
      */
      region?: string | null;
      /**
      * @description why it is corrected
      * @example 补录6月停发
      */
      reason?: string | null;
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
