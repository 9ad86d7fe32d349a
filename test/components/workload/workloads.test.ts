import assert from "node:assert/strict";
import { kubeResource } from "../../../components/kube/kube-resource";
import { Workloads } from "../../../components/workload/workloads";
import { record } from "../../support/record";

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

        assert.deepEqual(recording.list().slice(1), [
            "windlass:workload:Workloads workloads",
            "kubernetes:core/v1:Namespace workloads-prod-namespace",
            "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole workloads-reader-clusterrole.rbac.authorization.k8s.io",
            "kubernetes:core/v1:ConfigMapPatch workloads-prod/istio-ca-root-cert-configmap",
            "kubernetes:core/v1:ConfigMapPatch workloads-prod/istio-ca-crl-configmap",
            "kubernetes:apps/v1:Deployment workloads-prod/backend-deployment",
            "kubernetes:batch/v1:Job workloads-prod/migrate-job",
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

    it("neither creates nor deletes a namespace that every cluster has", async () => {
        const foundation = [{ ...namespace, metadata: { name: "default" } }];
        const recording = await record(
            () => new Workloads("workloads", { foundation, objects: [], trackedNamespaces: [] }),
        );

        assert.deepEqual(recording.list().slice(1), [
            "kubernetes:core/v1:NamespacePatch workloads-default-namespace",
        ]);
    });
});
