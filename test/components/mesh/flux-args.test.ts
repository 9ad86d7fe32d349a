import assert from "node:assert/strict";
import { bootstrapArgs } from "../../../components/mesh/flux-args";
import { exampleLock, exampleSettings } from "../../support/example-stack";

describe("bootstrapArgs", () => {
    it("takes versions from the lock, and leaves out what the settings do", () => {
        const settings = exampleSettings();
        const lock = exampleLock();
        const args = bootstrapArgs({ ...settings, flux: { ...settings.flux, artifact: undefined } }, lock);

        assert.equal(args.version, lock.flux.distribution.version);
        assert.equal(args.operatorVersion, lock.flux.operator.version);
        assert.deepEqual(
            [args.install, args.handover, args.artifact, args.operatorImage, args.git, args.decryption],
            [true, false, undefined, undefined, undefined, undefined],
        );
    });

    it("names the repository only where Flux delivers", () => {
        const settings = exampleSettings();
        const git = { url: "https://example.com/mesh", branch: "main", path: "clusters/dev" };
        const decryption = { provider: "sops" } as const;
        const flux = { ...settings.flux, git, decryption, bootstrap: "none" } as const;
        const args = bootstrapArgs(
            { ...settings, flux, delivery: "flux", handover: "underway" },
            exampleLock(),
        );

        assert.deepEqual(args.git, { ...git, secret: undefined, statuses: undefined });
        assert.deepEqual([args.install, args.handover], [false, true]);
        assert.deepEqual(args.decryption, { secret: undefined });
    });

    it("has Flux write statuses in the stack's name where a Secret for it is given", () => {
        const settings = exampleSettings();
        const git = { ...settings.flux.git, url: "https://example.com/mesh", statusSecret: "github" };
        const flux = { ...settings.flux, git };
        const args = bootstrapArgs({ ...settings, flux, delivery: "flux" }, exampleLock());

        assert.deepEqual(args.git?.statuses, { secret: "github", cluster: "dev" });
    });
});
