import assert from "node:assert/strict";

import { installFluxAccounts } from "../../../tools/test-bed/engine-accounts";
import type { KubeRequest, KubeResponse } from "../../../tools/test-bed/kube-api-source";

describe("what Flux brings beside its controllers", () => {
    const api = (status: number, seen: KubeRequest[] = []) => ({
        request: (request: KubeRequest): Promise<KubeResponse> => {
            seen.push(request);
            return Promise.resolve({ status, text: "no", body: undefined, warnings: [] });
        },
    });

    it("is a namespace, and an account that may do everything", async () => {
        const seen: KubeRequest[] = [];
        await installFluxAccounts(api(201, seen));

        assert.deepEqual(
            seen.map(({ path }) => path.split("?")[0]?.split("/").slice(-2).join("/")),
            [
                "namespaces/flux-system",
                "serviceaccounts/kustomize-controller",
                "clusterrolebindings/cluster-reconciler",
            ],
        );
    });

    it("is not passed over when the API server refuses it", async () => {
        await assert.rejects(installFluxAccounts(api(403)), /refused .*flux-system.*no/);
    });
});
