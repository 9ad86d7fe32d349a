import assert from "node:assert/strict";
import {
    NEVER_PRUNED,
    SHARED,
    isKept,
    isSharedNamespace,
    mayBeRecreated,
} from "../../../lifecycle/workloads/ownership";

const namespace = (
    annotations?: Readonly<Record<string, string>>,
    labels?: Readonly<Record<string, string>>,
) => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "frontend", labels, annotations },
});

describe("isKept", () => {
    it("is what Flux is told not to prune, or to leave alone", () => {
        assert.equal(isKept(namespace(NEVER_PRUNED)), true);
        assert.equal(isKept(namespace({ "kustomize.toolkit.fluxcd.io/ssa": "Ignore" })), true);
        assert.equal(isKept(namespace()), false);
        assert.equal(isKept(namespace({ "kustomize.toolkit.fluxcd.io/prune": "enabled" })), false);
    });

    it("is said by labels as well, in any case", () => {
        assert.equal(isKept(namespace(undefined, { "kustomize.toolkit.fluxcd.io/prune": "Disabled" })), true);
    });
});

describe("isSharedNamespace", () => {
    it("is a namespace that is merged into, and no other kind", () => {
        assert.equal(isSharedNamespace(namespace(SHARED)), true);
        assert.equal(isSharedNamespace(namespace(NEVER_PRUNED)), false);
        assert.equal(isSharedNamespace({ ...namespace(SHARED), kind: "ConfigMap" }), false);
    });
});

describe("mayBeRecreated", () => {
    it("is said by force: enabled alone", () => {
        assert.equal(mayBeRecreated(namespace({ "kustomize.toolkit.fluxcd.io/force": "enabled" })), true);
        assert.equal(mayBeRecreated(namespace({ "kustomize.toolkit.fluxcd.io/force": "true" })), false);
    });
});
