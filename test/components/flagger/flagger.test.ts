import * as assert from "node:assert/strict";
import { Flagger, type FlaggerArgs } from "../../../components/flagger/flagger";
import { validateObject } from "../../support/crd-schema";
import { record } from "../../support/record";

const args: FlaggerArgs = { version: "1.44.0", cluster: "dev" };

describe("Flagger", () => {
    it("declares a namespace, Flux's account, a chart source and a release, in this order", async () => {
        const recording = await record(() => new Flagger("flagger", args));

        assert.deepEqual(recording.list(), [
            "windlass:flagger:Flagger flagger",
            "kubernetes:core/v1:Namespace flagger-namespace",
            "kubernetes:core/v1:ServiceAccount flagger-account",
            "kubernetes:source.toolkit.fluxcd.io/v1:HelmRepository flagger-repository",
            "kubernetes:helm.toolkit.fluxcd.io/v2:HelmRelease flagger-release",
        ]);
        for (const child of ["namespace", "account", "repository", "release"]) {
            assert.equal(recording.parentOf(`flagger-${child}`), "flagger");
        }
        assert.deepEqual(recording.dependenciesOf("flagger-account"), ["flagger-namespace"]);
        assert.deepEqual(recording.dependenciesOf("flagger-repository"), ["flagger-namespace"]);
        assert.deepEqual(recording.dependenciesOf("flagger-release"), [
            "flagger-account",
            "flagger-repository",
        ]);
    });

    it("pins the chart, replaces its kinds, may roll back, and waits for the pinned version", async () => {
        const recording = await record(() => new Flagger("flagger", args));

        const { metadata, spec } = release(recording.get("flagger-release").inputs);
        assert.deepEqual(spec.chart.spec.version, "1.44.0");
        assert.equal(spec.install.crds, "CreateReplace");
        assert.equal(spec.upgrade.crds, "CreateReplace");
        assert.equal(spec.upgrade.remediation.strategy, "rollback");
        assert.equal(
            metadata.annotations["pulumi.com/waitFor"],
            '["condition=Ready","jsonpath={.status.history[0].chartVersion}=1.44.0"]',
        );
    });

    it("hands on what Flagger may ask of the API server", async () => {
        const recording = await record(
            () => new Flagger("flagger", { ...args, limits: { qps: 300, burst: 750 } }),
        );

        const { values } = release(recording.get("flagger-release").inputs).spec as unknown as {
            values: Record<string, unknown>;
        };
        assert.deepEqual([values["kubeconfigQPS"], values["kubeconfigBurst"]], [300, 750]);
    });

    it("is the namespace alone where another one runs", async () => {
        const recording = await record(() => {
            const flagger = new Flagger("flagger", { ...args, install: false });
            assert.ok(flagger.ready);
        });

        assert.deepEqual(recording.list(), [
            "windlass:flagger:Flagger flagger",
            "kubernetes:core/v1:Namespace flagger-namespace",
        ]);
    });

    it("takes chart and image from a mirror", async () => {
        const mirror = { ...args, charts: "oci://mirror.test/charts", registry: "mirror.test/flux" };
        const recording = await record(() => new Flagger("flagger", mirror));

        const { spec } = release(recording.get("flagger-release").inputs);
        assert.equal(spec.values.image.repository, "mirror.test/flux/flagger");
        const source = recording.get("flagger-repository").inputs["spec"] as { type: string; url: string };
        assert.deepEqual([source.type, source.url], ["oci", "oci://mirror.test/charts"]);
    });

    it("keeps other pods and the injector out of its namespace", async () => {
        const recording = await record(() => new Flagger("flagger", args));

        assert.deepEqual(recording.get("flagger-namespace").inputs["metadata"], {
            name: "flagger-system",
            labels: { "istio-injection": "disabled", "pod-security.kubernetes.io/enforce": "restricted" },
        });
    });

    it("waits for the releases it is told, also where Flux applies it", async () => {
        const after = [{ name: "istiod", namespace: "istio-system" }];
        const recording = await record(() => new Flagger("flagger", { ...args, after }));

        const { spec } = recording.get("flagger-release").inputs as {
            readonly spec: { readonly dependsOn: unknown };
        };
        assert.deepEqual(spec.dependsOn, after);
    });

    it("is valid against Flux's CRDs", async () => {
        const recording = await record(() => new Flagger("flagger", args));

        for (const { custom, inputs } of recording.registrations) {
            if (custom) assert.deepEqual(validateObject(inputs as never), []);
        }
    });
});

interface Release {
    readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
    readonly spec: {
        readonly chart: { readonly spec: { readonly version: string } };
        readonly install: { readonly crds: string };
        readonly upgrade: { readonly crds: string; readonly remediation: { readonly strategy: string } };
        readonly values: { readonly image: { readonly repository: string } };
    };
}

function release(inputs: Readonly<Record<string, unknown>>): Release {
    return inputs as unknown as Release;
}
