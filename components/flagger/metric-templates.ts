import * as pulumi from "@pulumi/pulumi";
import type { AlertSettings } from "../../lifecycle/settings/settings";
import { kubeResource } from "../kube/kube-resource";
import type { KubeObject } from "../kube/types";
import { alertProvider } from "./alert-provider";
import { CHART_POD_LABELS, COMMON_POD_LABELS, METRIC_TEMPLATES, metricQueries } from "./metric-queries";
import { CHART_PROMETHEUS, FLAGGER_NAMESPACE } from "./names";

/** Arguments of {@link MetricTemplates}. */
export interface MetricTemplatesArgs {
    /** Prometheus that is asked, `http://host:port`. @default the one in Flagger's chart */
    readonly prometheus?: string;
    /** Who hears of canaries. Without a `secret`: nobody. */
    readonly alerts: AlertSettings;
}

/** The MetricTemplates as they are sent to the API server, in the order of `METRIC_TEMPLATES`. */
export function metricTemplates(prometheus?: string): readonly KubeObject[] {
    const queries = metricQueries(prometheus ? COMMON_POD_LABELS : CHART_POD_LABELS);
    return METRIC_TEMPLATES.map((name) => ({
        apiVersion: "flagger.app/v1beta1",
        kind: "MetricTemplate",
        metadata: { name, namespace: FLAGGER_NAMESPACE },
        spec: {
            provider: { type: "prometheus", address: prometheus || CHART_PROMETHEUS },
            query: queries[name],
        },
    }));
}

/**
 * What every Canary refers to: what is measured, and who hears of it. Its kinds come with Flagger's chart, so it
 * belongs to a later layer than the {@link Flagger} release: Flux checks a layer as a whole before it applies any of
 * it, and would refuse a layer that brings a kind and uses it.
 */
export class MetricTemplates extends pulumi.ComponentResource {
    /** What depends on the templates depends on this: the one declared after all others. */
    public readonly ready: pulumi.Resource;

    public constructor(name: string, args: MetricTemplatesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("windlass:flagger:MetricTemplates", name, {}, opts);
        const objects = [...metricTemplates(args.prometheus)];
        if (args.alerts.secret) objects.unshift(alertProvider(args.alerts));

        // A component's own dependencies order creation only; repeated on its children they order deletion as well.
        const after = opts?.dependsOn ? { dependsOn: opts.dependsOn } : {};
        const declared: pulumi.Resource[] = [];
        for (const [index, object] of objects.entries()) {
            const dependsOn = index === objects.length - 1 ? [...declared] : [];
            const options = pulumi.mergeOptions(after, { parent: this, dependsOn });
            declared.push(kubeResource(`${name}-${object.metadata.name}`, object, options));
        }
        const last = declared.at(-1);
        if (!last) throw new Error("no metric templates");
        this.ready = last;
        this.registerOutputs({});
    }
}
