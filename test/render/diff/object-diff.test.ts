import assert from "node:assert/strict";
import { objectDiff } from "../../../render/diff/object-diff";
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

    it("shows a new object whole, and cuts a long one", () => {
        const data = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`k${index}`, "v"]));
        const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "m" }, data };
        const lines = objectDiff({ from: undefined, to: versioned(object) });
        assert.equal(lines.length, 401);
        assert.match(lines.at(-1) ?? "", /more lines/);
    });
});
