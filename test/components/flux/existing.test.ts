import * as assert from "node:assert/strict";
import { checkFluxApis, type FoundCrd, neededCrds } from "../../../components/flux/existing";
import { WindlassError } from "../../../lifecycle/kit/errors";

const REMEDY = "Bring the cluster's Flux to ~2.9, or let Windlass install it with flux.bootstrap: operator.";
const REPOSITORIES = "helmrepositories.source.toolkit.fluxcd.io";
const RELEASES = "helmreleases.helm.toolkit.fluxcd.io";

function crds(releases: Partial<FoundCrd> = {}): readonly FoundCrd[] {
    return [
        { name: REPOSITORIES, flux: "v2.9.4", served: ["v1", "v1beta2"] },
        { name: RELEASES, flux: "v2.9.4", served: ["v2beta2", "v2"], ...releases },
    ];
}

const refused = [
    {
        title: "an API version that is not served",
        crds: crds({ served: ["v2beta1", "v2beta2"] }),
        messages: [`${RELEASES} is served as v2beta1, v2beta2 by the cluster and written as v2`],
    },
    {
        title: "a CRD that serves nothing",
        crds: crds({ served: [] }),
        messages: [`${RELEASES} is served as no version by the cluster and written as v2`],
    },
    {
        title: "a CRD that is missing",
        crds: crds().slice(0, 1),
        messages: [`the cluster has no ${RELEASES}`],
    },
    {
        title: "a distribution outside the range, once",
        crds: crds().map((crd) => ({ ...crd, flux: "v2.5.1" })),
        messages: ["the cluster runs Flux v2.5.1, outside ~2.9"],
    },
    {
        title: "two things at once",
        crds: [{ name: REPOSITORIES, flux: "v2.5.1", served: ["v1beta2"] }],
        messages: [
            `${REPOSITORIES} is served as v1beta2 by the cluster and written as v1`,
            `the cluster has no ${RELEASES}`,
            "the cluster runs Flux v2.5.1, outside ~2.9",
        ],
    },
];

const accepted = [
    { title: "the needed versions in the range", crds: crds() },
    { title: "CRDs without a version label", crds: crds().map((crd) => ({ ...crd, flux: undefined })) },
    {
        title: "CRDs nobody read",
        crds: crds().map((crd) => ({ ...crd, flux: undefined, served: undefined })),
    },
    { title: "a prerelease in the range", crds: crds({ flux: "v2.9.5-rc.1" }) },
];

describe("checkFluxApis", () => {
    for (const { title, crds: found, messages } of refused) {
        it(`refuses ${title}`, () => {
            assert.throws(
                () => checkFluxApis(found, "~2.9"),
                (error) => {
                    assert.ok(error instanceof WindlassError);
                    assert.equal(error.exitStatus, 5);
                    const lines = messages.map((rule) => `flux.bootstrap: "none": ${rule}. ${REMEDY}`);
                    assert.equal(error.message, lines.join("\n"));
                    return true;
                },
            );
        });
    }

    for (const { title, crds: found } of accepted) {
        it(`accepts ${title}`, () => {
            assert.doesNotThrow(() => checkFluxApis(found, "~2.9"));
        });
    }

    it("wants Git's kinds as well when Flux delivers", () => {
        assert.throws(
            () => checkFluxApis(crds(), "~2.9", "flux"),
            /no gitrepositories.*\n.*no kustomizations/,
        );
    });
});

describe("neededCrds", () => {
    it("are those of the objects a stack is made of", () => {
        assert.deepEqual(neededCrds("pulumi"), [REPOSITORIES, RELEASES]);
        assert.deepEqual(neededCrds("flux"), [
            REPOSITORIES,
            RELEASES,
            "gitrepositories.source.toolkit.fluxcd.io",
            "kustomizations.kustomize.toolkit.fluxcd.io",
        ]);
    });
});
