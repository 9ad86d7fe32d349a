import assert from "node:assert/strict";
import { flaggerArgs, metricTemplatesArgs } from "../../../components/mesh/flagger-args";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { exampleLock, exampleSettings } from "../../support/example-stack";

const settings = exampleSettings();

function canaries(count: number): Manifest[] {
    return Array.from({ length: count }, (_, index) => ({
        apiVersion: "flagger.app/v1beta1",
        kind: "Canary",
        metadata: { name: `c${index}`, namespace: "shop" },
        spec: { analysis: { interval: "30s" } },
    }));
}

describe("flaggerArgs", () => {
    it("takes the version from the lock, and leaves out what the settings do", () => {
        const flagger = { ...settings.flagger, prometheus: undefined, prometheusImage: undefined };
        const lock = exampleLock();
        const args = flaggerArgs({ ...settings, flagger }, lock, { objects: [] });

        assert.equal(args.version, lock.flagger.release.version);
        assert.equal(args.cluster, settings.cluster.name);
        assert.deepEqual([args.prometheus, args.prometheusImage], [undefined, undefined]);
    });

    it("lets Flagger ask as much of the API server as its canaries need", () => {
        const limits = (count: number) =>
            flaggerArgs(exampleSettings(), exampleLock(), { objects: canaries(count) }).limits;

        assert.equal(limits(10), undefined);
        assert.deepEqual(limits(302), { qps: 300, burst: 750 });
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
