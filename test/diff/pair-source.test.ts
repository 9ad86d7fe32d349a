import assert from "node:assert/strict";
import { pairReader } from "../../diff/pair-source";
import { projects } from "../support/project";

describe("pairReader", () => {
    const make = projects();
    it("does not evaluate a stack that is the same, and shares the manifests of apps that are", async () => {
        const [from, to] = [make(), make()];
        to.replace("apps/backend/canary.yaml", "threshold: 10", "threshold: 11");
        to.replace("stacks/Pulumi.dev.yaml", "      - backend\n", "");
        from.replace("stacks/Pulumi.dev.yaml", "      - backend\n", "");
        const reader = pairReader(from.root, to.root);
        assert.equal(await reader.read("dev"), undefined);
        const pair = await reader.read("production");
        const key = '["apps","Deployment","prod","frontend"]';
        assert.equal(pair?.from?.objects.get(key)?.pristine, pair?.to?.objects.get(key)?.pristine);
        assert.ok(pair?.from?.objects.get(key)?.pristine);
    });

    it("leaves a side out where the stack is not there", async () => {
        const [from, to] = [make(), make()];
        to.write("stacks/Pulumi.extra.yaml", to.read("stacks/Pulumi.dev.yaml"));
        const pair = await pairReader(from.root, to.root).read("extra");
        assert.equal(pair?.from, undefined);
        assert.ok(pair?.to);
    });
});
