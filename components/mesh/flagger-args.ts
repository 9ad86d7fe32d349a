import { liveRevisions } from "../../lifecycle/mesh/revision";
import type { Lock } from "../../lifecycle/settings/lock";
import type { StackSettings } from "../../lifecycle/settings/settings";
import { ISTIO_NAMESPACE } from "../../lifecycle/settings/system-namespaces";
import type { FlaggerArgs } from "../flagger/flagger";
import type { MetricTemplatesArgs } from "../flagger/metric-templates";
import { lastRelease } from "../istio/releases";

/** The Flagger of a stack, which comes after all of its control plane, whoever delivers the two. */
export function flaggerArgs(settings: StackSettings, lock: Lock): FlaggerArgs {
    const { cluster, flagger, istio } = settings;
    const [oldest, ...newer] = liveRevisions(settings, lock);
    const last = lastRelease({ newest: newer.at(-1) ?? oldest, cni: istio.cni });
    return {
        after: [{ name: last, namespace: ISTIO_NAMESPACE }],
        version: lock.flagger.release.version,
        cluster: cluster.name,
        charts: flagger.charts,
        registry: flagger.registry,
        prometheus: flagger.prometheus,
        prometheusImage: flagger.prometheusImage,
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
