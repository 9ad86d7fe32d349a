import assert from "node:assert/strict";

import { flightOfFlux } from "../../../lifecycle/adopt/flux-steps";
import { foundMesh } from "../../support/found-mesh";

function steps(namespace: string, name: string, kustomization?: string): string {
    const release = {
        namespace,
        name,
        release: name,
        storage: namespace,
        target: "istio-system",
        kustomization,
    };
    const flux = { way: "flux bootstrap", releases: [{ ...release, isSuspended: false }] } as const;
    return flightOfFlux(foundMesh({ flux })).join("\n");
}

describe("flightOfFlux", () => {
    it("has nothing to say where Flux has nothing of the mesh", () => {
        assert.deepEqual(flightOfFlux(foundMesh()), []);
        assert.equal(steps("edge", "gateway"), "");
    });

    it("has a HelmRelease of Windlass's name taken out of its repository, and left in the cluster", () => {
        const text = steps("istio-system", "istiod", "flux-system/mesh");
        assert.match(text, /Kustomization flux-system\/mesh: annotate the HelmReleases istio-system\/istiod/);
        assert.match(text, /prune: disabled/);
        assert.doesNotMatch(text, /suspend helmrelease|delete/);
    });

    it("has one of another name suspended before, and deleted once its release is adopted", () => {
        const text = steps("flux-system", "mesh-istiod");
        assert.doesNotMatch(text, /prune: disabled/);
        assert.ok(
            text.indexOf("flux suspend helmrelease mesh-istiod") < text.indexOf("kubectl delete helmrelease"),
        );
    });
});
