import assert from "node:assert/strict";

import { skewGate } from "../../../../lifecycle/versions/gates/skew";
import { contextOf, judged } from "../example-catalog";

const newer = (sidecar: string, version: string): string =>
    `sidecars run ${sidecar}, and proxies must not be newer than their control plane: move them to ${version} first, then the control plane`;
const older = (sidecar: string): string =>
    `sidecars run ${sidecar}, and proxies must be at most one minor older than their control plane: upgrade one minor, then the sidecars, then the next`;

const cases: readonly (readonly [
    version: string,
    sidecars: readonly string[],
    reason: string | undefined,
])[] = [
    ["1.31.1", [], undefined],
    ["1.31.1", ["1.31.1"], undefined],
    ["1.31.1", ["1.30.0", "1.31.0"], undefined],
    ["1.31.1", ["1.31.1-distroless", "1.30.5-debug"], undefined],
    ["1.31.0", ["1.30.5", "1.31.1"], newer("1.31.1", "1.31.0")],
    ["1.30.5", ["1.31.1", "1.30.5"], newer("1.31.1", "1.30.5")],
    ["1.31.1", ["1.31.1", "1.29.8"], older("1.29.8")],
    ["1.31.1", ["0.8.0"], older("0.8.0")],
];

describe("skew", () => {
    for (const [version, sidecars, reason] of cases) {
        it(`${reason === undefined ? "passes" : "refuses"} ${version} before ${sidecars.join(" and ") || "no sidecars"}`, () => {
            for (const strategy of ["in-place", "revisions"] as const) {
                assert.equal(judged(skewGate, version, contextOf({ sidecars, strategy })), reason);
            }
        });
    }
});
