import assert from "node:assert/strict";

import type { Lock } from "../../../lifecycle/stack/lock";
import { checkLock } from "../../../lifecycle/stack/lock-check";
import { formatLock, parseLock } from "../../../lifecycle/stack/lock-parse";
import type { StackSettings } from "../../../lifecycle/stack/settings";
import { settingsFromConfig } from "../../../lifecycle/stack/settings-parse";
import { exampleLock } from "./example-lock";

const settings = settingsFromConfig("dev", {
    "windlass:cluster": '{"name":"dev","kubernetes":"1.34"}',
    "windlass:istio": '{"range":"~1.31"}',
});

function withIstio(change: Partial<Lock["istio"]>): Lock {
    return { ...exampleLock, istio: { ...exampleLock.istio, ...change } };
}

function pins(controlPlane: string, proxies: string): Lock {
    const since = "2026-10-01";
    return withIstio({
        controlPlane: { version: controlPlane, since },
        proxies: { version: proxies, since },
    });
}

function outcome(lock: Lock, wanted: StackSettings = settings): readonly string[] {
    try {
        return checkLock(wanted, parseLock("dev", formatLock("dev", lock)));
    } catch (error) {
        return (error as Error).message.replaceAll("stacks/dev.lock.yaml", "F").split("\n");
    }
}

const update = "Run npm run -s windlass -- update --stack dev.";
const order = "Upgrade the control plane first; on the way back move the proxies first.";
const steps = "Upgrade one minor at a time, control plane first, then the proxies.";

const cases: readonly (readonly [what: string, lock: Lock, outcome: readonly string[]])[] = [
    ["accepts pins in their range", exampleLock, []],
    [
        "tells of proxies a patch behind",
        pins("1.31.1", "1.31.0"),
        ["proxies behind: 1.31.0, control plane 1.31.1"],
    ],
    [
        "tells of proxies a minor behind, below the range",
        pins("1.31.1", "1.30.5"),
        ["proxies behind: 1.30.5, control plane 1.31.1"],
    ],
    [
        "refuses proxies two minors behind",
        pins("1.31.1", "1.29.8"),
        [
            `F:10: istio.proxies.version: "1.29.8": proxies must be at most one minor older than their control plane, which is 1.31.1. ${steps}`,
        ],
    ],
    [
        "refuses proxies of another major",
        pins("1.31.1", "0.31.1"),
        [
            `F:10: istio.proxies.version: "0.31.1": proxies must be at most one minor older than their control plane, which is 1.31.1. ${steps}`,
        ],
    ],
    [
        "refuses proxies ahead",
        pins("1.31.0", "1.31.1"),
        [
            `F:10: istio.proxies.version: "1.31.1": proxies must not be newer than their control plane, which is 1.31.0. ${order}`,
        ],
    ],
    [
        "refuses a control plane outside the range",
        pins("1.32.0", "1.31.1"),
        [`F:7: istio.controlPlane.version: "1.32.0": is outside the range ~1.31. ${update}`],
    ],
    [
        "refuses a pre-release",
        pins("1.31.2-rc.0", "1.31.1"),
        [`F:7: istio.controlPlane.version: "1.31.2-rc.0": is outside the range ~1.31. ${update}`],
    ],
    [
        "refuses a lock for another range, chart source and registry, all at once",
        withIstio({
            range: "~1.31.0",
            charts: "https://blob.istio.io/istio-release/charts",
            hub: "quay.io/istio",
        }),
        [
            `F:5: istio.range: "~1.31.0": the lock was made for this, but the settings say "~1.31". ${update}`,
            `F:12: istio.charts: "https://blob.istio.io/istio-release/charts": the lock was made for this, but the settings say "oci://ghcr.io/istio/release/charts". ${update}`,
            `F:13: istio.hub: "quay.io/istio": the lock was made for this, but the settings say "docker.io/istio". ${update}`,
        ],
    ],
    [
        "refuses Flux and Flagger outside their ranges",
        {
            ...exampleLock,
            flux: { ...exampleLock.flux, distribution: { version: "2.8.8", since: "2026-10-01" } },
            flagger: { ...exampleLock.flagger, release: { version: "1.45.0", since: "2026-10-01" } },
        },
        [
            `F:21: flux.distribution.version: "2.8.8": is outside the range ~2.9. ${update}`,
            `F:30: flagger.release.version: "1.45.0": is outside the range ~1.44. ${update}`,
        ],
    ],
    [
        "refuses pins that needed a waiver nobody holds any more",
        withIstio({ waivers: ["ISTIO-SECURITY-2026-005"] }),
        [
            `F:18: istio.waivers.0: "ISTIO-SECURITY-2026-005": the pins needed a waiver that istio.waivers no longer holds. ${update}`,
        ],
    ],
];

describe("checkLock", () => {
    for (const [what, lock, expected] of cases) {
        it(what, () => {
            assert.deepEqual(outcome(lock), expected);
        });
    }

    it("accepts a pre-release where the settings allow them", () => {
        const istio = { ...settings.istio, allowPrerelease: true };

        assert.deepEqual(outcome(pins("1.31.2-rc.0", "1.31.2-rc.0"), { ...settings, istio }), []);
    });
});
