import assert from "node:assert/strict";

import { namespaceKustomizations, workloadFolder } from "../../../components/flux/namespaces";
import { getIn } from "../../../lifecycle/kit/json-path";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { asSent } from "../../support/as-sent";
import { validateObject } from "../../support/crd-schema";

const object = (
    apiVersion: string,
    kind: string,
    name: string,
    namespace?: string,
    spec?: object,
): Manifest => ({
    apiVersion,
    kind,
    metadata: { name, namespace },
    spec,
});

const OBJECTS = [
    object("v1", "Namespace", "a"),
    object("v1", "Secret", "s", "a"),
    object("v1", "Secret", "s", "b"),
    object("rbac.authorization.k8s.io/v1", "ClusterRole", "readers"),
];

function made(
    objects: readonly Manifest[],
    more: Partial<Parameters<typeof namespaceKustomizations>[0]> = {},
): ReadonlyMap<string, Record<string, unknown>> {
    const found = namespaceKustomizations({ path: "clusters/dev/", objects, ...more }).map(asSent);
    for (const each of found) assert.deepEqual(validateObject(each), []);
    return new Map(found.map((each) => [each.metadata.name, each["spec"] as Record<string, unknown>]));
}

describe("namespaceKustomizations", () => {
    it("is one for each namespace, one for what lives in none, and one that waits for all of them", () => {
        const found = made(OBJECTS);

        assert.deepEqual(
            [...found].map(([name, { path }]) => [name, path]),
            [
                ["cluster-workloads", "./clusters/dev/workloads/_cluster"],
                ["workloads-a", "./clusters/dev/workloads/a"],
                ["workloads-b", "./clusters/dev/workloads/b"],
                ["workload-health", "./clusters/dev/health"],
            ],
        );
        assert.deepEqual(
            (found.get("workload-health")?.["healthChecks"] as { name: string }[]).map(({ name }) => name),
            ["cluster-workloads", "workloads-a", "workloads-b"],
        );
        for (const { dependsOn } of found.values())
            assert.deepEqual(dependsOn, [{ name: "workload-namespaces" }]);
    });

    it("is another spec for other manifests of the namespace, and only of that", () => {
        const [before, after] = [OBJECTS, [...OBJECTS, object("v1", "Secret", "t", "a")]].map((each) =>
            made(each),
        );

        assert.notDeepEqual(before?.get("workloads-a"), after?.get("workloads-a"));
        assert.deepEqual(before?.get("workloads-b"), after?.get("workloads-b"));
        assert.deepEqual(before, made([...OBJECTS].reverse()));
    });

    it("waits for the cluster's definitions only where it has an object of them", () => {
        const crd = object(
            "apiextensions.k8s.io/v1",
            "CustomResourceDefinition",
            "w.example.com",
            undefined,
            {
                group: "example.com",
                names: { kind: "Widget" },
            },
        );
        const found = made([...OBJECTS, crd, object("example.com/v1", "Widget", "w", "b")]);
        const waits = (name: string) => (found.get(name)?.["dependsOn"] as { name: string }[]).length;

        assert.deepEqual([waits("workloads-a"), waits("workloads-b")], [1, 2]);
    });

    it("applies what is a tenant's as the tenant, and the namespace with the rights in it as itself", () => {
        const objects = namespaceKustomizations({
            path: "clusters/dev/",
            objects: OBJECTS,
            tenants: new Map([["a", "team"]]),
        });
        const accounts = objects
            .filter(({ kind }) => kind === "Kustomization")
            .map(({ metadata, spec }) => [metadata.name, getIn(spec, ["serviceAccountName"])]);

        assert.deepEqual(accounts, [
            ["cluster-workloads", "kustomize-controller"],
            ["workloads-a", "tenant-team"],
            ["workloads-b", "kustomize-controller"],
            ["workload-health", "kustomize-controller"],
        ]);
        assert.deepEqual(
            objects
                .filter(({ kind }) => kind !== "Kustomization")
                .map(({ kind, metadata }) => `${kind} ${metadata.name}`),
            ["Namespace a", "ServiceAccount tenant-team", "RoleBinding windlass-tenant-team"],
        );
    });

    it("decrypts, and deletes nothing while another deliverer takes over", () => {
        const found = made(OBJECTS, { decryption: { secret: "keys" }, handover: true });
        const spec = found.get("workloads-a");

        assert.deepEqual(getIn(spec, ["decryption", "secretRef", "name"]), "keys");
        assert.deepEqual([spec?.["prune"], spec?.["deletionPolicy"]], [false, "Orphan"]);
    });
});

describe("workloadFolder", () => {
    it("puts a Namespace with what lives in it, and apart what no namespace can be confused with", () => {
        assert.deepEqual(OBJECTS.map(workloadFolder), ["a", "a", "b", "_cluster"]);
    });
});
