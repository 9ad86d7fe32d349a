import assert from "node:assert/strict";

import type { Lock } from "../../../lifecycle/settings/lock";
import { checkLock } from "../../../lifecycle/upgrade/lock-check";
import { formatLock, parseLock } from "../../../lifecycle/settings/lock-parse";
import type { StackSettings } from "../../../lifecycle/settings/settings";
import { settingsFromConfig } from "../../../lifecycle/settings/settings-parse";
import { exampleLock } from "../settings/example-lock";

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

const update = "Run npm run -s windlass -- update --stack dev --only settings, which moves no pin.";
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

    const hop = (controlPlane: string, proxies: string, towards: string): Lock => {
        const lock = pins(controlPlane, proxies);
        return { ...lock, istio: { ...lock.istio, towards } };
    };
    const hops: readonly (readonly [what: string, lock: Lock, outcome: readonly string[]])[] = [
        [
            "accepts a control plane below the range that is on its way",
            hop("1.30.5", "1.29.8", "1.31.1"),
            ["on the way to 1.31.1: control plane 1.30.5", "proxies behind: 1.29.8, control plane 1.30.5"],
        ],
        [
            "accepts proxies below the range that are on their way",
            hop("1.30.5", "1.30.5", "1.31.1"),
            ["on the way to 1.31.1: control plane 1.30.5"],
        ],
        [
            "refuses a way that ends outside the range",
            hop("1.30.5", "1.30.5", "1.32.0"),
            [
                `F:12: istio.towards: "1.32.0": is outside the range ~1.31. ${update}`,
                `F:7: istio.controlPlane.version: "1.30.5": is outside the range ~1.31. ${update}`,
                `F:10: istio.proxies.version: "1.30.5": is outside the range ~1.31. ${update}`,
            ],
        ],
        [
            "refuses a way back",
            hop("1.32.0", "1.31.1", "1.31.1"),
            [
                `F:12: istio.towards: "1.31.1": must be newer than the control plane, which is 1.32.0. ${update}`,
                `F:7: istio.controlPlane.version: "1.32.0": is outside the range ~1.31. ${update}`,
            ],
        ],
        [
            "refuses proxies two minors behind on the way too",
            hop("1.30.5", "1.28.10", "1.31.1"),
            [
                `F:10: istio.proxies.version: "1.28.10": proxies must be at most one minor older than their control plane, which is 1.30.5. ${steps}`,
            ],
        ],
    ];
    for (const [what, lock, expected] of hops) {
        it(what, () => {
            assert.deepEqual(outcome(lock), expected);
        });
    }

    const byRevision = { ...settings, istio: { ...settings.istio, strategy: "revisions" as const } };
    const retire = (retiring: string, lock = exampleLock): Lock => ({
        ...lock,
        istio: { ...lock.istio, retiring },
    });
    const retirements: readonly (readonly [
        what: string,
        lock: Lock,
        wanted: StackSettings,
        outcome: readonly string[],
    ])[] = [
        [
            "tells of a revision that stays",
            retire("1.30.5"),
            byRevision,
            ["revision 1-30-5 stays until its proxies are gone"],
        ],
        [
            "tells of a newer one on the way back",
            retire("1.32.0"),
            byRevision,
            ["revision 1-32-0 stays until its proxies are gone"],
        ],
        [
            "refuses one in place",
            retire("1.30.5"),
            settings,
            [
                'F:12: istio.retiring: "1.30.5": only strategy revisions keeps a second istiod, and this one is in place. Keep istio.strategy at revisions until npm run -s windlass -- update --stack dev has pruned it.',
            ],
        ],
        [
            "refuses the control plane's own",
            retire("1.31.1"),
            byRevision,
            [
                'F:12: istio.retiring: "1.31.1": must not be the version of the control plane, whose istiod stays anyway. Restore the file from Git.',
            ],
        ],
        [
            "refuses one out of reach",
            retire("1.28.10"),
            byRevision,
            [
                'F:12: istio.retiring: "1.28.10": must be at most two minors away from the control plane, 1.31.1. Restore the file from Git.',
            ],
        ],
    ];
    for (const [what, lock, wanted, expected] of retirements) {
        it(`${what}, as what retires`, () => {
            assert.deepEqual(outcome(lock, wanted), expected);
        });
    }

    it("accepts a way back where the settings allow a downgrade", () => {
        const istio = { ...settings.istio, allowDowngrade: true };

        assert.deepEqual(outcome(hop("1.32.0", "1.31.1", "1.31.1"), { ...settings, istio }), [
            "on the way to 1.31.1: control plane 1.32.0",
            "proxies behind: 1.31.1, control plane 1.32.0",
        ]);
    });

    it("lets proxies trail by two minors where each has the istiod of its revision, and no more", () => {
        const istio = { ...settings.istio, strategy: "revisions" as const };

        assert.deepEqual(outcome(pins("1.31.1", "1.29.8"), { ...settings, istio }), [
            "proxies behind: 1.29.8, control plane 1.31.1",
        ]);
        assert.deepEqual(outcome(pins("1.31.1", "1.28.10"), { ...settings, istio }), [
            `F:10: istio.proxies.version: "1.28.10": proxies must be at most two minors older than their control plane, which is 1.31.1. ${steps.replace("one minor", "two minors")}`,
        ]);
    });

    it("accepts a pre-release where the settings allow them", () => {
        const istio = { ...settings.istio, allowPrerelease: true };

        assert.deepEqual(outcome(pins("1.31.2-rc.0", "1.31.2-rc.0"), { ...settings, istio }), []);
    });
});

describe("checkLock, of a gateway", () => {
    const withGateway = settingsFromConfig("dev", {
        "windlass:cluster": '{"name":"dev","kubernetes":"1.34"}',
        "windlass:istio": '{"range":"~1.31"}',
        "windlass:gateway": '{"enabled":true,"hosts":["shop.example.com"]}',
    });
    const at = (proxies: string, version: string): Lock => {
        const lock = pins("1.31.1", proxies);
        return { ...lock, istio: { ...lock.istio, gateway: { version, since: "2026-10-01" } } };
    };
    const remedy = "Restore the file from Git, and let update take the step of the gateway.";

    it("tells of one that is behind", () => {
        assert.deepEqual(outcome(at("1.31.1", "1.31.0"), withGateway), [
            "gateway behind: 1.31.0, proxies 1.31.1",
        ]);
    });

    it("refuses one that is newer than the workloads' proxies, or too old for its control plane", () => {
        const [newer = ""] = outcome(at("1.31.0", "1.31.1"), withGateway);
        assert.match(
            newer,
            /^F:13: istio\.gateway\.version: .*the gateway 1\.31\.1 is newer than the workloads' proxies 1\.31\.0/,
        );
        assert.ok(newer.endsWith(remedy), newer);
        assert.match(
            outcome(at("1.31.1", "1.29.8"), withGateway).join(),
            /the gateway 1\.29\.8 is more than one minor older than its control plane 1\.31\.1/,
        );
    });

    it("does not mind the pin where there is no gateway: update drops it", () => {
        assert.deepEqual(outcome(at("1.31.0", "1.31.1")), ["proxies behind: 1.31.0, control plane 1.31.1"]);
    });
});
