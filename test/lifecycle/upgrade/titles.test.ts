import assert from "node:assert/strict";

import type { UpdatePart } from "../../../lifecycle/upgrade/decision";
import { changeTitle, proposalTitle } from "../../../lifecycle/upgrade/titles";

const cases: readonly (readonly [UpdatePart, from: string, to: string, title: string, branch: string])[] = [
    [
        "control-plane",
        "1.30.5",
        "1.31.1",
        "dev: Istio control plane 1.30.5 → 1.31.1",
        "windlass/dev/control-plane-1.31.1",
    ],
    ["proxies", "1.30.5", "1.31.1", "dev: Istio proxies 1.30.5 → 1.31.1", "windlass/dev/proxies-1.31.1"],
    [
        "prune",
        "1.30.5",
        "1.31.1",
        "dev: remove the retired Istio revision 1.30.5",
        "windlass/dev/prune-1.30.5",
    ],
    ["flux", "2.9.3", "2.9.4", "dev: Flux 2.9.3 → 2.9.4", "windlass/dev/flux-2.9.4"],
    [
        "flux-operator",
        "0.58.0",
        "0.58.1",
        "dev: flux-operator 0.58.0 → 0.58.1",
        "windlass/dev/flux-operator-0.58.1",
    ],
    ["flagger", "1.43.0", "1.44.0", "dev: Flagger 1.43.0 → 1.44.0", "windlass/dev/flagger-1.44.0"],
    ["settings", "1.31.1", "1.31.1", "dev: follow the settings at 1.31.1", "windlass/dev/settings-1.31.1"],
    ["digests", "1.31.1", "1.31.1", "dev: digests of 1.31.1", "windlass/dev/digests-1.31.1"],
];

describe("changeTitle", () => {
    for (const [part, from, to, title, branch] of cases) {
        it(`names a change of ${part}`, () => {
            assert.deepEqual(changeTitle("dev", "step", { part, from, to, why: "" }, to), { title, branch });
        });
    }

    it("names a first lock", () => {
        assert.deepEqual(changeTitle("dev", "created", undefined, "1.31.1"), {
            title: "dev: first lock, Istio 1.31.1",
            branch: "windlass/dev/first-lock",
        });
    });

    it("names nothing where nothing changes", () => {
        assert.equal(changeTitle("dev", "none", undefined, "1.31.1"), undefined);
        assert.equal(changeTitle("dev", "held", undefined, "1.31.1"), undefined);
    });

    for (const hostile of ["1.31.1\n::set-output", "$(id)", "1.31.1; rm", "v1.31.1", "1.31.1+x", ""]) {
        it(`lets nothing through that is no version: ${JSON.stringify(hostile)}`, () => {
            const step = { part: "flux", from: "2.9.3", to: hostile, why: "" } as const;

            assert.throws(() => changeTitle("dev", "step", step, hostile), /^Error: no exact version: /);
            assert.throws(() => proposalTitle("dev", hostile), /^Error: no exact version: /);
        });
    }
});

describe("proposalTitle", () => {
    it("names a wider range by what it lets in", () => {
        assert.deepEqual(proposalTitle("dev", "1.32.0"), {
            title: "dev: allow Istio 1.32.0",
            branch: "windlass/dev/allow-1.32.0",
        });
    });
});
