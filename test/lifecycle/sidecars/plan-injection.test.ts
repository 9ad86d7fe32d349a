import assert from "node:assert/strict";

import { planInjection } from "../../../lifecycle/sidecars/plan-injection";
import type { Manifest, SourcedManifest } from "../../../lifecycle/workloads/manifest";
import { exampleLock, exampleSettings } from "../../support/example-stack";
import { recordedOutput, recordedWorkload } from "../../support/recordings";

const sourced = (manifest: Manifest): SourcedManifest => ({
    app: "a",
    file: `apps/a/${manifest.metadata.name}.yaml`,
    line: 1,
    manifest,
});
const canary = (name: string): Manifest => ({
    apiVersion: "flagger.app/v1beta1",
    kind: "Canary",
    metadata: { name, namespace: "prod" },
    spec: { targetRef: { kind: "Deployment", name } },
});
const stack = { settings: exampleSettings(), lock: exampleLock("1.31.1", "1.31.0") };

describe("planInjection", () => {
    it("plans for the proxies' version, and for what the cluster's Kubernetes can do", () => {
        const { version, revision, proxyImage, native } = planInjection({ ...stack, manifests: [] });
        assert.deepEqual(
            { version, revision, proxyImage, native },
            {
                version: "1.31.0",
                revision: "default",
                proxyImage: "docker.io/istio/proxyv2:1.31.0-distroless",
                native: true,
            },
        );
        const older = exampleSettings({ cluster: { kubernetes: "1.32" }, istio: { strategy: "revisions" } });
        const plan = planInjection({ ...stack, settings: older, manifests: [] });
        assert.deepEqual([plan.native, plan.revision], [false, "1-31-0"]);
    });

    it("takes workloads in order of their ids, with the label of those that have a canary", () => {
        const manifests = [
            recordedWorkload("report"),
            canary("backend"),
            recordedWorkload("backend"),
            recordedWorkload("node-agent"),
        ].map(sourced);
        const { workloads, skipped } = planInjection({ ...stack, manifests });
        assert.deepEqual(
            workloads.map(({ id, nameLabel }) => [id, nameLabel]),
            [
                ["prod/CronJob/report", undefined],
                ["prod/Deployment/backend", "app"],
            ],
        );
        assert.deepEqual(
            skipped.map(({ id }) => id),
            ["prod/DaemonSet/node-agent"],
        );
    });

    it("refuses input that has a sidecar already", () => {
        assert.throws(
            () => planInjection({ ...stack, manifests: [sourced(recordedOutput("1.31.1", "backend"))] }),
            {
                message:
                    "apps/a/backend.yaml:1: prod/Deployment/backend: already has a sidecar, and injecting twice leaves parts of the old one behind. Keep the manifest as it was before injection; Windlass adds the sidecar.",
            },
        );
    });
});
