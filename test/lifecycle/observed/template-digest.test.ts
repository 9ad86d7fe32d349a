import assert from "node:assert/strict";

import { templateDigest } from "../../../lifecycle/observed/template-digest";
import type { Manifest } from "../../../lifecycle/workloads/manifest";

const workload = (template: object): Manifest => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "backend", namespace: "shop" },
    spec: { template },
});
const container = (env: object) => ({ name: "app", image: "app:1", envFrom: [env] });
const target = workload({
    metadata: { labels: { app: "backend" }, annotations: { "kustomize.toolkit.fluxcd.io/x": "1" } },
    spec: { containers: [container({ configMapRef: { name: "settings" } })] },
});

describe("templateDigest", () => {
    it("is the same of a target and of the primary that Flagger makes of it", () => {
        const primary = workload({
            spec: { containers: [container({ configMapRef: { name: "settings-primary" } })] },
            metadata: {
                annotations: { "flagger-id": "7", "kubectl.kubernetes.io/restartedAt": "now" },
                labels: { app: "backend-primary" },
            },
        });
        assert.equal(templateDigest(primary), templateDigest(target));
    });

    it("is the same of a DaemonSet that is scaled to zero", () => {
        const spec = { containers: [container({})] };
        const idle = { ...spec, nodeSelector: { "flagger.app/scale-to-zero": "true" } };
        assert.equal(templateDigest(workload({ spec: idle })), templateDigest(workload({ spec })));
    });

    it("tells every other difference, and there is none without a template", () => {
        const spec = {
            containers: [{ ...container({ configMapRef: { name: "settings" } }), image: "app:2" }],
        };
        const edited = workload({ metadata: { labels: { app: "backend-primary" } }, spec });
        assert.notEqual(templateDigest(edited), templateDigest(target));
        assert.equal(templateDigest({ ...target, apiVersion: "v1", kind: "Service" }), undefined);
    });
});
