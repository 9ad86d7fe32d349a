import assert from "node:assert/strict";

import { blockingClientFaults, clientGate } from "../../../../lifecycle/versions/gates/client";
import { contextOf, judged } from "../example-catalog";

const FAULT = "ISTIO-RN-2026-istioctl-analyze-kubeconfig-exec";

describe("client", () => {
    it("refuses releases whose istioctl has a fault, from the day it was published", () => {
        const reason = `its istioctl has ${FAULT} of 2026-09-21`;
        const versions = ["1.29.7", "1.29.8", "1.30.4", "1.30.5", "1.31.0", "1.31.1"];

        assert.deepEqual(
            versions.map((version) => judged(clientGate, version, contextOf({}, "2026-09-21"))),
            [reason, undefined, reason, undefined, reason, undefined],
        );
        assert.equal(judged(clientGate, "1.30.4", contextOf({}, "2026-09-20")), undefined);
    });

    it("is waived by the fault's id or by the gate's name", () => {
        for (const id of [FAULT, "client"]) {
            const waivers = [{ id, reason: "analyze is run without a cluster", expires: "2026-12-31" }];
            assert.equal(judged(clientGate, "1.30.4", contextOf({ waivers })), undefined);
        }
    });

    it("finds the faults of a version the catalog does not list", () => {
        const context = contextOf({ current: "1.30.4-custom.1" });
        assert.deepEqual(
            context.current && blockingClientFaults(context.current, context).map(({ id }) => id),
            [FAULT],
        );
    });
});
