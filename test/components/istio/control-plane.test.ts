import assert from "node:assert/strict";
import { ControlPlane } from "../../../components/istio/control-plane";
import { controlPlaneNamespace } from "../../../components/istio/releases";
import { controlPlaneArgs } from "../../../components/mesh/istio-args";
import { kubeResource } from "../../../components/kube/kube-resource";
import { exampleLock, exampleSettings } from "../../support/example-stack";
import { type Recording, record } from "../../support/record";

const HELM = "kubernetes:helm.toolkit.fluxcd.io/v2:HelmRelease";

function waitOf(recording: Recording, name: string): unknown {
    const { annotations } = recording.get(name).inputs["metadata"] as { annotations: Record<string, string> };
    return JSON.parse(annotations["pulumi.com/waitFor"] ?? "null");
}

describe("ControlPlane", () => {
    it("registers namespace, account, charts and releases, each after the one before", async () => {
        const args = controlPlaneArgs(exampleSettings({ istio: { cni: true } }), exampleLock());
        let ready = "";
        const recording = await record(() => {
            new ControlPlane("istio", args).ready.urn.apply((urn) => (ready = urn));
        });

        assert.deepEqual(recording.list(), [
            "windlass:istio:ControlPlane istio",
            "kubernetes:core/v1:Namespace istio-namespace",
            "kubernetes:core/v1:ServiceAccount istio-account",
            "kubernetes:source.toolkit.fluxcd.io/v1:HelmRepository istio-charts",
            `${HELM} istio-base`,
            `${HELM} istio-istiod`,
            `${HELM} istio-cni`,
        ]);
        const children = recording.registrations.slice(1).map(({ name }) => name);
        assert.deepEqual(
            children.map((name) => [recording.parentOf(name), ...recording.dependenciesOf(name)]),
            [
                ["istio"],
                ["istio", "istio-namespace"],
                ["istio", "istio-account"],
                ["istio", "istio-charts"],
                ["istio", "istio-base"],
                ["istio", "istio-istiod"],
            ],
        );
        assert.equal(ready, recording.get("istio-cni").urn);
        assert.deepEqual(recording.get("istio-charts").inputs["spec"], {
            url: "https://blob.istio.io/release/charts",
            interval: "10m",
        });
    });

    it("registers tags after the releases, and points them to the revision their own pin names", async () => {
        const settings = exampleSettings({ istio: { strategy: "revisions", tags: ["stable"] } });
        const lock = exampleLock("1.31.1", "1.31.1");
        const tags = { version: "1.31.0", since: "2026-10-01" };
        const args = controlPlaneArgs(settings, { ...lock, istio: { ...lock.istio, tags } });
        const recording = await record(() => void new ControlPlane("istio", args));

        // Nothing else is pinned to 1.31.0: the tag keeps its istiod.
        assert.deepEqual(
            args.revisions?.map(({ name }) => name),
            ["1-31-0", "1-31-1"],
        );
        for (const name of ["istio-tag-stable-webhook", "istio-tag-stable-service"]) {
            const { inputs } = recording.get(name);
            const { labels } = inputs["metadata"] as { labels: Record<string, string> };
            assert.equal(labels["istio.io/rev"], "1-31-0");
            assert.deepEqual(recording.dependenciesOf(name), ["istio-istiod-1-31-1"]);
        }
    });

    it("waits for each release to run its own version", async () => {
        const settings = exampleSettings({ istio: { strategy: "revisions" } });
        const args = controlPlaneArgs(settings, exampleLock("1.31.1", "1.30.3"));
        const recording = await record(() => void new ControlPlane("istio", args));

        const wait = (version: string) => [
            "condition=Ready",
            `jsonpath={.status.history[0].chartVersion}=${version}`,
        ];
        assert.deepEqual(waitOf(recording, "istio-base"), wait("1.31.1"));
        assert.deepEqual(waitOf(recording, "istio-istiod-1-30-3"), wait("1.30.3"));
        assert.deepEqual(waitOf(recording, "istio-istiod-1-31-1"), wait("1.31.1"));
    });

    it("is taken down before what it depends on", async () => {
        const args = controlPlaneArgs(exampleSettings(), exampleLock());
        const recording = await record(() => {
            const gate = kubeResource("gate", controlPlaneNamespace({ cni: false }), {});
            new ControlPlane("istio", args, { dependsOn: gate });
        });
        assert.deepEqual(recording.dependenciesOf("istio-namespace"), ["gate"]);
    });

    it("keeps the URN of a release when its version changes in place", async () => {
        const urns = async (version: string) => {
            const args = controlPlaneArgs(exampleSettings(), exampleLock(version));
            const recording = await record(() => void new ControlPlane("istio", args));
            return recording.registrations.map(({ urn }) => urn);
        };
        assert.deepEqual(await urns("1.31.1"), await urns("1.30.3"));
    });
});
