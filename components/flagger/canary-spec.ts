import type * as pulumi from "@pulumi/pulumi";

/**
 * Flagger's Canary as Windlass writes it: only the fields we set. Names, units and defaults are Flagger's own.
 *
 * @see https://docs.flagger.app/usage/how-it-works
 */

/** Kinds of workload that Flagger can roll out. Others (StatefulSet, Job, …) have no second copy. */
export const CanaryTargetKind = {
    Deployment: "Deployment",
    DaemonSet: "DaemonSet",
} as const;
export type CanaryTargetKind = (typeof CanaryTargetKind)[keyof typeof CanaryTargetKind];

/** The workload whose changes are rolled out. */
export interface CanaryTargetArgs {
    /** Kind of the workload, of `apps/v1`. */
    readonly kind: pulumi.Input<CanaryTargetKind>;
    /** Name of the workload, in the namespace of the Canary. */
    readonly name: pulumi.Input<string>;
}

/**
 * How a change reaches the users: exactly one of these.
 *
 * @see https://docs.flagger.app/usage/deployment-strategies
 */
export interface CanaryStrategyArgs {
    /** Traffic moves to the canary in steps. */
    readonly weighted?: pulumi.Input<WeightedStrategyArgs>;
    /** Users who match see the canary, for as long as the analysis lasts; nobody else does. */
    readonly abTest?: pulumi.Input<AbTestStrategyArgs>;
    /** The canary is checked without users, then takes all of them at once. */
    readonly blueGreen?: pulumi.Input<BlueGreenStrategyArgs>;
    /** As blue-green, with a copy of the live traffic. Only for requests that may be handled twice. */
    readonly mirrored?: pulumi.Input<MirroredStrategyArgs>;
}

/** Traffic moves to the canary in steps. */
export interface WeightedStrategyArgs {
    /**
     * Percent added at each step, 1 to 100. Either this or `stepWeights`.
     *
     * @default none
     */
    readonly stepWeight?: pulumi.Input<number>;
    /**
     * The weights of the steps themselves, rising, each 1 to 100. The last one is the highest weight.
     *
     * @default none
     */
    readonly stepWeights?: pulumi.Input<pulumi.Input<number>[]>;
    /**
     * Highest percent the canary gets before it is promoted. Flagger ignores it beside `stepWeights`.
     *
     * @default 100
     */
    readonly maxWeight?: pulumi.Input<number>;
    /**
     * Percent moved back to the primary at each step of the promotion.
     *
     * @default 100, in one go
     */
    readonly stepWeightPromotion?: pulumi.Input<number>;
}

/** Users who match see the canary. */
export interface AbTestStrategyArgs {
    /** Checks that must pass before the promotion, at least 1. */
    readonly iterations: pulumi.Input<number>;
    /** Any of these sends a request to the canary; at least one. */
    readonly match: pulumi.Input<pulumi.Input<HttpMatchArgs>[]>;
}

/** The canary is checked without users. */
export interface BlueGreenStrategyArgs {
    /** Checks that must pass before the switch, at least 1. */
    readonly iterations: pulumi.Input<number>;
}

/** The canary is checked with a copy of the traffic. */
export interface MirroredStrategyArgs {
    /** Checks that must pass before the switch, at least 1. */
    readonly iterations: pulumi.Input<number>;
    /**
     * Percent of the traffic that is copied, 1 to 100.
     *
     * @default 100
     */
    readonly mirrorWeight?: pulumi.Input<number>;
}

/**
 * One of Istio's string matches: exactly one of these.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch
 */
export interface StringMatchArgs {
    /** The whole value. */
    readonly exact?: pulumi.Input<string>;
    /** What the value begins with. */
    readonly prefix?: pulumi.Input<string>;
    /** Regular expression of the whole value, in RE2. */
    readonly regex?: pulumi.Input<string>;
}

