import assert from "node:assert/strict";

import { applyOverlay } from "../../../lifecycle/sidecars/apply-overlay";

describe("applyOverlay", () => {
    it("leaves both arguments as they are", () => {
        const pristine = Object.freeze({
            spec: Object.freeze({ containers: Object.freeze([Object.freeze({ name: "a" })]) }),
        });
        applyOverlay(pristine, Object.freeze({ "spec/containers/a/image": "x", "spec/containers": ["p"] }));
        assert.deepEqual(pristine, { spec: { containers: [{ name: "a" }] } });
    });

    it("puts a new item where the order says, behind the pristine ones by default", () => {
        const pristine = { spec: { volumes: [{ name: "a" }, { name: "b" }] } };
        const names = (order: string[]): string[] => {
            const { spec } = applyOverlay(pristine, { "spec/volumes": order, "spec/volumes/x": {} }) as {
                spec: { volumes: { name: string }[] };
            };
            return spec.volumes.map(({ name }) => name);
        };
        assert.deepEqual(names(["x"]), ["a", "b", "x"]);
        assert.deepEqual(names(["x", "(pristine)"]), ["x", "a", "b"]);
        assert.deepEqual(names(["b", "x", "a"]), ["b", "x", "a"]);
    });

    it("replaces a list whose items cannot be told apart", () => {
        const env = [{ name: "A" }, { name: "A" }];
        assert.deepEqual(
            applyOverlay(
                { spec: { containers: [{ name: "a", env: [] }] } },
                { "spec/containers/a/env": env },
            ),
            { spec: { containers: [{ name: "a", env }] } },
        );
    });

    it("keeps a key that means something to JavaScript", () => {
        const applied = applyOverlay(
            {},
            { "metadata/labels/__proto__": "x", "metadata/labels/constructor": "y" },
        );
        assert.equal(JSON.stringify(applied), '{"metadata":{"labels":{"__proto__":"x","constructor":"y"}}}');
    });
});
