/**
 * Flagger's Canary as Windlass writes it: only the fields we set. Names, units and defaults are Flagger's own.
 *
 * @see https://docs.flagger.app/usage/how-it-works
 */

/** How a change reaches the users. @see https://docs.flagger.app/usage/deployment-strategies */
export type Strategy = WeightedStrategy | AbStrategy | BlueGreenStrategy | MirroredStrategy;

/** Traffic moves to the canary in steps. */
export interface WeightedStrategy {
    readonly kind: "weighted";
    /**
     * Percent added at each step, 1 to 100. Either this or {@link stepWeights}.
     *
     * @default none
     */
    readonly stepWeight?: number;
    /**
     * The weights of the steps themselves, rising, each 1 to 100. The last one is the highest weight.
     *
     * @default none
     */
    readonly stepWeights?: readonly number[];
    /**
     * Highest percent the canary gets before it is promoted. Flagger ignores it beside {@link stepWeights}.
     *
     * @default 100
     */
    readonly maxWeight?: number;
    /**
     * Percent moved back to the primary at each step of the promotion.
     *
     * @default 100, in one go
     */
    readonly stepWeightPromotion?: number;
}

/** Users who match see the canary, for as long as the analysis lasts; nobody else does. */
export interface AbStrategy {
    readonly kind: "ab";
    /** Checks that must pass before the promotion, at least 1. */
    readonly iterations: number;
    /** Any of these sends a request to the canary; at least one. */
    readonly match: readonly HttpMatch[];
}

/** The canary is checked without users, then takes all of them at once. */
export interface BlueGreenStrategy {
    readonly kind: "blue-green";
    /** Checks that must pass before the switch, at least 1. */
    readonly iterations: number;
}

/** As blue-green, with a copy of the live traffic. Only for requests that may be handled twice. */
export interface MirroredStrategy {
    readonly kind: "mirrored";
    /** Checks that must pass before the switch, at least 1. */
    readonly iterations: number;
    /**
     * Percent of the traffic that is copied, 1 to 100.
     *
     * @default 100
     */
    readonly mirrorWeight?: number;
}

/** One of Istio's string matches. @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch */
export interface StringMatch {
    readonly exact?: string;
    readonly prefix?: string;
    readonly regex?: string;
}

/** What must hold of a request, all of it. Names of headers are lower case. */
export interface HttpMatch {
    readonly headers?: Readonly<Record<string, StringMatch>>;
    readonly uri?: StringMatch;
    readonly sourceLabels?: Readonly<Record<string, string>>;
}

/** One measurement of the analysis. */
export interface CanaryMetric {
    /** Name in events and alerts; of one of Flagger's own metrics where there is no {@link template}. */
    readonly name: string;
    /**
     * Name of a MetricTemplate in Flagger's namespace, as `METRIC_TEMPLATES` lists them.
     *
     * @default one of Flagger's own: `request-success-rate` (percent) or `request-duration` (milliseconds)
     */
    readonly template?: string;
    /** Values that pass, both ends included. */
    readonly range: { readonly min?: number; readonly max?: number };
    /**
     * Window of the query: `30s`, `1m`. Shorter windows see a change sooner and rest on fewer requests.
     *
     * @default "1m"
     */
    readonly interval?: string;
}

/** When Flagger calls a webhook. @see https://docs.flagger.app/usage/webhooks */
export type WebhookType =
    | "confirm-rollout"
    | "pre-rollout"
    | "rollout"
    | "confirm-traffic-increase"
    | "confirm-promotion"
    | "post-rollout"
    | "rollback"
    | "event";

/** An HTTP POST whose status decides: 200 to 202 passes. */
export interface CanaryWebhook {
    readonly name: string;
    readonly type: WebhookType;
    readonly url: string;
    /**
     * Those of all `rollout` webhooks together must stay below the analysis' interval.
     *
     * @default "10s"
     */
    readonly timeout?: string;
    /** @default 0 */
    readonly retries?: number;
    /**
     * Handed over as it is; the load tester reads `type` and `cmd`.
     *
     * @default none
     */
    readonly metadata?: Readonly<Record<string, string>>;
}

/** Who hears of the canary. */
export interface CanaryAlert {
    readonly name: string;
    /** Lowest severity that is sent. @default "info" */
    readonly severity?: "info" | "warn" | "error";
    /** Name of an AlertProvider in Flagger's namespace. @default "alerts" */
    readonly provider?: string;
}

/** The Services and the VirtualService that Flagger generates. */
export interface CanaryService {
    /** Port of the Services, 1 to 65535. */
    readonly port: number;
    /** Port of the container, by number or name. @default the same as port */
    readonly targetPort?: number | string;
    /** Istio reads the protocol from it: `http`, `grpc`, `tcp-…`. @default "http" */
    readonly portName?: string;
    /** Name of the Services. @default the target's */
    readonly name?: string;
    /** Gateways that route here, `namespace/name`; `mesh` is the sidecars. @default mesh alone */
    readonly gateways?: readonly string[];
    /** Hosts that route here. `*` takes every host of the gateway, and is not allowed with `mesh`. @default the Service's */
    readonly hosts?: readonly string[];
    /** Timeout of a request: `15s`. @default none */
    readonly timeout?: string;
    /** @default Istio's, two retries where it is safe */
    readonly retries?: {
        readonly attempts: number;
        readonly perTryTimeout?: string;
        readonly retryOn?: string;
    };
}
