import assert from "node:assert/strict";

import { longLoadTestWarning } from "../../../lifecycle/canaries/load-test";
import type { Manifest } from "../../../lifecycle/workloads/manifest";

function canary(
    cmd: string,
    { interval = "15s", type }: { interval?: string; type?: string } = {},
): Manifest {
    const analysis = { interval, webhooks: [{ name: "load-test", type, metadata: { cmd } }] };
    return {
        apiVersion: "flagger.app/v1beta1",
        kind: "Canary",
        metadata: { name: "backend", namespace: "prod" },
        spec: { analysis },
    };
}

describe("longLoadTestWarning", () => {
    it("names canaries whose load test is longer than the time between two checks", () => {
        const long = canary("hey -q 10 -c 2 -z 1m http://backend-canary.prod:9898/");

        const warning = longLoadTestWarning([long, canary("hey -z 15s http://a/"), long, long, long]) ?? "";

        assert.match(
            warning,
            /prod\/Canary\/backend \(60s, every 15s\), .* and 1 more; make hey -z no longer/,
        );
    });

    it("passes what ends in time, what is called once, and what it cannot read", () => {
        const passed = [
            canary("hey -z 1m http://a/", { interval: "1m" }),
            canary("hey -z 1m http://a/", { type: "pre-rollout" }),
            canary("hey -n 1000 http://a/"),
            canary("ghz -z 1m a:80"),
            canary("hey -z forever http://a/"),
        ];
        assert.equal(longLoadTestWarning(passed), undefined);
    });
});
