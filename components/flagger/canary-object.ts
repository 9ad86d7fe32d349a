import type * as pulumi from "@pulumi/pulumi";
import { checkCanary } from "../../lifecycle/canaries/check-canary";
import { WindlassError, throwCollected } from "../../lifecycle/kit/errors";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import type {
    CanaryAlertArgs,
    CanaryMetricArgs,
    CanaryServiceArgs,
    CanaryStrategyArgs,
    CanaryTargetArgs,
    CanaryWebhookArgs,
} from "./canary-spec";
import { ALERT_PROVIDER, FLAGGER_NAMESPACE } from "./names";

/** What a Canary is made of. */
export interface CanaryObjectArgs {
    /**
     * Name of the Canary.
     *
     * @default the target's
     */
    readonly name?: pulumi.Input<string>;
    /** Namespace of the Canary and its target. */
    readonly namespace: pulumi.Input<string>;
    /** The workload whose changes are rolled out. */
    readonly target: pulumi.Input<CanaryTargetArgs>;
    /**
     * Name of the HorizontalPodAutoscaler that scales the target.
     *
     * @default none
     */
    readonly autoscaler?: pulumi.Input<string>;
    /** The Services and the routes that Flagger generates. */
    readonly service: pulumi.Input<CanaryServiceArgs>;
    /** How a change reaches the users. */
    readonly strategy: pulumi.Input<CanaryStrategyArgs>;
    /**
     * Time between two checks, at least `10s`.
     *
     * @default "1m"
     */
    readonly interval?: pulumi.Input<string>;
    /**
     * Failed checks after which the change is rolled back.
     *
     * @default 5
     */
    readonly threshold?: pulumi.Input<number>;
    /** What is measured at each check. Without any, only `skipAnalysis` is accepted. */
    readonly metrics: pulumi.Input<pulumi.Input<CanaryMetricArgs>[]>;
    /**
     * Calls that decide, or that make load.
     *
     * @default none
     */
    readonly webhooks?: pulumi.Input<pulumi.Input<CanaryWebhookArgs>[]>;
    /**
     * Who hears of it.
     *
     * @default none
     */
    readonly alerts?: pulumi.Input<pulumi.Input<CanaryAlertArgs>[]>;
    /**
     * Seconds without progress after which a rollout has failed.
     *
     * @default 600
     */
    readonly progressDeadlineSeconds?: pulumi.Input<number>;
    /**
     * Promote without measuring: for emergencies.
     *
     * @default false
     */
    readonly skipAnalysis?: pulumi.Input<boolean>;
    /**
     * Scale the target up again and restore its Service when the Canary is deleted.
     *
     * @default true
     */
    readonly revertOnDeletion?: pulumi.Input<boolean>;
}

/**
 * The Canary as it is sent to the API server.
 *
 * @throws WindlassError (one, or all of them together) naming key, value and rule of what Flagger, its CRD or
 * Istio would refuse or silently ignore; see {@link checkCanary}
 */
export function canaryObject(args: pulumi.Unwrap<CanaryObjectArgs>): Manifest {
    const { target, service, autoscaler } = args;
    const object: Manifest = {
        apiVersion: "flagger.app/v1beta1",
        kind: "Canary",
        metadata: { name: args.name ?? target.name, namespace: args.namespace },
        spec: withoutUndefined({
            targetRef: { apiVersion: "apps/v1", kind: target.kind, name: target.name },
            autoscalerRef: autoscaler && {
                apiVersion: "autoscaling/v2",
                kind: "HorizontalPodAutoscaler",
                name: autoscaler,
            },
            progressDeadlineSeconds: args.progressDeadlineSeconds ?? 600,
            service: serviceField(service),
            skipAnalysis: args.skipAnalysis ?? false,
            revertOnDeletion: args.revertOnDeletion ?? true,
            analysis: withoutUndefined({
                interval: args.interval ?? "1m",
                threshold: args.threshold ?? 5,
                ...strategyFields(args.strategy),
                metrics: args.metrics.map(metricField),
                webhooks: args.webhooks?.map((webhook) => withoutUndefined({ ...webhook })),
                alerts: args.alerts?.map(alertField),
            }),
        }),
    };
    throwCollected(checkCanary(object));
    return object;
}

/**
 * A strategy as the fields of `spec.analysis`. Flagger tells strategies apart by which fields are there, so an
 * A/B test without a condition would silently become a blue/green switch; hence the check here.
 *
 * @throws WindlassError for none or several strategies, and for an A/B test without a condition
 */
export function strategyFields(strategy: pulumi.Unwrap<CanaryStrategyArgs>): object {
    const { weighted, abTest, blueGreen, mirrored } = strategy;
    const named = Object.entries({ weighted, abTest, blueGreen, mirrored }).filter(([, value]) => value);
    if (named.length !== 1) {
        throw new WindlassError({
            key: "strategy",
            value: named.map(([name]) => name),
            rule: "a Canary has exactly one strategy",
            remedy: "Give one of weighted, abTest, blueGreen and mirrored",
        });
    }
    if (abTest?.match.length === 0) {
        throw new WindlassError({
            key: "strategy.abTest.match",
            value: abTest.match,
            rule: "an A/B test needs a condition, or every user is switched at once",
            remedy: "Name a header or a cookie, or choose the strategy blueGreen",
        });
    }
    if (mirrored) {
        const { iterations, mirrorWeight = 100 } = mirrored;
        return { iterations, mirror: true, mirrorWeight };
    }
    return withoutUndefined({ ...weighted, ...abTest, ...blueGreen });
}

function serviceField({ targetPortName, ...service }: pulumi.Unwrap<CanaryServiceArgs>): object {
    return withoutUndefined({ ...service, targetPort: service.targetPort ?? targetPortName });
}

function metricField(metric: pulumi.Unwrap<CanaryMetricArgs>): object {
    return withoutUndefined({
        name: metric.name,
        templateRef: metric.template && { name: metric.template, namespace: FLAGGER_NAMESPACE },
        thresholdRange: metric.range,
        interval: metric.interval ?? "1m",
    });
}

function alertField(alert: pulumi.Unwrap<CanaryAlertArgs>): object {
    return {
        name: alert.name,
        severity: alert.severity ?? "info",
        providerRef: { name: alert.provider ?? ALERT_PROVIDER, namespace: FLAGGER_NAMESPACE },
    };
}

function withoutUndefined(fields: Readonly<Record<string, unknown>>): object {
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
