import assert from "node:assert/strict";

import { getIn } from "../../../lifecycle/kit/json-path";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { markTemplate, templateMarkOf, templateMarks } from "../../../lifecycle/workloads/template-mark";

const deployment = (image: string, volumes?: readonly object[]): Manifest => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "a", namespace: "prod" },
    spec: { replicas: 1, template: { spec: { containers: [{ name: "app", image }], volumes } } },
});
const volumesOf = (object: Manifest) => getIn(object, ["spec", "template", "spec", "volumes"]) as object[];
const configMapsOf = (object: Manifest): readonly string[] =>
    JSON.stringify(volumesOf(object)).match(/windlass-template-[0-9a-f](?=")/g) ?? [];

describe("markTemplate", () => {
    it("adds a volume that no container mounts, after those there are", () => {
        const data = { name: "data", emptyDir: {} };
        const [first, mark] = volumesOf(markTemplate(deployment("app:1", [data])));

        assert.deepEqual(first, data);
        assert.match(JSON.stringify(mark), /^\{"name":"windlass-template-[0-9a-f]{16}","projected":/);
        assert.ok(JSON.stringify(mark).includes('"optional":true'));
        assert.equal(volumesOf(markTemplate(deployment("app:1"))).length, 1);
    });

    it("says the same of the same template, and something else of another", () => {
        const marked = markTemplate(deployment("app:1"));
        const scaled = {
            ...deployment("app:1"),
            spec: { ...(deployment("app:1").spec as object), replicas: 9 },
        };

        assert.equal(templateMarkOf(markTemplate(scaled)), templateMarkOf(marked));
        assert.notEqual(templateMarkOf(markTemplate(deployment("app:2"))), templateMarkOf(marked));
        assert.equal(templateMarkOf(deployment("app:1")), undefined);
    });

    it("names two ConfigMaps of those there are, and seldom the same for two templates", () => {
        const there = new Set(templateMarks("prod").map(({ metadata }) => metadata.name));
        const pairs = new Set<string>();
        for (let index = 0; index < 2000; index++) {
            const [first = "", second = "", ...others] = configMapsOf(
                markTemplate(deployment(`app:${index}`)),
            );
            assert.ok(there.has(first) && there.has(second) && first !== second && others.length === 0);
            pairs.add([first, second].sort().join());
        }
        assert.equal(pairs.size, 120);
    });

    it("leaves alone what has no template", () => {
        const canary: Manifest = {
            apiVersion: "flagger.app/v1beta1",
            kind: "Canary",
            metadata: { name: "a" },
        };
        assert.equal(markTemplate(canary), canary);
    });
});
