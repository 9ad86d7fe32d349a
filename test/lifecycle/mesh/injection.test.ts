import assert from "node:assert/strict";
import { valueAt } from "../../../lifecycle/mesh/deep-merge";
import { istiodValues } from "../../../lifecycle/mesh/helm-values";
import { injectionOperator, injectionValues } from "../../../lifecycle/mesh/injection";
import { proxyTarget } from "../../../lifecycle/mesh/target";
import { exampleLock, exampleSettings } from "../../support/example-stack";

describe("injectionValues", () => {
    it("are the istiod values of the proxies' version, less what no pod sees", () => {
        const settings = exampleSettings({ istio: { strategy: "revisions" } });
        const lock = exampleLock("1.31.1", "1.30.3");
        const { global, meshConfig, gateways } = istiodValues(settings, proxyTarget(settings, lock));

        assert.deepEqual(injectionValues(settings, lock), {
            global,
            revision: "1-30-3",
            meshConfig,
            gateways,
            pilot: { cni: { enabled: false }, env: { ENABLE_NATIVE_SIDECARS: "true" } },
        });
        assert.equal(valueAt(injectionValues(settings, lock), ["global", "tag"]), "1.30.3");
    });

    it("say whether proxies are native sidecars where istiod asks the nodes", () => {
        const settings = exampleSettings({ istio: { defaults: "chart" } });
        assert.deepEqual(injectionValues(settings, exampleLock())["pilot"], {
            env: { ENABLE_NATIVE_SIDECARS: "true" },
        });
    });

    it("do not change with the size of istiod", () => {
        const resized = exampleSettings({
            istio: { values: { pilot: { autoscaleMin: 7, resources: {} }, pdb: {} } },
        });
        assert.deepEqual(
            injectionValues(resized, exampleLock()),
            injectionValues(exampleSettings(), exampleLock()),
        );
    });

    it("do not change with the control plane's version, in place", () => {
        assert.deepEqual(
            injectionValues(exampleSettings(), exampleLock("1.31.1", "1.30.3")),
            injectionValues(exampleSettings(), exampleLock("1.30.3")),
        );
    });

    it("change with what a user gives the injector", () => {
        const values = {
            sidecarInjectorWebhook: { rewriteAppHTTPProbe: false },
            compatibilityVersion: "1.30",
        };
        const made = injectionValues(exampleSettings({ istio: { values } }), exampleLock());
        assert.deepEqual(made["sidecarInjectorWebhook"], { rewriteAppHTTPProbe: false });
        assert.equal(made["compatibilityVersion"], "1.30");
    });
});

describe("injectionOperator", () => {
    it("wraps them for istioctl, with the pins and the CNI where istioctl looks for them", () => {
        const settings = exampleSettings({ istio: { cni: true } });
        const lock = exampleLock("1.31.1", "1.30.3");
        assert.deepEqual(injectionOperator(settings, lock), {
            apiVersion: "install.istio.io/v1alpha1",
            kind: "IstioOperator",
            spec: {
                profile: "minimal",
                hub: "docker.io/istio",
                tag: "1.30.3",
                components: { cni: { enabled: true } },
                values: injectionValues(settings, lock),
            },
        });
    });
});
