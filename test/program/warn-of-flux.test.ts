import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import type { StackSettings } from "../../lifecycle/settings/settings";
import { meetsFlux, warnOfFlux } from "../../program/warn-of-flux";
import { fakeKubeconfig } from "../support/fake-cluster";
import { faultServer } from "../support/http-server";
import { temporaryFolder } from "../support/temporary-folder";

const GATE = "--feature-gates=CancelHealthCheckOnNewRevision=true";

function settingsOf(delivery: string, bootstrap: string, context?: string): StackSettings {
    return { delivery, flux: { bootstrap }, cluster: { context } } as StackSettings;
}

describe("meetsFlux", () => {
    it("is so where somebody else's Flux delivers, in a cluster that is named", () => {
        assert.equal(meetsFlux(settingsOf("flux", "none", "dev")), true);
        assert.equal(meetsFlux(settingsOf("flux", "operator", "dev")), false);
        assert.equal(meetsFlux(settingsOf("pulumi", "none", "dev")), false);
        assert.equal(meetsFlux(settingsOf("flux", "none")), false);
    });
});

describe("warnOfFlux", () => {
    const server = faultServer();
    const folder = temporaryFolder({});
    const KUBECONFIG = join(folder, "kubeconfig");
    const foundation = Array.from({ length: 7 }, (_, index) => ({
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: `team-${index}` },
    }));

    async function warned(args: readonly string[], env = { KUBECONFIG }): Promise<readonly string[]> {
        writeFileSync(KUBECONFIG, fakeKubeconfig(server.url, "dev"));
        const image = "ghcr.io/fluxcd/kustomize-controller:v1.9.4";
        const item = {
            metadata: { name: "kustomize-controller", namespace: "flux-system" },
            spec: { template: { spec: { containers: [{ name: "manager", image, args }] } } },
        };
        const body = JSON.stringify({ metadata: {}, items: [item] });
        server.on("/apis/apps/v1/namespaces/flux-system/deployments", { body });
        const said: string[] = [];
        const stack = { settings: settingsOf("flux", "none", "dev"), workloads: { foundation } };
        await warnOfFlux(stack, env, (text) => Promise.resolve(void said.push(text)));
        return said;
    }

    it("says which flag is missing, and the patch", async () => {
        const [gate, workers, ...others] = await warned([]);

        assert.match(
            gate ?? "",
            /^flux-system\/Deployment\/kustomize-controller: a commit waits .*kubectl -n /,
        );
        assert.match(workers ?? "", /works on 4 of 12 Kustomizations at once/);
        assert.deepEqual(others, []);
    });

    it("says nothing where nothing is missing, or no kubeconfig can be read", async () => {
        assert.deepEqual(await warned([GATE, "--concurrent=12"]), []);
        assert.deepEqual(await warned([], { KUBECONFIG: join(folder, "none") }), []);
    });
});
