import * as assert from "node:assert/strict";
import { helmRelease, type HelmReleaseArgs, releaseReady } from "../../../components/flux/helm-release";
import { WindlassError } from "../../../lifecycle/kit/errors";
import { asSent } from "../../support/as-sent";
import { validateObject } from "../../support/crd-schema";

const args: HelmReleaseArgs = {
    name: "istiod",
    namespace: "istio-system",
    chart: "istiod",
    version: "1.31.1",
    repository: "istio",
    failure: "retry",
};

describe("helmRelease", () => {
    it("installs one exact chart as the reconciler, and corrects drift", () => {
        const object = asSent(helmRelease(args));

        const strategy = { name: "RetryOnFailure", retryInterval: "1m" };
        assert.deepEqual(object, {
            apiVersion: "helm.toolkit.fluxcd.io/v2",
            kind: "HelmRelease",
            metadata: { name: "istiod", namespace: "istio-system" },
            spec: {
                interval: "10m",
                timeout: "5m",
                releaseName: "istiod",
                serviceAccountName: "flux-reconciler",
                chart: {
                    spec: {
                        chart: "istiod",
                        version: "1.31.1",
                        sourceRef: { kind: "HelmRepository", name: "istio" },
                        interval: "10m",
                    },
                },
                driftDetection: { mode: "enabled" },
                install: { strategy },
                upgrade: { strategy },
            },
        });
        assert.deepEqual(validateObject(object), []);
    });

    it("hands on everything it is given", () => {
        const ignore = [
            { paths: ["/webhooks/0/failurePolicy"], target: { kind: "ValidatingWebhookConfiguration" } },
        ];

        const object = helmRelease({
            ...args,
            releaseName: "istiod-1-31-1",
            values: { revision: "1-31-1" },
            dependsOn: [{ name: "base" }, { name: "cni", namespace: "kube-system" }],
            crds: "CreateReplace",
            driftIgnore: ignore,
            timeout: "10m",
            interval: "1h",
            labels: { "windlass.dev/layer": "system" },
            serviceAccountName: "someone",
        });

        const spec = object.spec as Record<string, unknown>;
        assert.deepEqual(object.metadata.labels, { "windlass.dev/layer": "system" });
        assert.equal(spec["releaseName"], "istiod-1-31-1");
        assert.deepEqual(spec["values"], { revision: "1-31-1" });
        assert.deepEqual(spec["dependsOn"], [{ name: "base" }, { name: "cni", namespace: "kube-system" }]);
        assert.deepEqual(spec["driftDetection"], { mode: "enabled", ignore });
        assert.equal(spec["timeout"], "10m");
        assert.equal(spec["interval"], "1h");
        assert.equal(spec["serviceAccountName"], "someone");
        assert.equal((spec["install"] as { crds: string }).crds, "CreateReplace");
        assert.equal((spec["upgrade"] as { crds: string }).crds, "CreateReplace");
        assert.deepEqual(validateObject(object), []);
    });

    it("never mentions remediation where nothing may be rolled back", () => {
        assert.equal(JSON.stringify(helmRelease(args)).includes("remediation"), false);
    });

    it("returns to the last good release where that is allowed", () => {
        const object = asSent(helmRelease({ ...args, failure: "rollback" }));

        const { install, upgrade } = object.spec as { install: unknown; upgrade: unknown };
        assert.deepEqual(install, { remediation: { retries: 3 } });
        assert.deepEqual(upgrade, {
            cleanupOnFail: true,
            remediation: { retries: 3, strategy: "rollback", remediateLastFailure: true },
        });
        assert.deepEqual(validateObject(object), []);
    });

    for (const version of ["~1.31", "1.31", "1.31.x", "*", "", "latest", ">=1.31.1"]) {
        it(`refuses the version ${JSON.stringify(version)}`, () => {
            assert.throws(
                () => helmRelease({ ...args, version }),
                new WindlassError({
                    key: "istiod.version",
                    value: version,
                    rule: "a release is pinned to one exact chart version",
                    remedy: "Take the version from the stack's lock file",
                }),
            );
        });
    }
});

describe("releaseReady", () => {
    it("waits for Ready and for the version that runs", () => {
        assert.deepEqual(releaseReady("1.31.1"), [
            "condition=Ready",
            "jsonpath={.status.history[0].chartVersion}=1.31.1",
        ]);
    });
});
