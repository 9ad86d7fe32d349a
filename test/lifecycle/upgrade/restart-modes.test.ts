import assert from "node:assert/strict";

import { modesOf, restartModes, restartOnly } from "../../../lifecycle/upgrade/restart-modes";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { exampleSettings } from "../../support/example-stack";

function deployment(namespace: string, mode?: string): { readonly manifest: Manifest } {
    const annotations = mode === undefined ? {} : { annotations: { "windlass.dev/data-plane-mode": mode } };
    const metadata = { name: "app", namespace, ...annotations };
    const manifest = {
        apiVersion: "apps/v1",
        kind: "Deployment",
        metadata,
        spec: { template: { spec: {} } },
    };
    return { manifest: manifest };
}

describe("restartModes", () => {
    it("knows which pods no pin moves", () => {
        assert.deepEqual(restartModes("in-place", ["git", "pin", "webhook", "none"]), ["pin", "webhook"]);
        assert.deepEqual(restartModes("revisions", ["git", "pin", "webhook", "none"]), ["webhook"]);
        assert.deepEqual(restartModes("revisions", ["git", "pin"]), []);
    });

    it("names the workloads, by the mode of each", () => {
        const base = exampleSettings({ istio: { strategy: "revisions" } });
        const workloads = {
            ...base.workloads,
            mode: "git",
            namespaces: { shop: { mode: "webhook" }, others: { mode: "pin", elsewhere: true } },
        } as const;
        const settings = { ...base, workloads };

        assert.deepEqual(modesOf(settings), ["git", "webhook", "pin"]);
        assert.deepEqual(
            restartOnly(settings, [deployment("shop"), deployment("prod"), deployment("shop", "pin")]),
            ["shop/Deployment/app", "namespace others"],
        );
    });
});
