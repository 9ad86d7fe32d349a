import * as assert from "node:assert/strict";
import { bootstrapArgs } from "../../../components/mesh/flux-args";
import type { FluxSettings, StackSettings } from "../../../lifecycle/settings/settings";
import { exampleLock, exampleSettings } from "../../support/example-stack";

const url = "https://github.com/example/mesh";

function argsOf(overrides: Partial<StackSettings>, git: Partial<FluxSettings["git"]> = {}) {
    const settings = exampleSettings();
    const flux = { ...settings.flux, git: { ...settings.flux.git, url, ...git } };
    return bootstrapArgs({ ...settings, flux, ...overrides }, exampleLock());
}

describe("bootstrapArgs", () => {
    it("takes the versions of the lock, and has Flux deliver only where the stack says so", () => {
        const { flux } = exampleLock();

        const args = argsOf({});

        assert.equal(args.version, flux.distribution.version);
        assert.equal(args.operatorVersion, flux.operator.version);
        assert.equal(args.git, undefined);
        assert.deepEqual(argsOf({ delivery: "flux" }).git, {
            url,
            branch: "main",
            path: "clusters/dev",
            secret: undefined,
            statuses: undefined,
        });
    });

    it("has Flux write statuses in the stack's name where a Secret for it is given", () => {
        const { git } = argsOf({ delivery: "flux" }, { statusSecret: "github" });

        assert.deepEqual(git?.statuses, { secret: "github", cluster: "dev" });
    });

    it("says where a handover is under way", () => {
        assert.equal(argsOf({ handover: "underway" }).handover, true);
        assert.equal(argsOf({ handover: "none" }).handover, false);
    });
});
