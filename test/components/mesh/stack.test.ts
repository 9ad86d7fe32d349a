import assert from "node:assert/strict";
import { declareStack } from "../../../components/mesh/stack";
import { LAYERS, type LayerName } from "../../../components/kube/layer";
import type { Stack } from "../../../lifecycle/stack/stack";
import type { StackSettings } from "../../../lifecycle/settings/settings";
import { parseManifests } from "../../../lifecycle/workloads/parse-manifests";
import { planWorkloads } from "../../../lifecycle/workloads/plan-workloads";
import { exampleLock, exampleSettings } from "../../support/example-stack";
import { record } from "../../support/record";
import { exampleKinds } from "../../support/known-kinds";

const MANIFESTS = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: backend, namespace: prod }
spec: { template: { spec: { containers: [] } } }
---
apiVersion: flagger.app/v1beta1
kind: Canary
metadata: { name: backend, namespace: prod }
spec: { targetRef: { apiVersion: apps/v1, kind: Deployment, name: backend }, analysis: { threshold: 1 } }
`;

function exampleStack(change: (settings: StackSettings) => StackSettings = (settings) => settings): Stack {
    const settings = change(exampleSettings());
    const manifests = parseManifests("backend", "apps/backend/all.yaml", MANIFESTS);
    const workloads = planWorkloads({
        settings,
        manifests,
        scopes: exampleKinds(),
        revision: "default",
        inject: ({ manifest }) => manifest,
    });
    const sidecars = undefined as unknown as Stack["sidecars"]; // read before, when the workloads were planned
    return { settings, lock: exampleLock(), sidecars, manifests, workloads, warnings: ["a warning"] };
}

const declare = (stack: Stack, layers?: readonly LayerName[]) =>
    record(() => declareStack(stack, { layers }));

/** `[type, name, parent, dependencies]` of every resource, by name. A component hands its dependencies on to its children. */
const everything: readonly (readonly [string, string, string, string])[] = [
    ["pulumi:providers:kubernetes", "cluster", "", ""],
    ["windlass:flagger:Flagger", "flagger", "system", "istio-istiod"],
    ["kubernetes:core/v1:ServiceAccount", "flagger-account", "flagger", "flagger-namespace"],
    ["kubernetes:core/v1:Namespace", "flagger-namespace", "flagger", "istio-istiod"],
    [
        "kubernetes:helm.toolkit.fluxcd.io/v2:HelmRelease",
        "flagger-release",
        "flagger",
        "flagger-account flagger-repository",
    ],
    [
        "kubernetes:source.toolkit.fluxcd.io/v1:HelmRepository",
        "flagger-repository",
        "flagger",
        "flagger-namespace",
    ],
    ["windlass:kube:Layer", "flux", "", ""],
    ["windlass:flux:Bootstrap", "flux-bootstrap", "flux", ""],
    [
        "kubernetes:fluxcd.controlplane.io/v1:FluxInstance",
        "flux-bootstrap-instance",
        "flux-bootstrap",
        "flux-bootstrap-operator flux-bootstrap-reconcilers",
    ],
    ["kubernetes:helm.sh/v3:Release", "flux-bootstrap-operator", "flux-bootstrap", ""],
    [
        "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
        "flux-bootstrap-reconcilers",
        "flux-bootstrap",
        "",
    ],
    ["windlass:kube:Layer", "gateways", "", "flagger-release"],
    ["windlass:istio:Gateway", "ingress", "gateways", "metrics-proxy-config-rejections"],
    ["kubernetes:core/v1:ServiceAccount", "ingress-account", "ingress", "ingress-namespace"],
    [
        "kubernetes:source.toolkit.fluxcd.io/v1:HelmRepository",
        "ingress-charts",
        "ingress",
        "ingress-namespace",
    ],
    ["kubernetes:networking.istio.io/v1:Gateway", "ingress-gateway", "ingress", "ingress-release"],
    ["kubernetes:core/v1:Namespace", "ingress-namespace", "ingress", "metrics-proxy-config-rejections"],
    [
        "kubernetes:networking.k8s.io/v1:NetworkPolicy",
        "ingress-network-policy",
        "ingress",
        "ingress-namespace",
    ],
    [
        "kubernetes:helm.toolkit.fluxcd.io/v2:HelmRelease",
        "ingress-release",
        "ingress",
        "ingress-account ingress-charts ingress-network-policy ingress-rights",
    ],
    ["kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", "ingress-rights", "ingress", "ingress-namespace"],
    ["windlass:istio:ControlPlane", "istio", "system", ""],
    ["kubernetes:core/v1:ServiceAccount", "istio-account", "istio", "istio-namespace"],
    ["kubernetes:helm.toolkit.fluxcd.io/v2:HelmRelease", "istio-base", "istio", "istio-charts"],
    ["kubernetes:source.toolkit.fluxcd.io/v1:HelmRepository", "istio-charts", "istio", "istio-account"],
    ["kubernetes:helm.toolkit.fluxcd.io/v2:HelmRelease", "istio-istiod", "istio", "istio-base"],
    ["kubernetes:core/v1:Namespace", "istio-namespace", "istio", ""],
    ["windlass:security:MeshPolicy", "mesh", "gateways", ""],
    ["kubernetes:security.istio.io/v1:PeerAuthentication", "mesh-peer-authentication", "mesh", ""],
    ["windlass:flagger:MetricTemplates", "metrics", "gateways", "mesh-peer-authentication"],
    [
        "kubernetes:flagger.app/v1beta1:MetricTemplate",
        "metrics-error-rate",
        "metrics",
        "mesh-peer-authentication",
    ],
    [
        "kubernetes:flagger.app/v1beta1:MetricTemplate",
        "metrics-latency",
        "metrics",
        "mesh-peer-authentication",
    ],
    [
        "kubernetes:flagger.app/v1beta1:MetricTemplate",
        "metrics-proxy-config-rejections",
        "metrics",
        "mesh-peer-authentication metrics-error-rate metrics-latency metrics-proxy-errors",
    ],
    [
        "kubernetes:flagger.app/v1beta1:MetricTemplate",
        "metrics-proxy-errors",
        "metrics",
        "mesh-peer-authentication",
    ],
    ["windlass:kube:Layer", "system", "", "flux-bootstrap-instance"],
    ["windlass:kube:Layer", "workloads", "", "ingress-gateway"],
    ["windlass:workload:Workloads", "workloads-apps", "workloads", ""],
    ["kubernetes:core/v1:NamespacePatch", "workloads-apps-prod-namespace", "workloads-apps", ""],
    [
        "kubernetes:flagger.app/v1beta1:Canary",
        "workloads-apps-prod/backend-canary.flagger.app",
        "workloads-apps",
        "workloads-apps-prod/backend-deployment workloads-apps-prod/istio-ca-crl-configmap",
    ],
    [
        "kubernetes:apps/v1:Deployment",
        "workloads-apps-prod/backend-deployment",
        "workloads-apps",
        "workloads-apps-prod/istio-ca-crl-configmap",
    ],
    [
        "kubernetes:core/v1:ConfigMapPatch",
        "workloads-apps-prod/istio-ca-crl-configmap",
        "workloads-apps",
        "workloads-apps-prod/istio-ca-root-cert-configmap",
    ],
    [
        "kubernetes:core/v1:ConfigMapPatch",
        "workloads-apps-prod/istio-ca-root-cert-configmap",
        "workloads-apps",
        "workloads-apps-prod-namespace",
    ],
];

describe("declareStack", () => {
    it("registers exactly this, with these parents and dependencies", async () => {
        const recording = await declare(exampleStack());

        const found = recording.registrations.map(({ type, name }) => [
            type,
            name,
            recording.parentOf(name) ?? "",
            recording.dependenciesOf(name).join(" "),
        ]);
        assert.deepEqual(
            found.sort(([, a = ""], [, b = ""]) => (a < b ? -1 : 1)),
            everything,
        );
    });

    it("names every resource of Kubernetes for its parent and gives it the stack's own provider", async () => {
        const recording = await declare(exampleStack());
        const { urn } = recording.get("cluster");

        const resources = recording.registrations.filter(({ type }) => type.startsWith("kubernetes:"));
        assert.equal(resources.length, 29);
        for (const { name, provider } of resources) {
            assert.ok(name.startsWith(`${recording.parentOf(name)}-`), name);
            assert.equal(provider, urn, name);
        }
    });

    it("leaves the layers above the first to Flux where Flux delivers", async () => {
        const recording = await declare(exampleStack((settings) => ({ ...settings, delivery: "flux" })));

        const kinds = recording.list().filter((line) => line.startsWith("kubernetes:"));
        assert.deepEqual(kinds.map((line) => line.split(" ")[1]).sort(), [
            "flux-bootstrap-gateways",
            "flux-bootstrap-instance",
            "flux-bootstrap-namespaces",
            "flux-bootstrap-operator",
            "flux-bootstrap-reconcilers",
            "flux-bootstrap-source",
            "flux-bootstrap-system",
            "flux-bootstrap-workloads",
        ]);
    });

    it("keeps everything above the flux layer in the cluster while Pulumi hands it over, and takes what is there", async () => {
        const handing = exampleStack((settings) => ({ ...settings, handover: "underway" }));
        const [handed, before] = [await declare(handing), await declare(exampleStack())];

        const retained = ({ registrations }: typeof handed) =>
            registrations.filter(({ retainOnDelete }) => retainOnDelete).map(({ name }) => name);
        const above = handed.registrations.filter(
            ({ type, name }) => type.startsWith("kubernetes:") && !name.startsWith("flux-bootstrap-"),
        );
        assert.deepEqual([...retained(handed)].sort(), above.map(({ name }) => name).sort());
        assert.ok(above.length > 20);
        assert.deepEqual(retained(before), ["workloads-apps-prod-namespace"]);
        assert.equal(handed.get("cluster").inputs["upsertExistingObjects"], "true");
        assert.equal(before.get("cluster").inputs["upsertExistingObjects"], undefined);
    });

    it("keeps every object of every layer while a mesh is adopted, and takes what is there", async () => {
        const adopting = await declare(exampleStack((settings) => ({ ...settings, handover: "adoption" })));

        const lost = adopting.registrations.filter(
            ({ type, read, retainOnDelete }) => type.startsWith("kubernetes:") && !read && !retainOnDelete,
        );
        assert.deepEqual(
            lost.map(({ name }) => name),
            [],
        );
        assert.equal(adopting.get("cluster").inputs["upsertExistingObjects"], "true");
    });

    it("declares every layer for a render, whoever delivers", async () => {
        const stack = exampleStack((settings) => ({ ...settings, delivery: "flux" }));

        const recording = await declare(stack, LAYERS);

        const layers = recording.registrations.filter(({ type }) => type === "windlass:kube:Layer");
        assert.deepEqual(
            layers.map(({ name }) => name),
            LAYERS,
        );
    });

    it("declares no gateway where none is wanted: workloads then wait for the metrics", async () => {
        const recording = await declare(exampleStack((settings) => ({ ...settings, gateways: [] })));

        assert.equal(
            recording.list().some((line) => line.includes("ingress")),
            false,
        );
        assert.deepEqual(recording.dependenciesOf("workloads"), ["metrics-proxy-config-rejections"]);
    });

    it("tells canaries whom to alert where a chat is configured", async () => {
        const alerts = { type: "slack", secret: "flagger-slack", channel: "mesh" } as const;
        const recording = await declare(
            exampleStack((settings) => ({ ...settings, flagger: { ...settings.flagger, alerts } })),
        );

        const { spec } = recording.get("workloads-apps-prod/backend-canary.flagger.app").inputs as {
            spec: { analysis: { alerts: { name: string }[] } };
        };
        assert.deepEqual(
            spec.analysis.alerts.map(({ name }) => name),
            ["alerts"],
        );
    });

    it("exports the versions, the number of workloads by mode and the warnings", async () => {
        let outputs: unknown;
        await record(() => (outputs = declareStack(exampleStack())));

        assert.deepEqual(outputs, {
            istio: {
                range: "~1.31",
                controlPlane: "1.31.1",
                proxies: "1.31.1",
                gateway: "1.31.1",
                gateways: undefined,
                tags: undefined,
            },
            flux: "2.9.4",
            flagger: "1.44.0",
            workloads: { git: 1 },
            catalog: "2026-11-21",
            warnings: ["a warning"],
        });
    });
});
