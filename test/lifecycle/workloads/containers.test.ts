import assert from "node:assert/strict";
import { containersOf, tagOf } from "../../../lifecycle/workloads/containers";

/** `[image, tag]` */
const images: readonly (readonly [string, string | undefined])[] = [
    ["nginx", undefined],
    ["nginx:1.2.3", "1.2.3"],
    ["127.0.0.1:5000/a/b", undefined],
    ["127.0.0.1:5000/a/b:1", "1"],
    ["a/b:1@sha256:00", "1"],
    ["a/b@sha256:00", undefined],
    ["a/b:", undefined],
];

describe("tagOf", () => {
    for (const [image, tag] of images) {
        it(`finds ${tag ?? "no tag"} in ${image}`, () => assert.equal(tagOf(image), tag));
    }
});

describe("containersOf", () => {
    it("lists init containers first and takes what is missing or misshapen for empty", () => {
        const spec = {
            containers: [{ name: "app" }, null, "x"],
            initContainers: [{ name: "init", image: "i:1" }],
        };

        const found = containersOf({
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata: { name: "a" },
            spec: { template: { spec } },
        });

        assert.deepEqual(found, [
            { name: "init", image: "i:1" },
            { name: "app", image: "" },
        ]);
    });

    it("finds none where there are no pods", () => {
        assert.deepEqual(containersOf({ apiVersion: "v1", kind: "Service", metadata: { name: "a" } }), []);
    });
});
