import assert from "node:assert/strict";

import { type FactorInput, factor } from "../../../lifecycle/sidecars/factor";
import { parseSidecars } from "../../../lifecycle/sidecars/parse-sidecars";
import type { Sidecars } from "../../../lifecycle/sidecars/sidecars";
import { formatSidecars } from "../../../lifecycle/sidecars/sidecars-text";

function sidecarsOf(version: string, count: number, extra: Readonly<Record<string, string>> = {}): Sidecars {
    const proxyImage = `docker.io/istio/proxyv2:${version}`;
    const ids = Array.from({ length: count }, (_, index) => `shop/Deployment/app-${index}`);
    const parts = ids.map((id, index): [string, FactorInput] => [
        id,
        {
            overlay: {
                "spec/containers/istio-proxy/image": proxyImage,
                "spec/containers/istio-proxy/name": "istio-proxy",
                ...(index === 7 ? { "metadata/annotations/own": "seven" } : {}),
                ...extra,
            },
            words: { proxyImage, name: `app-${index}`, namespace: "shop" },
            shape: "Deployment",
        },
    ]);
    return {
        inputs: {
            istioctl: version,
            revision: "default",
            values: `values ${version}`,
            injector: { template: version, values: version, mesh: "mesh" },
        },
        proxyImage,
        pristine: new Map(ids.map((id) => [id, `hash of ${id}`])),
        factored: factor(new Map(parts)),
    };
}

describe("the sidecars of a version that cohorts move to", () => {
    it("are read as they were written", () => {
        const sidecars = {
            ...sidecarsOf("1.31.0", 20),
            next: sidecarsOf("1.31.1", 20, { "spec/containers/istio-proxy/env": "new" }),
        };
        assert.deepEqual(parseSidecars(formatSidecars(sidecars), "f"), sidecars);
    });

    it("cost as many lines for 3,000 workloads as for 20", () => {
        const lines = (count: number): number => {
            const plain = sidecarsOf("1.31.0", count);
            const next = sidecarsOf("1.31.1", count, { "spec/containers/istio-proxy/env": "new" });
            return (
                formatSidecars({ ...plain, next }).split("\n").length -
                formatSidecars(plain).split("\n").length
            );
        };
        assert.equal(lines(3000), lines(20));
        assert.ok(lines(3000) <= 15, String(lines(3000)));
    });

    it("say only what differs, so that a patch in place is a line or two", () => {
        const plain = sidecarsOf("1.31.0", 20);
        const next = {
            ...plain,
            inputs: { ...plain.inputs, istioctl: "1.31.1" },
            proxyImage: "docker.io/istio/proxyv2:1.31.1",
        };
        const text = formatSidecars({ ...plain, next });
        assert.match(
            text,
            /\nnext: \{inputs: \{istioctl: '1\.31\.1'\}, proxyImage: docker\.io\/istio\/proxyv2:1\.31\.1\}\nworkloads:/,
        );
        assert.deepEqual(parseSidecars(text, "f").next, next);
    });

    it("are sealed", () => {
        const text = formatSidecars({ ...sidecarsOf("1.31.0", 3), next: sidecarsOf("1.31.1", 3) });
        assert.throws(
            () => parseSidecars(text.replace("values 1.31.1", "values 1.31.9"), "f"),
            /changed by hand/,
        );
    });
});
