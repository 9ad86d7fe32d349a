import assert from "node:assert/strict";

import { tenantAccess, tenantAccountName } from "../../../components/flux/tenants";
import { getIn } from "../../../lifecycle/kit/json-path";

describe("tenantAccess", () => {
    const objects = tenantAccess(
        new Map([
            ["shop", "retail"],
            ["pay-jobs", "payments"],
            ["pay", "payments"],
        ]),
    );

    it("gives each tenant one account, and each of its namespaces one binding to it", () => {
        assert.deepEqual(
            objects.map(({ kind, metadata: { namespace, name } }) => `${kind} ${namespace}/${name}`),
            [
                "ServiceAccount flux-system/tenant-payments",
                "ServiceAccount flux-system/tenant-retail",
                "RoleBinding pay/windlass-tenant-payments",
                "RoleBinding pay-jobs/windlass-tenant-payments",
                "RoleBinding shop/windlass-tenant-retail",
            ],
        );
        for (const binding of objects.filter(({ kind }) => kind === "RoleBinding")) {
            const [subject] = getIn(binding, ["subjects"]) as { name: string; namespace: string }[];
            assert.equal(binding.metadata.name, `windlass-${subject?.name}`);
            assert.equal(subject?.namespace, "flux-system");
        }
    });

    it("binds within namespaces alone, and keeps the account while its objects are deleted", () => {
        assert.equal(
            objects.some(({ kind }) => kind === "ClusterRoleBinding"),
            false,
        );
        const [account] = objects;
        assert.equal(account?.metadata.name, tenantAccountName("payments"));
        assert.deepEqual(account?.metadata.annotations, { "kustomize.toolkit.fluxcd.io/prune": "disabled" });
    });
});
