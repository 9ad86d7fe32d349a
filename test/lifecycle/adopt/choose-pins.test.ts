import assert from "node:assert/strict";

import { choosePins } from "../../../lifecycle/adopt/choose-pins";
import type { FoundMesh } from "../../../lifecycle/adopt/found-mesh";
import { foundIstiod, foundMesh, observing, proxies } from "../../support/found-mesh";

function pinned(found: Partial<FoundMesh>): readonly (string | undefined)[] {
    const { pins } = choosePins(foundMesh(found));
    return [pins?.strategy, pins?.controlPlane, pins?.proxies];
}

function revision(version: string, name = version.replaceAll(".", "-")) {
    return foundIstiod({ name: `istiod-${name}`, revision: name, version });
}

describe("choosePins", () => {
    it("is one control plane, and the oldest of the proxies, but for the gateways'", () => {
        const observed = observing(
            proxies("shop/Deployment/new", "1.31.1"),
            proxies("shop/Deployment/old", "1.30.5"),
            proxies("edge/Deployment/gateway", "1.30.1"),
        );
        const gateways = [{ namespace: "edge", name: "gateway" }];
        assert.deepEqual(pinned({ observed, gateways }), ["in-place", "1.31.1", "1.30.5"]);
        assert.deepEqual(pinned({ observed: observing() }), ["in-place", "1.31.1", "1.31.1"]);
    });

    it("is two revisions in the middle of an upgrade", () => {
        assert.deepEqual(pinned({ istiods: [revision("1.31.1"), revision("1.30.5")] }), [
            "revisions",
            "1.31.1",
            "1.30.5",
        ]);
    });

    it("names the control plane's version where proxies are too far from it, and tells of them", () => {
        const observed = observing(proxies("shop/Deployment/old", "1.28.3", 7));
        assert.deepEqual(pinned({ observed }), ["in-place", "1.31.1", "1.31.1"]);
        const [finding] = choosePins(foundMesh({ observed })).findings;
        assert.equal(finding?.level, "decide");
        assert.match(
            finding?.text ?? "",
            /^7 pods have the proxy 1\.28\.3 beside the control plane 1\.31\.1/,
        );
    });

    const blocked: readonly (readonly [what: string, found: Partial<FoundMesh>, text: RegExp])[] = [
        ["no istiod", { istiods: [] }, /has no istiod/],
        [
            "a revision beside the default one",
            { istiods: [foundIstiod(), revision("1.30.5")] },
            /there are 2 control planes, 1-30-5 \(1\.30\.5\), default \(1\.31\.1\)/,
        ],
        [
            "three control planes",
            { istiods: [revision("1.31.1"), revision("1.30.5"), revision("1.29.2")] },
            /there are 3/,
        ],
        ["another namespace", { istiods: [foundIstiod({ namespace: "mesh" })] }, /lives in mesh/],
        ["a name of its own", { istiods: [revision("1.31.1", "canary")] }, /called canary, .*: 1-31-1/],
        ["an image that does not tell", { istiods: [foundIstiod({ version: undefined })] }, /does not tell/],
    ];
    for (const [what, found, text] of blocked) {
        it(`is nothing with ${what}`, () => {
            const { pins, findings } = choosePins(foundMesh(found));
            assert.equal(pins, undefined);
            assert.equal(findings[0]?.level, "blocks");
            assert.match(findings.map((finding) => finding.text).join("\n"), text);
        });
    }
});
