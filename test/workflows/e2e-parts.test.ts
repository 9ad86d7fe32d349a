import assert from "node:assert/strict";
import { type Deployment, badProxyPatch, proxyConfig, rolloutOf } from "../support/rollout-objects";
import { countTraffic, isWithin } from "../e2e-kind/traffic";

function deployment(list: "containers" | "initContainers", env?: readonly object[]): Deployment {
    const proxy = { name: "istio-proxy", image: "proxyv2:1.31.1", ...(env ? { env } : {}) };
    const containers = [{ name: "app" }, ...(list === "containers" ? [proxy] : [])];
    const initContainers = list === "initContainers" ? [{ name: "istio-init" }, proxy] : [];
    return { spec: { template: { spec: { containers, initContainers } } } };
}

const BAD = '{"discoveryAddress":"nowhere.istio-system.svc:15012"}';
const CONFIG = { name: "PROXY_CONFIG", value: "{}" };

describe("the parts of the end-to-end test", () => {
    for (const [what, from, operation] of [
        [
            "a native sidecar",
            deployment("initContainers", [{ name: "A" }, CONFIG]),
            ["replace", "initContainers/1/env/1"],
        ],
        ["a container", deployment("containers", [{ name: "A" }]), ["add", "containers/1/env/-"]],
        ["no environment", deployment("containers"), ["add", "containers/1/env"]],
    ] as const) {
        it(`give a bad configuration to ${what}`, () => {
            const [patch, ...more] = badProxyPatch(from);

            assert.deepEqual(
                [patch?.op, patch?.path, more],
                [operation[0], `/spec/template/spec/${operation[1]}`, []],
            );
            assert.match(
                JSON.stringify(patch?.value),
                new RegExp(
                    JSON.stringify(BAD)
                        .slice(1, -1)
                        .replace(/[{}\\.]/g, "\\$&"),
                ),
            );
        });
    }

    it("refuse a workload without a proxy", () => {
        assert.throws(
            () => badProxyPatch({ spec: { template: { spec: { containers: [] } } } }),
            /has no proxy/,
        );
    });

    it("take a rollout for promoted only when the primary has the same proxy", () => {
        const canary = (phase: string): Parameters<typeof rolloutOf>[0] => ({
            metadata: { name: "a", namespace: "prod" },
            spec: { targetRef: { name: "a" } },
            status: { phase },
        });
        const [now, before] = [
            deployment("containers", [CONFIG]),
            deployment("containers", [{ ...CONFIG, value: "old" }]),
        ];

        assert.equal(proxyConfig(before), "old");
        assert.deepEqual(
            [
                rolloutOf(canary("Succeeded"), now, now),
                rolloutOf(canary("Succeeded"), now, before),
                rolloutOf(canary("Progressing"), now, now),
                rolloutOf(canary("Failed"), now, now),
            ],
            ["promoted", "running", "running", "failed"],
        );
    });

    it("count what a client saw, and hold it to the budget", () => {
        const none = { total: 0, failed: 0 };

        assert.deepEqual(countTraffic("200\n204\n503\n000\nnoise 200\n20"), { total: 4, failed: 2 });
        assert.deepEqual(
            [
                isWithin(none, { total: 1000, failed: 1 }, 0.1),
                isWithin(none, { total: 1000, failed: 2 }, 0.1),
                isWithin({ total: 1000, failed: 5 }, { total: 2000, failed: 5 }, 0),
                isWithin(none, none, 100),
            ],
            [true, false, true, false],
        );
    });
});
