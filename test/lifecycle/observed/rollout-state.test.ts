import assert from "node:assert/strict";

import { rolloutState } from "../../../lifecycle/observed/rollout-state";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { deployment } from "./objects";

const canary = (spec: object, status?: object): Manifest => ({
    apiVersion: "flagger.app/v1beta1",
    kind: "Canary",
    metadata: { name: "backend", namespace: "shop", uid: "u", resourceVersion: "7" },
    spec: { targetRef: { kind: "Deployment", name: "backend" }, ...spec },
    status,
});
const workload = (name: string, version: string) =>
    deployment(name, { "istio-proxy": `docker.io/istio/proxyv2:${version}-distroless` });

describe("rolloutState", () => {
    it("says where a canary stands between what is asked for and what serves", () => {
        const status = {
            phase: "Progressing",
            failedChecks: 2,
            lastAppliedSpec: "new",
            lastPromotedSpec: "old",
            lastTransitionTime: "2026-11-28T12:00:00Z",
        };
        const analysis = { interval: "1m30s", threshold: 5 };
        const state = rolloutState(
            canary({ analysis }, status),
            workload("backend", "1.31.2"),
            workload("backend-primary", "1.31.1"),
        );
        assert.deepEqual(state, {
            id: "shop/Canary/backend",
            target: "shop/Deployment/backend",
            uid: "u",
            resourceVersion: "7",
            phase: "Progressing",
            failedChecks: 2,
            threshold: 5,
            lastApplied: "new",
            isPromoted: false,
            lastTransition: "2026-11-28T12:00:00Z",
            interval: 90_000,
            skips: "no",
            isCurrent: false,
            version: "1.31.2",
        });
    });

    it("takes Flagger's defaults, and knows nothing of what is not there", () => {
        const { phase, threshold, interval, isCurrent, version, isPromoted, lastApplied } = rolloutState(
            canary({}, { lastAppliedSpec: "", lastPromotedSpec: "" }),
            workload("backend", "1.31.2"),
            undefined,
        );
        assert.deepEqual(
            [phase, threshold, interval, isCurrent, version, isPromoted, lastApplied],
            [undefined, 1, 60_000, undefined, undefined, false, undefined],
        );
    });

    it("has no version of a proxy where another change is rolled out", () => {
        const { isCurrent, version } = rolloutState(
            canary({}),
            deployment("backend", { app: "app:2", "istio-proxy": "proxyv2:1.31.1" }),
            deployment("backend-primary", { app: "app:1", "istio-proxy": "proxyv2:1.31.1" }),
        );
        assert.deepEqual([isCurrent, version], [false, undefined]);
    });

    it("tells a skipped analysis of Git's from one by hand", () => {
        assert.equal(rolloutState(canary({ skipAnalysis: true }), undefined, undefined).skips, "by-git");
    });
});
