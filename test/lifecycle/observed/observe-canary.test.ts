import assert from "node:assert/strict";

import {
    imagesOf,
    observeCanary,
    observeTemplate,
    primaryOf,
    targetOf,
} from "../../../lifecycle/observed/observe-canary";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { deployment } from "./objects";

const canary = (status?: object): Manifest => ({
    apiVersion: "flagger.app/v1beta1",
    kind: "Canary",
    metadata: { name: "backend", namespace: "shop" },
    spec: { targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "backend" } },
    status,
});

describe("observeCanary", () => {
    it("takes what was applied and promoted from its status, and images from the primary", () => {
        const status = { phase: "Failed", lastAppliedSpec: "5f4", lastPromotedSpec: "5f4" };
        const images = { app: "app:1", "istio-proxy": "proxyv2:1.31.0" };
        const primary = observeTemplate(deployment("backend-primary", images));
        const target = observeTemplate(deployment("backend", images));
        assert.deepEqual(observeCanary(canary(status), primary, target), {
            id: "shop/Canary/backend",
            target: "shop/Deployment/backend",
            phase: "Failed",
            isPromoted: true,
            primary: images,
            isCurrent: true,
            editedBy: undefined,
            isSkippedByHand: false,
        });
        assert.equal(observeCanary(canary({ ...status, lastAppliedSpec: "9" }), primary).isPromoted, false);
    });

    it("says who has edited the primary, and that its template is another than the target's", () => {
        const template = (manager: string) => ({
            manager,
            fieldsV1: { "f:spec": { "f:template": { "f:spec": {} } } },
        });
        const managedFields = [
            template("flagger"),
            { manager: "kube-controller-manager", fieldsV1: { "f:status": {} } },
            template("kubectl-set"),
        ];
        const edited = deployment("backend-primary", { app: "app:2" }, { metadata: { managedFields } });
        const { isCurrent, editedBy } = observeCanary(
            canary(),
            observeTemplate(edited),
            observeTemplate(deployment("backend", { app: "app:1" })),
        );
        assert.deepEqual([isCurrent, editedBy], [false, "kubectl-set"]);
    });

    it("is not promoted before Flagger has seen it", () => {
        const { phase, isPromoted, primary } = observeCanary(canary(), undefined);
        assert.deepEqual([phase, isPromoted, primary], [undefined, false, undefined]);
    });
});

describe("what a canary is about", () => {
    it("is its target, and the primary Flagger makes of it", () => {
        assert.equal(primaryOf(targetOf(canary())), "shop/Deployment/backend-primary");
        assert.deepEqual(imagesOf(deployment("a", { app: "app:1" })), { app: "app:1" });
    });
});
