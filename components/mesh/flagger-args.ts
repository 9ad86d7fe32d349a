import { flaggerLimits, flaggerLoad } from "../../lifecycle/canaries/flagger-load";
import type { Lock } from "../../lifecycle/settings/lock";
import type { StackSettings } from "../../lifecycle/settings/settings";
import type { WorkloadsPlan } from "../../lifecycle/workloads/plan-workloads";
import type { FlaggerArgs } from "../flagger/flagger";
import type { MetricTemplatesArgs } from "../flagger/metric-templates";

/** The Flagger of a stack, for as many canaries as it has. */
export function flaggerArgs(
    { cluster, flagger }: StackSettings,
    lock: Lock,
    { objects }: Pick<WorkloadsPlan, "objects">,
): FlaggerArgs {
    return {
        version: lock.flagger.release.version,
        cluster: cluster.name,
        charts: flagger.charts,
        registry: flagger.registry,
        prometheus: flagger.prometheus,
        prometheusImage: flagger.prometheusImage,
        limits: flaggerLimits(flaggerLoad(objects)),
    };
}

/** What the canaries of a stack refer to. */
export function metricTemplatesArgs({ flagger }: StackSettings): MetricTemplatesArgs {
    const { type, secret, channel } = flagger.alerts;
    return {
        prometheus: flagger.prometheus,
        alerts: secret === undefined ? undefined : { type, secret, channel },
    };
}
