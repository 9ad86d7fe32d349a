import assert from "node:assert/strict";

import { chartChanges } from "../../../lifecycle/upgrade-notes/chart-changes";
import type { Manifest } from "../../../lifecycle/workloads/manifest";

const deployment = (version: string, env: readonly object[], rest: object = {}): Manifest => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "istiod", namespace: "istio-system", labels: { "helm.sh/chart": `istiod-${version}` } },
    spec: {
        template: { spec: { containers: [{ name: "discovery", image: `pilot:${version}`, env }] } },
        ...rest,
    },
});
const config = (values: string): Manifest => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "injector", namespace: "istio-system" },
    data: { values },
});

function changes(before: readonly Manifest[], after: readonly Manifest[]): readonly string[] {
    const compared = chartChanges({
        from: { version: "1.30.5", objects: before },
        to: { version: "1.31.1", objects: after },
    });
    return compared.flatMap(({ object, words }) => words.map((word) => `${object} ${word}`));
}

const ISTIOD = "istio-system/Deployment/istiod spec.template.spec.containers.discovery.env";

describe("chartChanges", () => {
    it("says nothing where only the version and its stamps are others", () => {
        assert.deepEqual(changes([deployment("1.30.5", [])], [deployment("1.31.1", [])]), []);
    });

    it("names items by their names, whatever their order", () => {
        const before = [
            { name: "A", value: "1" },
            { name: "B", value: "x" },
            { name: "D", value: "4" },
        ];
        const after = [
            { name: "B", value: "y" },
            { name: "C", value: "3" },
            { name: "A", value: "1" },
        ];

        assert.deepEqual(changes([deployment("1.30.5", before)], [deployment("1.31.1", after)]), [
            `${ISTIOD}.B.value: x → y`,
            `${ISTIOD}.C: new, 3`,
            `${ISTIOD}.D: gone, was 4`,
        ]);
    });

    it("looks into a text that is JSON", () => {
        assert.deepEqual(changes([config('{"a":{"b":1}}')], [config('{"a":{"b":2}}')]), [
            "istio-system/ConfigMap/injector data.values.a.b: 1 → 2",
        ]);
        assert.deepEqual(changes([config("a\nb")], [config("a\nc")]), [
            "istio-system/ConfigMap/injector data.values: another text",
        ]);
    });

    it("passes over the chart's memory of its values", () => {
        const memory = (value: string): Manifest => ({ ...config("a"), data: { "merged-values": value } });
        assert.deepEqual(changes([memory("1")], [memory("2")]), []);
    });

    it("says what comes and what goes", () => {
        assert.deepEqual(changes([config("a")], [deployment("1.31.1", [])]), [
            "istio-system/ConfigMap/injector is gone",
            "istio-system/Deployment/istiod is new",
        ]);
    });

    it("counts what would be too much to read", () => {
        const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, index]));

        assert.equal(
            changes([deployment("1.30.5", [])], [deployment("1.31.1", [], many)]).at(-1),
            "istio-system/Deployment/istiod and 30 more",
        );
    });
});
