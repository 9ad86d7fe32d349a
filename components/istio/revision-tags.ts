import { DEFAULT_REVISION } from "../../lifecycle/mesh/revision";
import { ISTIO_NAMESPACE } from "../../lifecycle/settings/system-namespaces";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { istiodName } from "./releases";

/** Arguments of {@link revisionTagObjects}. */
export interface RevisionTagArgs {
    /** Name of the tag: `stable`. `default` stands for `istio-injection: enabled` as well. */
    readonly name: string;
    /** Revision it points to: `default`, `1-31-1`. */
    readonly revision: string;
    /** What istiod's chart calls `sidecarInjectorWebhook.reinvocationPolicy`. @default Never */
    readonly reinvocationPolicy?: string;
}

/**
 * A revision tag, as istiod's chart makes one of `revisionTags` (templates/revision-tags-mwc.yaml and -svc.yaml), but as
 * objects of their own: in a revision's release they would go with that release, or, moved to another, be deleted by the one
 * and made anew by the other, and no pod that asks for the tag could start in between. istiod writes the `caBundle` of every
 * webhook that is labelled with its revision.
 *
 * @see https://istio.io/latest/docs/setup/upgrade/canary/#stable-revision-labels
 */
export function revisionTagObjects(args: RevisionTagArgs): readonly Manifest[] {
    const { name, revision } = args;
    const labels = { "istio.io/rev": revision, "istio.io/tag": name };
    return [
        {
            apiVersion: "admissionregistration.k8s.io/v1",
            kind: "MutatingWebhookConfiguration",
            metadata: {
                name: `istio-revision-tag-${name}`,
                labels: { app: "sidecar-injector", ...labels },
                // A release that has made it, before this mesh was Windlass's, must not take it along (`Update` in helm's pkg/kube/client.go).
                annotations: { "helm.sh/resource-policy": "keep" },
            },
            webhooks: selectorsOf(name).map((selectors) => webhook(args, selectors)),
        },
        {
            apiVersion: "v1",
            kind: "Service",
            metadata: {
                name: `istiod-revision-tag-${name}`,
                namespace: ISTIO_NAMESPACE,
                labels: { app: "istiod", istio: "pilot", ...labels },
                annotations: { "helm.sh/resource-policy": "keep" },
            },
            spec: {
                ports: [
                    { name: "grpc-xds", port: 15010, protocol: "TCP" },
                    { name: "https-dns", port: 15012, protocol: "TCP" },
                    { name: "https-webhook", port: 443, targetPort: 15017, protocol: "TCP" },
                    { name: "http-monitoring", port: 15014, protocol: "TCP" },
                ],
                selector:
                    revision === DEFAULT_REVISION
                        ? { app: "istiod", istio: "pilot" }
                        : { app: "istiod", "istio.io/rev": revision },
            },
        },
    ];
}

/** Which pods a webhook answers for. */
interface Selectors {
    readonly prefix: string;
    readonly namespace: readonly Expression[];
    readonly object: readonly Expression[];
}

interface Expression {
    readonly key: string;
    readonly operator: "In" | "NotIn" | "DoesNotExist";
    readonly values?: readonly string[];
}

const REVISION = "istio.io/rev";
const INJECTION = "istio-injection";
const OPTED = "sidecar.istio.io/inject";

function selectorsOf(tag: string): readonly Selectors[] {
    const without = (key: string): Expression => ({ key, operator: "DoesNotExist" });
    const within = (key: string, value: string): Expression => ({ key, operator: "In", values: [value] });
    const notOut: Expression = { key: OPTED, operator: "NotIn", values: ["false"] };
    const byRevision: readonly Selectors[] = [
        {
            prefix: "rev.namespace.",
            namespace: [within(REVISION, tag), without(INJECTION)],
            object: [notOut],
        },
        {
            prefix: "rev.object.",
            namespace: [without(REVISION), without(INJECTION)],
            object: [notOut, within(REVISION, tag)],
        },
    ];
    if (tag !== DEFAULT_REVISION) return byRevision;
    return [
        ...byRevision,
        { prefix: "namespace.", namespace: [within(INJECTION, "enabled")], object: [notOut] },
        {
            prefix: "object.",
            namespace: [without(INJECTION), without(REVISION)],
            object: [within(OPTED, "true"), without(REVISION)],
        },
    ];
}

function webhook(
    { revision, reinvocationPolicy = "Never" }: RevisionTagArgs,
    { prefix, namespace, object }: Selectors,
): object {
    return {
        name: `${prefix}sidecar-injector.istio.io`,
        clientConfig: {
            service: {
                name: istiodName({ name: revision }),
                namespace: ISTIO_NAMESPACE,
                path: "/inject",
                port: 443,
            },
        },
        sideEffects: "None",
        rules: [{ operations: ["CREATE"], apiGroups: [""], apiVersions: ["v1"], resources: ["pods"] }],
        failurePolicy: "Fail",
        reinvocationPolicy,
        admissionReviewVersions: ["v1"],
        namespaceSelector: { matchExpressions: namespace },
        objectSelector: { matchExpressions: object },
    };
}
