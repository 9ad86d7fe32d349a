import assert from "node:assert/strict";

import { choosePins } from "../../../lifecycle/adopt/choose-pins";
import type { FoundMesh } from "../../../lifecycle/adopt/found-mesh";
import { judgeMesh } from "../../../lifecycle/adopt/judge-mesh";
import { momentOf } from "../../../lifecycle/versions/request";
import { foundIstiod, foundMesh, foundRelease } from "../../support/found-mesh";
import { catalog } from "../../support/stack-pins";

/** `level about: text` of everything that is said, beyond what is said of every mesh of Istio's guide. */
function said(overrides: Partial<FoundMesh>): readonly string[] {
    const lines = (found: FoundMesh) => {
        const { pins } = choosePins(found);
        assert.ok(pins);
        return judgeMesh({ found, pins, catalog, at: momentOf("2026-10-05") }).map(
            ({ level, about, text }) => `${level} ${about}: ${text}`,
        );
    };
    const usual = lines(foundMesh());
    return lines(foundMesh(overrides)).filter((line) => !usual.includes(line));
}

describe("judgeMesh", () => {
    it("has plain text and traffic to anywhere decided", () => {
        const found = foundMesh();
        const { pins } = choosePins(found);
        assert.ok(pins);
        const levels = judgeMesh({ found, pins, catalog, at: momentOf("2026-10-05") }).map(
            ({ level, about }) => `${level} ${about}`,
        );
        assert.ok(levels.includes("decide mutual TLS"));
        assert.ok(levels.includes("decide outbound traffic"));
        assert.deepEqual(
            levels.filter((level) => level.startsWith("blocks")),
            [],
        );
    });

    const policy = { namespace: "istio-system", name: "default", isWhole: true };
    const cases: readonly (readonly [what: string, found: Partial<FoundMesh>, line: RegExp])[] = [
        [
            "an operator",
            { operators: ["Istio default"] },
            /^blocks Istio default: an operator installs Istio/,
        ],
        [
            "values nobody tells of",
            { istiods: [foundIstiod({ values: undefined })] },
            /^blocks istio-system\/Deployment\/istiod: nothing in the cluster tells/,
        ],
        [
            "a release of other objects' namespace",
            { releases: [foundRelease("base", { namespace: "default" }), foundRelease("istiod")] },
            /^blocks Helm release default\/istio-base: its objects are in default/,
        ],
        [
            "kinds of another version",
            { releases: [foundRelease("base", { version: "1.30.5" }), foundRelease("istiod")] },
            /^blocks Helm release istio-system\/istio-base: the chart base is at 1\.30\.5, and Windlass keeps it at 1\.31\.1/,
        ],
        ["ztunnel", { releases: [foundRelease("ztunnel")] }, /^decide Helm release istio-system\/ztunnel/],
        ["no release of base", { releases: [foundRelease("istiod")] }, /^note base: no Helm release has/],
        [
            "an istiod that Helm does not have",
            { istiods: [foundIstiod({ release: "istio" })] },
            /^note istiod: no Helm release has it: Helm installs istio over it/,
        ],
        [
            "tags of the chart",
            { releases: [foundRelease("istiod", { values: { revisionTags: ["prod"] } })] },
            /^blocks Helm release istiod: its value revisionTags/,
        ],
        [
            "a release past its end of life",
            { istiods: [foundIstiod({ version: "1.20.0" })] },
            /^decide Istio 1\.20\.0: support of 1\.20 ended/,
        ],
        [
            "a release nobody knows",
            { istiods: [foundIstiod({ version: "1.99.0" })] },
            /^blocks Istio 1\.99\.0: the catalog of .* knows no such release/,
        ],
        [
            "mutual TLS switched off",
            { peerAuthentications: [{ ...policy, mode: "DISABLE" }] },
            /^blocks mutual TLS: it is switched off/,
        ],
        [
            "a second policy for the mesh",
            { peerAuthentications: [{ ...policy, name: "old", mode: "STRICT" }] },
            /^decide istio-system\/PeerAuthentication\/old: it holds for the whole mesh/,
        ],
        [
            "a tag",
            { tags: [{ tag: "prod", revision: "1-31-1", webhook: "istio-revision-tag-prod" }] },
            /^decide tag prod: it leads to the revision 1-31-1/,
        ],
        [
            "an ambient namespace",
            { namespaces: [{ name: "web", dataplane: "ambient" }] },
            /^decide ambient: 1 namespaces are ambient, web/,
        ],
        [
            "gateways",
            { gateways: [{ namespace: "edge", name: "gw" }] },
            /^decide gateways: edge\/gw: Windlass leaves/,
        ],
        [
            "HelmReleases of a Flux",
            {
                flux: {
                    way: "flux bootstrap",
                    releases: [
                        {
                            namespace: "istio-system",
                            name: "istiod",
                            release: "istiod",
                            storage: "istio-system",
                            target: "istio-system",
                            kustomization: "flux-system/mesh",
                            isSuspended: false,
                        },
                    ],
                },
            },
            /^decide istio-system\/HelmRelease\/istiod: Flux reconciles it and the Kustomization flux-system\/mesh applies it/,
        ],
        [
            "Flagger",
            { flagger: { namespace: "x", name: "flagger", version: "1.40.0" } },
            /^note x\/Deployment\/flagger: Flagger 1\.40\.0 stays as it is with its 0 canaries/,
        ],
    ];
    for (const [what, found, line] of cases) {
        it(`tells of ${what}`, () => {
            const lines = said(found);
            assert.ok(
                lines.some((each) => line.test(each)),
                lines.join("\n"),
            );
        });
    }
});
