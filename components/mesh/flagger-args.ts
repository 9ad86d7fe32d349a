import { flaggerLimits, flaggerLoad } from "../../lifecycle/canaries/flagger-load";
import { liveRevisions } from "../../lifecycle/mesh/revision";
import type { Lock } from "../../lifecycle/settings/lock";
import type { StackSettings } from "../../lifecycle/settings/settings";
import { ISTIO_NAMESPACE } from "../../lifecycle/settings/system-namespaces";
import type { WorkloadsPlan } from "../../lifecycle/workloads/plan-workloads";
import type { FlaggerArgs } from "../flagger/flagger";
import type { MetricTemplatesArgs } from "../flagger/metric-templates";
import { lastRelease } from "../istio/releases";

/** The Flagger of a stack, for as many canaries as it has. It comes after all of the control plane, whoever delivers the two. */
export function flaggerArgs(
    settings: StackSettings,
    lock: Lock,
    { objects }: Pick<WorkloadsPlan, "objects">,
): FlaggerArgs {
    const { cluster, flagger, istio } = settings;
    const [oldest, ...newer] = liveRevisions(settings, lock);
    const last = lastRelease({ newest: newer.at(-1) ?? oldest, cni: istio.cni });
    return {
        after: [{ name: last, namespace: ISTIO_NAMESPACE }],
        version: lock.flagger.release.version,
        cluster: cluster.name,
        install: flagger.bootstrap === "chart",
        charts: flagger.charts,
        chartsSecret: flagger.chartsSecret,
        chartsCa: flagger.chartsCa,
        pullSecret: flagger.pullSecret,
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
        prometheusSecret: flagger.prometheusSecret,
        alerts: secret === undefined ? undefined : { type, secret, channel },
    };
}
