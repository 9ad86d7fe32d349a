import assert from "node:assert/strict";
import { kubeResource } from "../../../components/kube/kube-resource";
import { Workloads } from "../../../components/workload/workloads";
import { record } from "../../support/record";
import { registeredUrns } from "../../support/registered-urns";

const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "prod" } };
const role = {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRole",
    metadata: { name: "reader" },
};
const backend = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "backend", namespace: "prod" },
    spec: {},
};
const job = {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "migrate", namespace: "prod" },
    spec: {},
};

function program(protect: boolean) {
    return () => {
        const gate = kubeResource("gate", { ...namespace, metadata: { name: "istio-ingress" } }, {});
        const args = {
            foundation: [namespace, role],
            objects: [backend, job],
            trackedNamespaces: ["prod"],
            protect,
        };
        return new Workloads("workloads", args, { dependsOn: gate });
    };
}

describe("Workloads", () => {
    it("registers each object once, below itself, and nothing else", async () => {
        const recording = await record(program(false));

        assert.deepEqual([...recording.list().slice(1)].sort(), [
            "kubernetes:apps/v1:Deployment workloads-prod/backend-deployment",
            "kubernetes:batch/v1:Job workloads-prod/migrate-job",
            "kubernetes:core/v1:ConfigMapPatch workloads-prod/istio-ca-crl-configmap",
            "kubernetes:core/v1:ConfigMapPatch workloads-prod/istio-ca-root-cert-configmap",
            "kubernetes:core/v1:Namespace workloads-prod-namespace",
            "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole workloads-reader-clusterrole.rbac.authorization.k8s.io",
            "windlass:workload:Workloads workloads",
        ]);
        for (const { name } of recording.registrations.slice(2)) {
            assert.equal(recording.parentOf(name), "workloads");
        }
        assert.deepEqual(recording.get("workloads-prod/backend-deployment").inputs, backend);
    });

    it("comes after the gate, and what is in a namespace after the namespace and its patches", async () => {
        const recording = await record(program(false));

        assert.deepEqual(recording.dependenciesOf("workloads"), ["gate"]);
        const [rootCertificate, revocationList] = ["istio-ca-root-cert", "istio-ca-crl"].map(
            (configMap) => `workloads-prod/${configMap}-configmap`,
        );
        assert.deepEqual(recording.dependenciesOf(rootCertificate ?? ""), ["workloads-prod-namespace"]);
        assert.deepEqual(recording.dependenciesOf(revocationList ?? ""), [rootCertificate]);
        assert.deepEqual(recording.dependenciesOf("workloads-prod/backend-deployment"), [revocationList]);
    });

    it("protects namespaces, and only those, where asked", async () => {
        const recording = await record(program(true));

        const isProtected = recording.registrations.filter(({ protect }) => protect).map(({ name }) => name);
        assert.deepEqual(isProtected, ["workloads-prod-namespace"]);
    });

    it("has a Canary come after its target and autoscaler and go before them, wherever they stand", async () => {
        const autoscaler = { apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler" };
        const canary = {
            apiVersion: "flagger.app/v1beta1",
            kind: "Canary",
            metadata: { name: "backend", namespace: "prod" },
            spec: {
                targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "backend" },
                autoscalerRef: { ...autoscaler, name: "backend" },
            },
        };
        const objects = [canary, backend, { ...autoscaler, metadata: backend.metadata, spec: {} }];
        const recording = await record(
            () => new Workloads("workloads", { foundation: [namespace], objects, trackedNamespaces: [] }),
        );

        assert.deepEqual(recording.dependenciesOf("workloads-prod/backend-canary.flagger.app"), [
            "workloads-prod-namespace",
            "workloads-prod/backend-deployment",
            "workloads-prod/backend-horizontalpodautoscaler",
        ]);
    });

    describe("of a namespace that somebody else owns", () => {
        const annotations = {
            "kustomize.toolkit.fluxcd.io/prune": "disabled",
            "kustomize.toolkit.fluxcd.io/ssa": "Merge",
        };
        const shared = { ...namespace, metadata: { name: "monitoring", annotations } };
        const args = (foundation: (typeof namespace)[]) => ({
            foundation,
            objects: [],
            trackedNamespaces: [],
        });

        it("sets fields only, and never deletes it", async () => {
            const recording = await record(() => new Workloads("workloads", args([shared])));

            assert.deepEqual(recording.list().slice(1), [
                "kubernetes:core/v1:NamespacePatch workloads-monitoring-namespace",
            ]);
            assert.equal(recording.get("workloads-monitoring-namespace").retainOnDelete, true);
        });

        it("takes the namespace of a manifest for its own", async () => {
            const recording = await record(() => new Workloads("workloads", args([namespace])));

            assert.equal(recording.get("workloads-prod-namespace").retainOnDelete, false);
        });

        it("is the same resource when its owner changes, so that none of them is deleted", async () => {
            const type = (urn: string) => urn.replace(/.*\$(kubernetes:[^:]*:[^:]*)::/, "$1 ");
            const owners: [(typeof namespace)[], string, string][] = [
                [
                    [{ ...shared, metadata: { ...shared.metadata, name: "prod" } }],
                    "NamespacePatch",
                    "Namespace",
                ],
                [[namespace], "Namespace", "NamespacePatch"],
            ];
            for (const [foundation, now, before] of owners) {
                const urns = await registeredUrns(() => new Workloads("workloads", args(foundation)));
                const found = [...urns]
                    .filter(([urn]) => urn.endsWith("workloads-prod-namespace"))
                    .map(([urn, aliases]) => [type(urn), aliases.map(type)]);

                assert.deepEqual(found, [
                    [
                        `kubernetes:core/v1:${now} workloads-prod-namespace`,
                        [`kubernetes:core/v1:${before} workloads-prod-namespace`],
                    ],
                ]);
            }
        });
    });

    it("leaves in the cluster what Flux is told to leave there", async () => {
        const claim = {
            apiVersion: "v1",
            kind: "PersistentVolumeClaim",
            metadata: {
                name: "data",
                namespace: "prod",
                annotations: { "kustomize.toolkit.fluxcd.io/prune": "disabled" },
            },
        };
        const recording = await record(
            () =>
                new Workloads("workloads", { foundation: [], objects: [claim, job], trackedNamespaces: [] }),
        );

        assert.equal(recording.get("workloads-prod/data-persistentvolumeclaim").retainOnDelete, true);
        assert.equal(recording.get("workloads-prod/migrate-job").retainOnDelete, false);
    });
});
