import assert from "node:assert/strict";
import { labelFaults, metadataFaults } from "../../../../lifecycle/schemas/objects/metadata";
import { faultsOf } from "../../../support/object-faults";

const named = (apiVersion: string, kind: string, name: string) =>
    `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: "${name}"}}`;

describe("metadataFaults", () => {
    /** `[apiVersion, kind, name, whether it may be]` */
    const names: readonly (readonly [string, string, string, boolean])[] = [
        ["v1", "Service", "orders", true],
        ["v1", "Service", "1orders", false],
        ["v1", "Service", "a.b", false],
        ["v1", "ConfigMap", "a.b", true],
        ["v1", "ConfigMap", "a_b", false],
        ["v1", "Namespace", "a.b", false],
        ["apps/v1", "StatefulSet", "a.b", false],
        ["apps/v1", "Deployment", "Orders", false],
        ["rbac.authorization.k8s.io/v1", "ClusterRole", "system:Reader_x", true],
        ["rbac.authorization.k8s.io/v1", "Role", "a/b", false],
        ["batch/v1", "CronJob", "x".repeat(52), true],
        ["batch/v1", "CronJob", "x".repeat(53), false],
        ["networking.istio.io/v1", "Gateway", "Public", false],
    ];
    for (const [apiVersion, kind, name, fits] of names) {
        it(`${fits ? "takes" : "refuses"} ${name.slice(0, 20)} for a ${kind}`, () => {
            assert.equal(faultsOf(metadataFaults, named(apiVersion, kind, name)).length, fits ? 0 : 1);
        });
    }

    it("lets Services begin with a digit from Kubernetes 1.36 on", () => {
        assert.equal(faultsOf(metadataFaults, named("v1", "Service", "1orders"), 35).length, 1);
        assert.equal(faultsOf(metadataFaults, named("v1", "Service", "1orders"), 36).length, 0);
    });

    it("knows the syntax of labels, annotations and namespaces", () => {
        const text =
            '{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: A.b, labels: {"a b": c, d: "e f"}, annotations: {"X/Y/z": "any thing"}}}';
        assert.deepEqual(
            faultsOf(metadataFaults, text).map((fault) => fault.split(":")[0]),
            ["metadata.namespace", "metadata.labels.a b", "metadata.labels.d", "metadata.annotations.X/Y/z"],
        );
    });

    it("knows how long annotations may be together", () => {
        const text = (length: number) =>
            `{apiVersion: v1, kind: ConfigMap, metadata: {name: a, annotations: {a: "${"x".repeat(length)}"}}}`;
        assert.equal(faultsOf(metadataFaults, text(256 * 1024 - 1)).length, 0);
        assert.equal(faultsOf(metadataFaults, text(256 * 1024)).length, 1);
    });
});

describe("labelFaults", () => {
    it("are silent about what is no map", () => {
        assert.deepEqual(labelFaults("a", []), []);
    });
});
