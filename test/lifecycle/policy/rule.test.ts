import assert from "node:assert/strict";
import { blame } from "../../../lifecycle/policy/rule";

describe("blame", () => {
    it("tells kinds of one name apart by their group", () => {
        assert.deepEqual(
            blame({ apiVersion: "projectcalico.org/v3", kind: "NetworkPolicy", metadata: { name: "a" } }),
            { object: "NetworkPolicy/a", group: "projectcalico.org" },
        );
    });
});
