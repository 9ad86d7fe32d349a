import assert from "node:assert/strict";
import { bootstrapArgs, kustomizationCount } from "../../../components/mesh/flux-args";
import { exampleLock, exampleSettings } from "../../support/example-stack";

const NONE = { foundation: [] };

describe("bootstrapArgs", () => {
    it("has a worker for each namespace that Flux delivers, in steps", () => {
        const settings = exampleSettings();
        const concurrentOf = (delivery: "flux" | "pulumi", count: number) => {
            const foundation = Array.from({ length: count }, (_, index) => {
                return { apiVersion: "v1", kind: "Namespace", metadata: { name: `n${index}` } };
            });
            return bootstrapArgs({ ...settings, delivery }, exampleLock(), { foundation }).concurrent;
        };

        assert.deepEqual(
            [1, 40, 41, 300].map((count) => concurrentOf("flux", count)),
            [50, 50, 100, 350],
        );
        assert.equal(concurrentOf("pulumi", 1), undefined);
    });

    it("takes versions from the lock, and leaves out what the settings do", () => {
        const settings = exampleSettings();
        const lock = exampleLock();
        const args = bootstrapArgs(
            { ...settings, flux: { ...settings.flux, artifact: undefined } },
            lock,
            NONE,
        );

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
            NONE,
        );

        assert.deepEqual(args.git, { ...git, secret: undefined, namespaces: true, statuses: undefined });
        assert.deepEqual([args.install, args.handover], [false, true]);
        assert.deepEqual(args.decryption, { secret: undefined });
    });

    it("has Flux write statuses in the stack's name where a Secret for it is given", () => {
        const settings = exampleSettings();
        const git = { ...settings.flux.git, url: "https://github.com/example/mesh", statusSecret: "github" };
        const flux = { ...settings.flux, git };
        const args = bootstrapArgs({ ...settings, flux, delivery: "flux" }, exampleLock(), NONE);

        assert.deepEqual(args.git?.statuses, { secret: "github", cluster: "dev" });
    });
});

describe("kustomizationCount", () => {
    it("is one for each namespace, each layer, and the two between", () => {
        const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "prod" } };
        const role = { ...namespace, kind: "ClusterRole" };
        assert.equal(kustomizationCount({ foundation: [namespace, role] }), 6);
    });
});
