import assert from "node:assert/strict";

import { ExitStatus } from "../../lifecycle/kit/errors";
import { projects } from "../support/project";

describe("windlass release", function () {
    this.timeout(30_000);
    const fresh = projects();

    it("prints the way out, with the HelmReleases there are", async () => {
        const { status, printed } = await fresh().run("release", "--stack", "dev");

        assert.equal(status, ExitStatus.ok);
        assert.match(printed, /^# The way out of dev/);
        assert.match(printed, /kubectl -n istio-system delete helmrelease istiod/);
        assert.match(printed, /windlass:workloads\.namespaces\.prod\.mode: pin/);
    });

    it("prints steps with --json", async () => {
        const { printed } = await fresh().run("release", "--stack", "dev", "--json");
        const { steps } = JSON.parse(printed) as { steps: { back: string }[] };
        assert.ok(steps.length > 4);
    });

    it("wants a stack", async () => {
        const { status, noted } = await fresh().run("release");
        assert.equal(status, ExitStatus.badInput);
        assert.match(noted, /^--stack: A stack is needed/);
    });
});
