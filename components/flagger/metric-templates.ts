import * as pulumi from "@pulumi/pulumi";
import { gateOf, setGate } from "../kube/gate";
import { objectOf } from "../kube/inputs";
import { kubeResource } from "../kube/kube-resource";
import type { ObjectInput } from "../kube/types";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { type AlertType, alertProvider } from "./alert-provider";
import {
    CHART_POD_LABELS,
    COMMON_POD_LABELS,
    METRIC_TEMPLATES,
    type MetricTemplateName,
    metricQueries,
} from "./metric-queries";
import { ALERT_PROVIDER, CHART_PROMETHEUS, FLAGGER_NAMESPACE } from "./names";

/** Who hears of canaries. */
export interface MetricTemplatesAlertsArgs {
    /** Kind of chat. */
    readonly type: pulumi.Input<AlertType>;
    /** Name of a Secret in `flagger-system` whose key `address` holds the chat's address. */
    readonly secret: pulumi.Input<string>;
    /**
     * Channel to write to.
     *
     * @default that of the address
     */
    readonly channel?: pulumi.Input<string>;
}

/** Arguments of `MetricTemplates`. */
export interface MetricTemplatesArgs {
    /**
     * Prometheus that is asked, `http://host:port`. It labels a pod's metrics with `namespace` and `pod`.
     *
     * @default the one that Flagger's chart installs
     */
    readonly prometheus?: pulumi.Input<string>;
    /**
     * Secret in `flagger-system` with `username` and `password`, or `token`, for that Prometheus.
     *
     * @default it asks for none
     */
    readonly prometheusSecret?: pulumi.Input<string>;
    /**
     * Who hears of canaries: the AlertProvider `alerts`. Whether anybody does must be known before `up`.
     *
     * @default nobody
     */
    readonly alerts?: MetricTemplatesAlertsArgs;
}

/** A MetricTemplate as it is sent to the API server. */
export function metricTemplate(name: MetricTemplateName, prometheus?: string, secret?: string): Manifest {
    const queries = metricQueries(prometheus === undefined ? CHART_POD_LABELS : COMMON_POD_LABELS);
    return {
        apiVersion: "flagger.app/v1beta1",
        kind: "MetricTemplate",
        metadata: { name, namespace: FLAGGER_NAMESPACE },
        spec: {
            provider: {
                type: "prometheus",
                address: prometheus ?? CHART_PROMETHEUS,
                secretRef: secret === undefined ? undefined : { name: secret },
            },
            query: queries[name],
        },
    };
}

/**
 * What every Canary refers to: what is measured, and who hears of it. Its kinds come with the chart of Flagger, so it
 * belongs to a later layer than `Flagger`: Flux checks a layer as a whole before it applies any of it, and would refuse a
 * layer that brings a kind and uses it.
 */
export class MetricTemplates extends pulumi.ComponentResource {
    /** Type token of the component, in the state and in its schema. */
    public static readonly __pulumiType = "windlass:flagger:MetricTemplates";

    /** Namespace of the templates: `flagger-system`. */
    public readonly namespace: pulumi.Output<string>;
    /** Names of the templates, as the metrics of a Canary refer to them. */
    public readonly templates: pulumi.Output<string[]>;

    public constructor(name: string, args: MetricTemplatesArgs = {}, opts?: pulumi.ComponentResourceOptions) {
        super(MetricTemplates.__pulumiType, name, {}, opts);
        const { prometheus, prometheusSecret, alerts } = args;
        const type = { apiVersion: "flagger.app/v1beta1", kind: "MetricTemplate" };
        const objects: { suffix: string; object: ObjectInput }[] = METRIC_TEMPLATES.map((template) => ({
            suffix: template,
            object: objectOf(type, { prometheus, prometheusSecret }, (known) =>
                metricTemplate(template, known.prometheus, known.prometheusSecret),
            ),
        }));
        if (alerts) {
            const object = objectOf({ ...type, kind: "AlertProvider" }, alerts, alertProvider);
            objects.unshift({ suffix: ALERT_PROVIDER, object });
        }

        // A component's own dependencies order creation only; repeated on its children they order deletion as well.
        const after = { dependsOn: opts?.dependsOn };
        const declared: pulumi.Resource[] = [];
        for (const [index, { suffix, object }] of objects.entries()) {
            const dependsOn = index === objects.length - 1 ? [...declared] : [];
            const options = pulumi.mergeOptions(after, { parent: this, dependsOn });
            declared.push(kubeResource(`${name}-${suffix}`, object, options));
        }
        const last = declared.at(-1);
        if (!last) throw new Error("no metric templates");
        setGate(this, last);
        this.namespace = pulumi.output(FLAGGER_NAMESPACE);
        this.templates = pulumi.output([...METRIC_TEMPLATES]);
        this.registerOutputs({ namespace: this.namespace, templates: this.templates });
    }

    /** What depends on the templates depends on this: the one declared after all others. */
    public get ready(): pulumi.Resource {
        return gateOf(this);
    }
}
