import assert from "node:assert/strict";
import { flaggerArgs, metricTemplatesArgs } from "../../../components/mesh/flagger-args";
import { exampleLock, exampleSettings } from "../../support/example-stack";

const settings = exampleSettings();

describe("flaggerArgs", () => {
    it("takes the version from the lock, and leaves out what the settings do", () => {
        const flagger = { ...settings.flagger, prometheus: undefined, prometheusImage: undefined };
        const lock = exampleLock();
        const args = flaggerArgs({ ...settings, flagger }, lock);

        assert.equal(args.version, lock.flagger.release.version);
        assert.equal(args.cluster, settings.cluster.name);
        assert.deepEqual([args.prometheus, args.prometheusImage], [undefined, undefined]);
    });

    it("comes after the last release of the control plane", () => {
        const after = (cni: boolean) =>
            flaggerArgs({ ...settings, istio: { ...settings.istio, cni } }, exampleLock()).after;

        assert.deepEqual(after(false), [{ name: "istiod", namespace: "istio-system" }]);
        assert.deepEqual(after(true), [{ name: "istio-cni", namespace: "istio-system" }]);
    });
});

describe("metricTemplatesArgs", () => {
    it("has alerts where a Secret is named", () => {
        const alertsOf = (secret?: string) => {
            const alerts = { type: "slack", secret } as const;
            return metricTemplatesArgs({ ...settings, flagger: { ...settings.flagger, alerts } }).alerts;
        };

        assert.equal(alertsOf(), undefined);
        assert.deepEqual(alertsOf("chat"), { type: "slack", secret: "chat", channel: undefined });
    });
});