/** What must hold of a request, all of it. */
export interface HttpMatchArgs {
    /** Headers by name, in lower case. */
    readonly headers?: pulumi.Input<Record<string, pulumi.Input<StringMatchArgs>>>;
    /** Path of the request. */
    readonly uri?: pulumi.Input<StringMatchArgs>;
    /** Labels of the calling pod. */
    readonly sourceLabels?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Values that pass, both ends included. At least one end. */
export interface CanaryMetricRangeArgs {
    /** Lowest value that passes. */
    readonly min?: pulumi.Input<number>;
    /** Highest value that passes. */
    readonly max?: pulumi.Input<number>;
}

/** One measurement of the analysis. */
export interface CanaryMetricArgs {
    /** Name in events and alerts; of one of Flagger's own metrics where there is no `template`. */
    readonly name: pulumi.Input<string>;
    /**
     * Name of a MetricTemplate in `flagger-system`: `error-rate`, `latency`, `proxy-errors`, `proxy-config-rejections` of
     * the component `MetricTemplates`, or one of your own.
     *
     * @default one of Flagger's own: `request-success-rate` (percent) or `request-duration` (milliseconds)
     */
    readonly template?: pulumi.Input<string>;
    /** Values that pass. */
    readonly range: pulumi.Input<CanaryMetricRangeArgs>;
    /**
     * Window of the query: `30s`, `1m`. Shorter windows see a change sooner and rest on fewer requests.
     *
     * @default "1m"
     */
    readonly interval?: pulumi.Input<string>;
}

/** When Flagger calls a webhook. @see https://docs.flagger.app/usage/webhooks */
export const CanaryWebhookType = {
    /** Before the rollout starts; it waits until the call passes. */
    ConfirmRollout: "confirm-rollout",
    /** Before traffic moves. */
    PreRollout: "pre-rollout",
    /** At every check. */
    Rollout: "rollout",
    /** Before each step of the traffic. */
    ConfirmTrafficIncrease: "confirm-traffic-increase",
    /** Before the promotion; it waits until the call passes. */
    ConfirmPromotion: "confirm-promotion",
    /** After the rollout, however it ended. */
    PostRollout: "post-rollout",
    /** During the analysis: a call that passes rolls back. */
    Rollback: "rollback",
    /** On every event of Flagger's. */
    Event: "event",
} as const;
export type CanaryWebhookType = (typeof CanaryWebhookType)[keyof typeof CanaryWebhookType];

/** An HTTP POST whose status decides: 200 to 202 passes. */
export interface CanaryWebhookArgs {
    /** Name in events. */
    readonly name: pulumi.Input<string>;
    /** When it is called. */
    readonly type: pulumi.Input<CanaryWebhookType>;
    /** `http://…` or `https://…`. */
    readonly url: pulumi.Input<string>;
    /**
     * Time limit of a call. Those of all `rollout` webhooks together must stay below the analysis' interval.
     *
     * @default "10s"
     */
    readonly timeout?: pulumi.Input<string>;
    /**
     * Calls after a failed one.
     *
     * @default 0
     */
    readonly retries?: pulumi.Input<number>;
    /**
     * Handed over as it is; the load tester reads `type` and `cmd`.
     *
     * @default none
     */
    readonly metadata?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Severities of an alert, rising. */
export const CanaryAlertSeverity = {
    Info: "info",
    Warn: "warn",
    Error: "error",
} as const;
export type CanaryAlertSeverity = (typeof CanaryAlertSeverity)[keyof typeof CanaryAlertSeverity];

/** Who hears of the canary. */
export interface CanaryAlertArgs {
    /** Name of the alert. */
    readonly name: pulumi.Input<string>;
    /**
     * Lowest severity that is sent.
     *
     * @default "info"
     */
    readonly severity?: pulumi.Input<CanaryAlertSeverity>;
    /**
     * Name of an AlertProvider in `flagger-system`.
     *
     * @default "alerts", that of the component MetricTemplates
     */
    readonly provider?: pulumi.Input<string>;
}

/** How often a failed request is tried again. */
export interface CanaryRetriesArgs {
    /** Tries after the first, at least 0. */
    readonly attempts: pulumi.Input<number>;
    /** Time limit of each: `1s`. */
    readonly perTryTimeout?: pulumi.Input<string>;
    /** Conditions of Envoy's, separated by commas: `gateway-error,connect-failure`. */
    readonly retryOn?: pulumi.Input<string>;
}

/** The Services and the VirtualService that Flagger generates. */
export interface CanaryServiceArgs {
    /** Port of the Services, 1 to 65535. */
    readonly port: pulumi.Input<number>;
    /**
     * Port of the container, by number. Either this or `targetPortName`.
     *
     * @default the same as port
     */
    readonly targetPort?: pulumi.Input<number>;
    /**
     * Port of the container, by name.
     *
     * @default none
     */
    readonly targetPortName?: pulumi.Input<string>;
    /**
     * Name of the Services' port. Istio reads the protocol from it: `http`, `grpc`, `tcp-…`.
     *
     * @default "http"
     */
    readonly portName?: pulumi.Input<string>;
    /**
     * Name of the Services.
     *
     * @default the target's
     */
    readonly name?: pulumi.Input<string>;
    /**
     * Gateways that route here, `namespace/name`; `mesh` is the sidecars.
     *
     * @default mesh alone
     */
    readonly gateways?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Hosts that route here. `*` takes every host of the gateway, and is not allowed with `mesh`.
     *
     * @default the Service's
     */
    readonly hosts?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Time limit of a request: `15s`.
     *
     * @default none
     */
    readonly timeout?: pulumi.Input<string>;
    /**
     * How often a failed request is tried again.
     *
     * @default Istio's, two retries where it is safe
     */
    readonly retries?: pulumi.Input<CanaryRetriesArgs>;
}
