import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { refusal } from "../../../components/kube/refusal";

describe("refusal", () => {
    it("is a RunError with the message and without a stack, which Pulumi would paint for half a minute", () => {
        const error = refusal(new TypeError("istio.range is missing"));

        assert.ok(pulumi.RunError.isInstance(error));
        assert.equal(error.message, "istio.range is missing");
        assert.equal(error.stack, "");
    });
});
