import assert from "node:assert/strict";
import { role, roleBinding } from "../../../../lifecycle/schemas/objects/rbac";
import { faultsOf } from "../../../support/object-faults";

describe("role", () => {
    it("says what, where and which", () => {
        assert.deepEqual(
            faultsOf(
                role,
                '{rules: [{apiGroups: [""], resources: [pods], verbs: [get]}, {nonResourceURLs: [/metrics], verbs: [get]}]}',
            ),
            [],
        );
        assert.deepEqual(faultsOf(role, "{rules: [{resources: [pods], verbs: []}]}"), [
            "rules.0.verbs: must name at least one verb",
            "rules.0.apiGroups: must name at least one",
        ]);
        assert.deepEqual(faultsOf(role, "{kind: ClusterRole, aggregationRule: {}}"), []);
    });
});

describe("roleBinding", () => {
    const group = "apiGroup: rbac.authorization.k8s.io";
    it("binds roles to subjects there are", () => {
        assert.deepEqual(
            faultsOf(
                roleBinding,
                `{kind: RoleBinding, roleRef: {${group}, kind: Role, name: a}, subjects: [{kind: User, name: b}]}`,
            ),
            [],
        );
        assert.deepEqual(
            faultsOf(
                roleBinding,
                `{kind: ClusterRoleBinding, roleRef: {apiGroup: x, kind: Role, name: ""}, subjects: [{kind: ServiceAccount, name: b}, {kind: Robot, name: c}]}`,
            ),
            [
                "roleRef.apiGroup: must be rbac.authorization.k8s.io",
                "roleRef.kind: must be ClusterRole",
                "roleRef.name: must not be empty",
                "subjects.0.namespace: is required for a ServiceAccount",
                "subjects.1.kind: must be ServiceAccount or User or Group",
            ],
        );
    });
});
