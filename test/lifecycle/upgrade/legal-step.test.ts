import assert from "node:assert/strict";

import { legalStep, sameMesh } from "../../../lifecycle/upgrade/legal-step";
import type { MeshVersions } from "../../../lifecycle/upgrade/skew";

const [OLD, NEW] = ["1.30.5", "1.31.1"];
const all = (version: string): MeshVersions => ({
    controlPlane: version,
    proxies: version,
    gateways: { ingress: version },
});
const up = { ...all(OLD), controlPlane: NEW };
const followed = { ...up, proxies: NEW };

/** `[what, before, after, the part that moves, or why none may]` */
const cases: readonly (readonly [string, MeshVersions, MeshVersions, string | RegExp | undefined])[] = [
    ["a control plane that goes first", all(OLD), up, "control-plane"],
    ["proxies that follow it", up, followed, "proxies"],
    ["a gateway after them", followed, all(NEW), "gateway"],
    [
        "a gateway before them",
        up,
        { ...up, gateways: { ingress: NEW } },
        /goes to the version of the workloads' proxies, 1\.30\.5/,
    ],
    [
        "proxies before the control plane",
        all(OLD),
        { ...all(OLD), proxies: NEW },
        /go to the control plane's version/,
    ],
    ["both at once", all(OLD), { ...followed }, /move in one change/],
    ["proxies and gateway at once", up, all(NEW), /proxies and gateway move in one change/],
    [
        "proxies that go back below the gateway",
        all(NEW),
        { ...all(NEW), proxies: OLD },
        /gateway 1\.31\.1 is newer/,
    ],
    ["nothing", all(OLD), all(OLD), undefined],
];

describe("legalStep, in place", () => {
    for (const [what, before, next, expected] of cases)
        it(`${typeof expected === "string" ? "takes" : "takes no"} step of ${what}`, () => {
            const found = legalStep(before, next, { strategy: "in-place" });

            if (typeof expected === "string") assert.equal("step" in found && found.step.part, expected);
            else if (expected) assert.match("fault" in found ? String(found.fault) : "a step", expected);
            else assert.deepEqual(found, {});
        });
});

describe("sameMesh", () => {
    it("looks at every pin and what retires, and not at definitions", () => {
        assert.equal(sameMesh(all(OLD), { ...all(OLD), crds: NEW }), true);
        for (const change of [
            { controlPlane: NEW },
            { proxies: NEW },
            { gateways: { ingress: NEW } },
            { retiring: NEW },
        ])
            assert.equal(sameMesh(all(OLD), { ...all(OLD), ...change }), false);
    });
});
