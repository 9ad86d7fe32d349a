import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import program from "../index";

describe("the program", () => {
    const before = pulumi.runtime.allConfig();
    afterEach(() => {
        pulumi.runtime.setAllConfig(before);
    });

    it("refuses what a person can mend with the message alone, and without a stack to paint", () => {
        pulumi.runtime.setAllConfig({ "windlass:delivery": "rsync" });
        let refusal: unknown;
        try {
            program();
        } catch (error) {
            refusal = error;
        }

        assert.ok(pulumi.RunError.isInstance(refusal));
        assert.match(refusal.message, /^stacks\/Pulumi\.\w+\.yaml: delivery: "rsync": must be one of /m);
        assert.equal(refusal.stack, "");
    });
});
