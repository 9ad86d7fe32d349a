import assert from "node:assert/strict";
import { objectDiff } from "../../diff/object-diff";
import { deployment, versioned } from "./example-version";

describe("objectDiff", () => {
    it("shows what differs and three lines around it", () => {
        const lines = objectDiff({
            from: versioned(deployment("d")),
            to: versioned(deployment("d", "app:2")),
        });
        assert.deepEqual(
            lines.filter((line) => /^[-+]/.test(line)),
            ["-        - image: app:1", "+        - image: app:2"],
        );
        assert.equal(lines.length, 1 + 3 + 2 + 1);
    });

    it("shows a new workload as a person wrote it, and says how long its sidecar is", () => {
        const pristine = deployment("d");
        const spec = {
            ...(pristine["spec"] as object),
            more: Array.from({ length: 200 }, (_, index) => `line ${index}`),
        };
        const to = { ...versioned({ ...pristine, spec }), pristine: pristine, overlay: {} };

        const added = objectDiff({ from: undefined, to });
        const removed = objectDiff({ from: to, to: undefined });

        assert.ok(added.length < 40, String(added.length));
        assert.equal(added.at(-1), "@@ and gets its sidecar, 201 lines: windlass sidecars show d @@");
        assert.equal(removed.at(-1), "@@ and loses its sidecar, 201 lines: windlass sidecars show d @@");
        assert.ok(!added.some((line) => line.includes("line 7")));
    });

    it("shows a new object whole, and cuts a long one", () => {
        const data = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`k${index}`, "v"]));
        const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "m" }, data };
        const lines = objectDiff({ from: undefined, to: versioned(object) });
        assert.equal(lines.length, 401);
        assert.match(lines.at(-1) ?? "", /more lines/);
    });
});
