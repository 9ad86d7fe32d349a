import assert from "node:assert/strict";
import { KnownKinds } from "../../../lifecycle/schemas/known-kinds";
import { packagedSchemas } from "../../../adapters/files/packaged-source";

const store = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    spec: {
        group: "external-secrets.io",
        scope: "Cluster",
        names: { kind: "ClusterSecretStore" },
        versions: [
            { name: "v1", served: true, schema: { openAPIV3Schema: { type: "object", properties: {} } } },
        ],
    },
};
const book = (more: { objects?: readonly object[]; clusterScoped?: readonly string[] } = {}) =>
    new KnownKinds({
        kubernetes: packagedSchemas("kubernetes-1.34"),
        installed: [packagedSchemas("istio-1.31"), packagedSchemas("tools")],
        objects: (more.objects ?? []) as Readonly<Record<string, unknown>>[],
        clusterScoped: more.clusterScoped,
    });

describe("KnownKinds", () => {
    it("asks a definition among the manifests for the scope, then what is packaged, then the person", () => {
        const kind = { apiVersion: "external-secrets.io/v1", kind: "ClusterSecretStore" };
        assert.equal(book().scopeOf(kind), undefined);
        assert.equal(book({ objects: [store] }).scopeOf(kind), "Cluster");
        assert.equal(
            book({ clusterScoped: ["external-secrets.io/ClusterSecretStore"] }).scopeOf(kind),
            "Cluster",
        );
        assert.equal(book().scopeOf({ apiVersion: "flagger.app/v1beta1", kind: "Canary" }), "Namespaced");
        assert.equal(
            book().scopeOf({ apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole" }),
            "Cluster",
        );
    });

    it("knows a scope whatever the version", () => {
        assert.equal(book().scopeOf({ apiVersion: "batch/v9", kind: "Job" }), "Namespaced");
    });

    it("prefers the stack's own definition of a kind to the packaged one", () => {
        const own = {
            ...store,
            spec: {
                ...store.spec,
                group: "flagger.app",
                scope: "Namespaced",
                names: { kind: "Canary" },
                versions: [{ ...store.spec.versions[0], name: "v1beta1" }],
            },
        };
        const found = book({ objects: [own] }).find({ apiVersion: "flagger.app/v1beta1", kind: "Canary" });
        assert.deepEqual(found?.schema, { fields: {} });
    });

    it("takes no group for known because one of its kinds is", () => {
        assert.equal(book({ objects: [store] }).kindsOfGroup("external-secrets.io/v1"), undefined);
        assert.ok(book().kindsOfGroup("apps/v1")?.includes("Deployment"));
    });

    it("tells Kubernetes' own kinds from custom ones", () => {
        assert.equal(book().find({ apiVersion: "v1", kind: "Service" })?.builtIn, true);
        assert.equal(book().find({ apiVersion: "networking.istio.io/v1", kind: "Gateway" })?.builtIn, false);
        assert.equal(book().find({ apiVersion: "example.com/v1", kind: "Service" }), undefined);
        assert.ok(book().kubernetesDefinition("meta.v1.ObjectMeta"));
        assert.deepEqual(
            book().versionsOf({ apiVersion: "autoscaling/v2beta2", kind: "HorizontalPodAutoscaler" }),
            ["autoscaling/v1", "autoscaling/v2"],
        );
    });
});
