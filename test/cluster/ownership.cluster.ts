import assert from "node:assert/strict";
import { FLUX_FIELD_MANAGER } from "../../components/kube/handover";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { getIn, setIn } from "../../lifecycle/kit/json-path";
import { SHARED } from "../../lifecycle/workloads/ownership";
import { changesBetween } from "../../diff/changes";
import { recreationOf } from "../../diff/recreation";
import {
    type TestCluster,
    eventually,
    programsOrSkip,
    startTestCluster,
    stop,
} from "../support/control-plane";
import { idOf } from "../support/kube-api";

const NAMESPACE = "n";
const pod = (more: object = {}) => ({
    restartPolicy: "Never",
    containers: [{ name: "a", image: "a:1", ...more }],
});
const template = (more: object = {}) => ({ metadata: { labels: { app: "a" } }, spec: pod(more) });
const selector = { matchLabels: { app: "a" } };
const always = { metadata: { labels: { app: "a" } }, spec: { containers: [{ name: "a", image: "a:1" }] } };

function object(apiVersion: string, kind: string, more: object, isNamespaced = true): Manifest {
    const metadata = { name: kind.toLowerCase(), ...(isNamespaced ? { namespace: NAMESPACE } : {}) };
    return { apiVersion, kind, metadata, ...more };
}

const claim = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };

/** `[object, path, another value]`: one that the table calls immutable, or one that it does not. */
const CASES: readonly (readonly [Manifest, string, unknown])[] = [
    [
        object("batch/v1", "Job", { spec: { template: template() } }),
        "spec.template",
        template({ image: "a:2" }),
    ],
    [object("batch/v1", "Job", { spec: { template: template() } }), "spec.completions", 2],
    [object("batch/v1", "Job", { spec: { template: template() } }), "spec.parallelism", 2],
    [object("v1", "Pod", { spec: pod() }), "spec.containers", pod({ image: "a:2" }).containers],
    [object("v1", "Pod", { spec: pod() }), "spec.containers", pod({ args: ["b"] }).containers],
    [object("apps/v1", "Deployment", { spec: { selector, template: always } }), "spec.replicas", 2],
    [
        object("apps/v1", "StatefulSet", { spec: { selector, serviceName: "a", template: always } }),
        "spec.serviceName",
        "b",
    ],
    [
        object("apps/v1", "StatefulSet", { spec: { selector, serviceName: "a", template: always } }),
        "spec.minReadySeconds",
        2,
    ],
    [
        object("v1", "Service", { spec: { clusterIP: "None", ports: [{ port: 80 }] } }),
        "spec.clusterIP",
        "10.96.0.77",
    ],
    [object("v1", "PersistentVolumeClaim", { spec: claim }), "spec.accessModes", ["ReadWriteMany"]],
    [object("v1", "Secret", { type: "Opaque" }), "type", "example.com/other"],
    [object("v1", "ConfigMap", { immutable: true, data: { a: "b" } }), "data", { a: "c" }],
    [object("v1", "ConfigMap", { data: { a: "b" } }), "data", { a: "c" }],
    [
        object("rbac.authorization.k8s.io/v1", "RoleBinding", {
            roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "a" },
        }),
        "roleRef.name",
        "b",
    ],
    [object("scheduling.k8s.io/v1", "PriorityClass", { value: 1 }, false), "value", 2],
    [
        object("networking.k8s.io/v1", "IngressClass", { spec: { controller: "a.b/c" } }, false),
        "spec.controller",
        "a.b/d",
    ],
    [object("node.k8s.io/v1", "RuntimeClass", { handler: "a" }, false), "handler", "b"],
    [object("storage.k8s.io/v1", "StorageClass", { provisioner: "a.b/c" }, false), "reclaimPolicy", "Retain"],
    [
        object("storage.k8s.io/v1", "StorageClass", { provisioner: "a.b/c" }, false),
        "allowVolumeExpansion",
        true,
    ],
    [object("storage.k8s.io/v1", "CSIDriver", { spec: {} }, false), "spec.attachRequired", false],
];

describe("who owns what, on a real API server", function () {
    this.timeout(300_000);
    let cluster: TestCluster | undefined;

    before(async function () {
        cluster = await startTestCluster("ownership", await programsOrSkip(this));
        await apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE } });
    });
    after(() => stop(cluster));

    async function apply(applied: Manifest, manager?: string): Promise<number> {
        assert.ok(cluster);
        return (await cluster.api.apply(applied, manager)).status;
    }

    for (const [index, [before, path, value]] of CASES.entries()) {
        it(`${before.kind} ${path} is refused, or is not, as the table says (${index})`, async () => {
            const named = {
                ...before,
                metadata: { ...before.metadata, name: `${before.metadata.name}-${index}` },
            };
            const after = setIn(named, path.split("."), value) as Manifest;
            // A Pod wants its service account first, which a controller makes.
            await eventually(`${idOf(named)} to be taken`, async () => (await apply(named)) < 300);

            const changes = changesBetween(named, after);
            const isRefused = recreationOf({ before: named, after, changes, delivery: "flux" }) !== undefined;

            assert.equal(await apply(after), isRefused ? 422 : 200);
        });
    }

    it("sets on a namespace of somebody else's what is given, and makes one that is not there", async () => {
        assert.ok(cluster);
        const shared = (name: string) => ({
            apiVersion: "v1",
            kind: "Namespace",
            metadata: { name, annotations: SHARED, labels: { "istio-injection": "disabled" } },
        });
        const theirs = { name: "theirs", labels: { team: "a" } };
        await apply({ apiVersion: "v1", kind: "Namespace", metadata: theirs }, "somebody");

        assert.equal(await apply(shared("theirs")), 200);
        const labels = getIn(await cluster.api.get(shared("theirs")), ["metadata", "labels"]);
        assert.deepEqual([getIn(labels, ["team"]), getIn(labels, ["istio-injection"])], ["a", "disabled"]);
        assert.equal(await apply(shared("nobodys")), 201);
    });

    it("lets a field go that the next deliverer takes out only where both are one manager", async () => {
        assert.ok(cluster);
        const map = (name: string, data: object) => ({
            ...object("v1", "ConfigMap", { data }),
            metadata: { name, namespace: NAMESPACE },
        });
        const handOver = async (name: string, first: string) => {
            await apply(map(name, { a: "b", old: "c" }), first);
            await apply(map(name, { a: "b", old: "c" }), FLUX_FIELD_MANAGER);
            await apply(map(name, { a: "b" }), FLUX_FIELD_MANAGER);
            return getIn(await cluster?.api.get(map(name, {})), ["data"]);
        };

        assert.deepEqual(await handOver("two", "pulumi-kubernetes-1"), { a: "b", old: "c" });
        assert.deepEqual(await handOver("one", FLUX_FIELD_MANAGER), { a: "b" });
    });
});
