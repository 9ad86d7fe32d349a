import assert from "node:assert/strict";
import { oneOwner } from "../../../../lifecycle/policy/rules/one-owner";
import { type Manifest, objectId } from "../../../../lifecycle/workloads/manifest";

const release = (chart: string, name: string, namespace: string, values: object = {}): Manifest => ({
    apiVersion: "helm.toolkit.fluxcd.io/v2",
    kind: "HelmRelease",
    metadata: { name, namespace },
    spec: { chart: { spec: { chart } }, values },
});
const RELEASES = [
    release("istiod", "istiod-1-31-1", "istio-system", { revision: "1-31-1" }),
    release("cni", "istio-cni", "istio-system"),
    release("gateway", "istio-ingress", "istio-ingress"),
    release("flagger", "flagger", "flagger-system", { prometheus: { install: true } }),
];

/** An object by `namespace/Kind/name`, or `Kind/name`. */
function object(id: string, fields: object = { data: {} }): Manifest {
    const [name = "", kind = "", namespace] = id.split("/").reverse();
    const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
    return { apiVersion: "v1", kind, metadata, ...fields };
}

function refused(ids: readonly string[], releases = RELEASES): readonly (string | undefined)[] {
    const objects = [...releases, ...ids.map((id) => object(id))];
    return oneOwner.judge(objects, { gitNamespaces: new Set() }).map((violation) => violation.object);
}

describe("one-owner", () => {
    const owned = [
        "istio-system/ConfigMap/istio",
        "istio-system/ConfigMap/istio-1-31-1",
        "istio-system/ConfigMap/istio-1-30-5-rc-1",
        "istio-system/ConfigMap/istio-sidecar-injector",
        "istio-system/ConfigMap/istio-sidecar-injector-1-31-1",
        "istio-system/ConfigMap/values",
        "istio-system/ConfigMap/istio-default-gatewayclass-istio",
        "istio-system/Deployment/istiod",
        "istio-system/Deployment/istiod-1-31-1",
        "istio-system/Service/istiod",
        "istio-system/Service/istiod-revision-tag-stable",
        "istio-system/ServiceAccount/istiod",
        "istio-system/ServiceAccount/istio-reader-service-account",
        "istio-system/HorizontalPodAutoscaler/istiod",
        "istio-system/PodDisruptionBudget/istiod-1-31-1",
        "istio-system/NetworkPolicy/istiod",
        "istio-system/Role/istiod",
        "istio-system/Secret/istio-ca-secret",
        "istio-system/ConfigMap/istio-gateway-status-leader",
        "ClusterRole/istiod-clusterrole-istio-system",
        "ClusterRoleBinding/istiod-gateway-controller-1-31-1-istio-system",
        "ClusterRole/istio-reader-clusterrole-istio-system",
        "MutatingWebhookConfiguration/istio-sidecar-injector-1-31-1",
        "MutatingWebhookConfiguration/istio-revision-tag-default",
        "ValidatingWebhookConfiguration/istio-validator-istio-system",
        "ValidatingWebhookConfiguration/istiod-default-validator",
        "CustomResourceDefinition/virtualservices.networking.istio.io",
        "prod/ConfigMap/istio-ca-root-cert",
        "istio-system/DaemonSet/istio-cni-node",
        "istio-system/ConfigMap/istio-cni-config",
        "ClusterRole/istio-cni-repair-role",
        "istio-ingress/Deployment/istio-ingress",
        "istio-ingress/Service/istio-ingress",
        "istio-ingress/ServiceAccount/istio-ingress",
        "flagger-system/Deployment/flagger",
        "flagger-system/Service/flagger-prometheus",
        "ClusterRoleBinding/flagger",
        "CustomResourceDefinition/canaries.flagger.app",
        "flux-system/Deployment/flux-operator",
        "flux-system/Deployment/kustomize-controller",
        "ClusterRole/flux-operator-edit",
        "CustomResourceDefinition/gitrepositories.source.toolkit.fluxcd.io",
        "CustomResourceDefinition/fluxinstances.fluxcd.controlplane.io",
    ];
    it("refuses what a release owns, under every revision", () => assert.deepEqual(refused(owned), owned));

    it("passes what only sounds alike, or lives elsewhere", () => {
        const free = [
            "istio-system/ConfigMap/istio-grafana-dashboards",
            "istio-system/ConfigMap/istio-custom-bootstrap",
            "istio-system/Secret/cacerts",
            "istio-system/Deployment/kiali",
            "prod/ConfigMap/istio",
            "prod/Deployment/istiod",
            "prod/Deployment/flagger",
            "prod/Service/istio-ingress",
            "istio-ingress/Secret/shop-certificate",
            "flux-system/Secret/git-credentials",
            "ClusterRole/istio-operators",
            "CustomResourceDefinition/certificates.cert-manager.io",
        ];

        assert.deepEqual(refused(free), []);
    });

    it("knows what belongs to a release only where there is one", () => {
        const [istiod] = RELEASES;
        assert.ok(istiod);

        assert.deepEqual(
            refused(
                ["istio-system/DaemonSet/istio-cni-node", "istio-ingress/Service/istio-ingress"],
                [istiod],
            ),
            [],
        );
        assert.deepEqual(
            refused(
                ["flagger-system/Service/flagger-prometheus"],
                [release("flagger", "flagger", "flagger-system")],
            ),
            [],
        );
    });

    it("lets an annotation be put on istiod's ConfigMap, as Windlass itself does", () => {
        const annotated = object("prod/ConfigMap/istio-ca-root-cert", {});
        const metadata = {
            ...annotated.metadata,
            annotations: { "flagger.app/config-tracking": "disabled" },
        };

        assert.deepEqual(
            oneOwner.judge([...RELEASES, { ...annotated, metadata }], { gitNamespaces: new Set() }),
            [],
        );
    });

    it("refuses an object that the stack declares a second time", () => {
        const id = "istio-system/PeerAuthentication/default";

        assert.deepEqual(refused([id, id]), [id]);
    });

    it("says who owns it, and what to do instead", () => {
        const [violation] = oneOwner.judge([...RELEASES, object("istio-system/ConfigMap/istio")], {
            gitNamespaces: new Set(),
        });

        assert.equal(violation?.object, objectId(object("istio-system/ConfigMap/istio")));
        assert.equal(violation.reason, "it belongs to the chart istiod, which would fight for it");
        assert.match(violation.remedy ?? "", /windlass:istio\.values/);
    });
});
