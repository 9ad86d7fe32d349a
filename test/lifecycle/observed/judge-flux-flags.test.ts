import assert from "node:assert/strict";

import { judgeFluxFlags, observeFluxFlags } from "../../../lifecycle/observed/judge-flux-flags";
import type { Manifest } from "../../../lifecycle/workloads/manifest";

const GATE = "--feature-gates=CancelHealthCheckOnNewRevision=true";

function controller(args: readonly string[], name = "kustomize-controller"): Manifest {
    const containers = [{ name: "manager", image: `ghcr.io/fluxcd/${name}:v1.9.4`, args }];
    return {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata: { name, namespace: "flux-system" },
        spec: { template: { spec: { containers } } },
    };
}

function judged(args: readonly string[], kustomizations = 1): readonly (readonly (string | undefined)[])[] {
    return judgeFluxFlags({ kustomizations, fluxFlags: observeFluxFlags(controller(args)) }).map(
        ({ level, reason, remedy }) => [`${level}: ${reason}`, /"value":"(.*)"\}\]/.exec(remedy ?? "")?.[1]],
    );
}

describe("judgeFluxFlags", () => {
    it("passes a Flux that has the gate, and enough workers", () => {
        assert.deepEqual(judged([GATE]), []);
        assert.deepEqual(judged([GATE, "--concurrent=20"], 20), []);
    });

    it("says what is missing, with the patch", () => {
        const [[reason, flag] = []] = judged(["--feature-gates=Other=true"]);

        assert.match(reason ?? "", /^behind: a commit waits/);
        assert.equal(flag, "--feature-gates=Other=true,CancelHealthCheckOnNewRevision=true");
    });

    it("says that namespaces wait for each other, the last flag of a name being the one that counts", () => {
        const [[reason, flag] = []] = judged([GATE, "--concurrent=50", "--concurrent=10"], 33);

        assert.match(reason ?? "", /works on 10 of 33 Kustomizations/);
        assert.equal(flag, "--concurrent=37");
        assert.equal(judged([GATE], 5).length, 1);
    });

    it("says nothing where nobody knows, or Flux delivers nothing from Git", () => {
        assert.deepEqual(judgeFluxFlags({ kustomizations: 9 }), []);
        assert.deepEqual(judgeFluxFlags({ kustomizations: 0, fluxFlags: [] }), []);
    });
});

describe("observeFluxFlags", () => {
    it("reads one controller's, and nobody else's", () => {
        assert.deepEqual(observeFluxFlags(controller([GATE])), [GATE]);
        assert.equal(observeFluxFlags(controller([GATE], "helm-controller")), undefined);
    });
});
