import assert from "node:assert/strict";
import { groupOf, isClusterScoped } from "../../../lifecycle/workloads/cluster-scoped";

/** `[apiVersion, kind, group, cluster-scoped]` */
const cases: readonly (readonly [string, string, string, boolean])[] = [
    ["v1", "Namespace", "", true],
    ["v1", "Service", "", false],
    ["rbac.authorization.k8s.io/v1", "ClusterRole", "rbac.authorization.k8s.io", true],
    ["rbac.authorization.k8s.io/v1", "Role", "rbac.authorization.k8s.io", false],
    ["example.com/v1", "Namespace", "example.com", false],
    ["flagger.app/v1beta1", "Canary", "flagger.app", false],
];

describe("isClusterScoped", () => {
    for (const [apiVersion, kind, group, expected] of cases) {
        it(`takes ${apiVersion} ${kind} for ${expected ? "cluster-scoped" : "namespaced"}`, () => {
            assert.equal(groupOf(apiVersion), group);
            assert.equal(isClusterScoped({ apiVersion, kind }), expected);
        });
    }
});
