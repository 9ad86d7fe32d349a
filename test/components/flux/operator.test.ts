import * as assert from "node:assert/strict";
import { type OperatorArgs, operatorRelease } from "../../../components/flux/operator";
import { record } from "../../support/record";

async function inputsOf(args: OperatorArgs): Promise<Readonly<Record<string, unknown>>> {
    const recording = await record(() => {
        operatorRelease("operator", args, {});
    });
    assert.deepEqual(recording.list(), ["kubernetes:helm.sh/v3:Release operator"]);
    return recording.get("operator").inputs;
}

describe("operatorRelease", () => {
    it("installs the exact chart from a registry, without web page or rights of its own for others", async () => {
        const inputs = await inputsOf({
            version: "0.55.0",
            charts: "oci://ghcr.io/controlplaneio-fluxcd/charts",
        });

        assert.equal(inputs["chart"], "oci://ghcr.io/controlplaneio-fluxcd/charts/flux-operator");
        assert.equal(inputs["version"], "0.55.0");
        assert.equal(inputs["name"], "flux-operator");
        assert.equal(inputs["namespace"], "flux-system");
        assert.equal(inputs["createNamespace"], true);
        assert.equal("repositoryOpts" in inputs, false);
        assert.deepEqual(inputs["values"], { multitenancy: { enabled: true }, web: { enabled: false } });
    });

    it("comes from an index and a mirror of the image where they are set", async () => {
        const inputs = await inputsOf({
            version: "0.55.0",
            charts: "http://127.0.0.1:8080",
            image: "mirror.example.com/flux-operator",
        });

        assert.equal(inputs["chart"], "flux-operator");
        assert.deepEqual(inputs["repositoryOpts"], { repo: "http://127.0.0.1:8080" });
        assert.deepEqual((inputs["values"] as { image: unknown }).image, {
            repository: "mirror.example.com/flux-operator",
        });
    });
});
