import * as assert from "node:assert/strict";
import { layerKustomizations, stackRepository } from "../../../components/flux/layers";
import { validateObject } from "../../support/crd-schema";

const git = { url: "https://example.com/mesh", branch: "main", path: "clusters/dev/", secret: "mesh-git" };

interface Spec {
    readonly path: string;
    readonly timeout: string;
    readonly dependsOn?: readonly { readonly name: string }[];
    readonly healthCheckExprs?: readonly { readonly kind: string }[];
}

describe("layerKustomizations", () => {
    it("chains system, gateways and workloads, and judges canaries in the last", () => {
        const layers = layerKustomizations(git);

        const found = layers.map(({ metadata, spec }) => {
            const { path, timeout, dependsOn, healthCheckExprs } = spec as Spec;
            const after = dependsOn?.map(({ name }) => name);
            return [metadata.name, path, timeout, after, healthCheckExprs?.map(({ kind }) => kind)];
        });
        assert.deepEqual(found, [
            ["system", "./clusters/dev/system", "20m", undefined, undefined],
            ["gateways", "./clusters/dev/gateways", "10m", ["system"], undefined],
            ["workloads", "./clusters/dev/workloads", "60m", ["gateways"], ["Canary"]],
        ]);
        assert.deepEqual(layers.flatMap(validateObject), []);
    });

    it("decrypts workloads alone: the layers below hold no Secret", () => {
        const layers = layerKustomizations(git, { decryption: { provider: "sops", secret: "sops-age" } });

        assert.deepEqual(
            layers.map(({ spec }) => "decryption" in (spec as object)),
            [false, false, true],
        );
    });

    it("deletes nothing during a handover, not even when its Kustomizations go", () => {
        const spec = (handover: "none" | "underway") =>
            layerKustomizations(git, { handover }).map(({ spec }) => {
                const { prune, deletionPolicy } = spec as { prune: boolean; deletionPolicy: string };
                return [prune, deletionPolicy];
            });

        assert.deepEqual(spec("underway"), Array(3).fill([false, "Orphan"]));
        assert.deepEqual(spec("none"), Array(3).fill([true, "WaitForTermination"]));
    });

    it("takes the time limits it is given", () => {
        const layers = layerKustomizations(git, {
            timeouts: { system: "1m", gateways: "2m", workloads: "3m" },
        });

        assert.deepEqual(
            layers.map(({ spec }) => (spec as Spec).timeout),
            ["1m", "2m", "3m"],
        );
    });
});

describe("stackRepository", () => {
    it("is the stack's repository, in Flux's namespace", () => {
        const object = stackRepository(git);

        assert.deepEqual(object, {
            apiVersion: "source.toolkit.fluxcd.io/v1",
            kind: "GitRepository",
            metadata: { name: "windlass", namespace: "flux-system" },
            spec: {
                url: "https://example.com/mesh",
                ref: { branch: "main" },
                interval: "1m",
                timeout: "60s",
                secretRef: { name: "mesh-git" },
            },
        });
        assert.deepEqual(validateObject(object), []);
    });
});
