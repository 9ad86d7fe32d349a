import { WindlassError, throwCollected } from "../../lifecycle/kit/errors";
import type { KubeObject } from "../kube/types";
import { checkCanary } from "../../lifecycle/canaries/check-canary";
import type { CanaryAlert, CanaryMetric, CanaryService, CanaryWebhook, Strategy } from "./canary-spec";
import { ALERT_PROVIDER, FLAGGER_NAMESPACE } from "./names";

/** What a Canary is made of. */
export interface CanaryObjectArgs {
    /** Name of the Canary. @default the target's */
    readonly name?: string;
    readonly namespace: string;
    /** The workload whose changes are rolled out. Others (StatefulSet, Job, …) cannot be: they have no second copy. */
    readonly target: { readonly kind: "Deployment" | "DaemonSet"; readonly name: string };
    /** Name of the HorizontalPodAutoscaler that scales the target. @default none */
    readonly autoscaler?: string;
    readonly service: CanaryService;
    readonly strategy: Strategy;
    /** Time between two checks, at least `10s`. @default "1m" */
    readonly interval?: string;
    /** Failed checks after which the change is rolled back. @default 5 */
    readonly threshold?: number;
    /** What is measured at each check. Without any, only `skipAnalysis` is accepted. */
    readonly metrics: readonly CanaryMetric[];
    /** @default none */
    readonly webhooks?: readonly CanaryWebhook[];
    /** @default none; where the stack has alerts, the project's own */
    readonly alerts?: readonly CanaryAlert[];
    /** Seconds without progress after which a rollout has failed. @default 600 */
    readonly progressDeadlineSeconds?: number;
    /** Promote without measuring: for emergencies. @default false */
    readonly skipAnalysis?: boolean;
    /** Scale the target up again and restore its Service when the Canary is deleted. @default true */
    readonly revertOnDeletion?: boolean;
}

/**
 * The Canary as it is sent to the API server.
 *
 * @throws WindlassError (one, or all of them together) naming key, value and rule of what Flagger, its CRD or
 * Istio would refuse or silently ignore; see {@link checkCanary}
 */
export function canaryObject(args: CanaryObjectArgs): KubeObject {
    const { target, service, autoscaler } = args;
    const object: KubeObject = {
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
            service: withoutUndefined({ ...service }),
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
 * @throws WindlassError for an A/B test without a condition
 */
export function strategyFields(strategy: Strategy): object {
    switch (strategy.kind) {
        case "weighted": {
            const { stepWeight, stepWeights, maxWeight, stepWeightPromotion } = strategy;
            return withoutUndefined({ stepWeight, stepWeights, maxWeight, stepWeightPromotion });
        }
        case "ab":
            if (strategy.match.length === 0) {
                throw new WindlassError({
                    key: "strategy.match",
                    value: strategy.match,
                    rule: "an A/B test needs a condition, or every user is switched at once",
                    remedy: "Name a header or a cookie, or choose the strategy blue-green",
                });
            }
            return { iterations: strategy.iterations, match: strategy.match };
        case "blue-green":
            return { iterations: strategy.iterations };
        case "mirrored":
            return {
                iterations: strategy.iterations,
                mirror: true,
                mirrorWeight: strategy.mirrorWeight ?? 100,
            };
    }
}

function metricField(metric: CanaryMetric): object {
    return withoutUndefined({
        name: metric.name,
        templateRef: metric.template && { name: metric.template, namespace: FLAGGER_NAMESPACE },
        thresholdRange: metric.range,
        interval: metric.interval ?? "1m",
    });
}

function alertField(alert: CanaryAlert): object {
    return {
        name: alert.name,
        severity: alert.severity ?? "info",
        providerRef: { name: alert.provider ?? ALERT_PROVIDER, namespace: FLAGGER_NAMESPACE },
    };
}

function withoutUndefined(fields: Readonly<Record<string, unknown>>): object {
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
