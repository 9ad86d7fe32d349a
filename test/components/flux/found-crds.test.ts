import assert from "node:assert/strict";
import type { FoundCrd } from "../../../components/flux/existing";
import { foundCrds, readCrds } from "../../../components/flux/found-crds";
import { Layer } from "../../../components/kube/layer";
import { record } from "../../support/record";

describe("readCrds", () => {
    it("reads the kinds of Helm, and those of Git where Flux delivers, below a name of its own", async () => {
        const names = async (delivery: "pulumi" | "flux") => {
            const recording = await record(
                () => void readCrds("asked", delivery, { parent: new Layer("flux") }),
            );
            return recording.registrations.filter(({ read }) => read).map(({ name }) => name);
        };

        const helm = [
            "asked-helmrepositories.source.toolkit.fluxcd.io",
            "asked-helmreleases.helm.toolkit.fluxcd.io",
        ];
        assert.deepEqual(await names("pulumi"), helm);
        assert.deepEqual(await names("flux"), [
            ...helm,
            "asked-gitrepositories.source.toolkit.fluxcd.io",
            "asked-kustomizations.kustomize.toolkit.fluxcd.io",
        ]);
    });
});

describe("foundCrds", () => {
    it("has nothing but the names where no API server was asked", async () => {
        const found: FoundCrd[] = [];
        await record(() =>
            foundCrds(readCrds("asked", "pulumi", { parent: new Layer("flux") })).apply((crds) => {
                found.push(...crds);
            }),
        );

        assert.deepEqual(
            found.map(({ flux, served }) => [flux, served]),
            [
                [undefined, undefined],
                [undefined, undefined],
            ],
        );
    });
});
