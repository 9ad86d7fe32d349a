import assert from "node:assert/strict";
import { toText } from "../../diff/escape";
import { type CompareFaults, istioFindings } from "../../diff/istio";
import { exampleLock, exampleSettings } from "../support/example-stack";

const mends: CompareFaults = () => ({ mended: ["B-1"], opened: [], left: ["B-2"], catalog: "2026-11-21" });
const words = (from: ReturnType<typeof exampleLock>, to: typeof from): readonly string[] =>
    istioFindings({ lock: from }, { lock: to }, mends).map(
        (finding) => `${finding.level}: ${toText(finding.words)}`,
    );

describe("istioFindings", () => {
    it("are none where nothing differs", () => assert.deepEqual(words(exampleLock(), exampleLock()), []));

    for (const [from, to, expected] of [
        [
            exampleLock("1.31.0"),
            exampleLock("1.31.1", "1.31.0"),
            [
                "info: control plane 1.31.0 → 1.31.1, a patch release",
                "info: proxies stay behind for now: 1.31.0, control plane 1.31.1",
            ],
        ],
        [
            exampleLock("1.30.3"),
            exampleLock("1.31.1"),
            [
                "caution: control plane 1.30.3 → 1.31.1, a minor release",
                "caution: proxies 1.30.3 → 1.31.1, a minor release",
            ],
        ],
        [
            exampleLock("1.31.1"),
            exampleLock("1.31.0", "1.31.1"),
            [
                "alarm: control plane 1.31.1 → 1.31.0, a step back",
                "alarm: proxies 1.31.1 would be newer than their control plane 1.31.0",
            ],
        ],
    ] as const) {
        it(`say: ${expected.join("; ")}`, () => assert.deepEqual(words(from, to), expected));
    }

    for (const [strategy, proxies, expected] of [
        [
            "in-place",
            "1.29.8",
            "alarm: proxies 1.29.8 would be more than one minor older than their control plane 1.31.1",
        ],
        ["revisions", "1.29.8", "info: proxies stay behind for now: 1.29.8, control plane 1.31.1"],
        [
            "revisions",
            "1.28.10",
            "alarm: proxies 1.28.10 would be more than two minors older than their control plane 1.31.1",
        ],
    ] as const) {
        it(`hold proxies ${proxies} against the rule of skew, ${strategy}`, () => {
            const settings = exampleSettings({ istio: { strategy } });
            const [from, to] = [exampleLock("1.30.5", proxies), exampleLock("1.31.1", proxies)];
            const found = istioFindings({ lock: from }, { lock: to, settings }, mends);

            assert.deepEqual(
                found
                    .filter(({ rule }) => rule === "istio/skew")
                    .map(({ level, words }) => `${level}: ${toText(words)}`),
                [expected],
            );
        });
    }

    it("say what a step mends and leaves", () => {
        const [finding] = istioFindings({ lock: exampleLock("1.31.0") }, { lock: exampleLock() }, mends);
        assert.deepEqual(finding?.details?.map(toText), [
            "pinned on 2026-11-21 within the range ~1.31, by the catalog of 2026-11-21",
            "mends B-1",
            "leaves B-2",
        ]);
    });

    it("raise an alarm for a digest that changed under the same version", () => {
        const lock = (digest: string): ReturnType<typeof exampleLock> => {
            const base = exampleLock();
            return { ...base, istio: { ...base.istio, chartDigests: { base: digest } } };
        };
        assert.deepEqual(words(lock("sha256:a"), lock("sha256:b")), [
            "alarm: digest of base differs, though the version does not",
        ]);
    });

    it("raise an alarm for settings that weaken the mesh", () => {
        const settings = exampleSettings({ istio: { outboundTraffic: "ALLOW_ANY" } });
        const [finding] = istioFindings({ settings: exampleSettings() }, { settings }, mends);
        assert.deepEqual(
            [finding?.level, finding && toText(finding.words)],
            ["alarm", "traffic to unknown hosts: REGISTRY_ONLY → ALLOW_ANY"],
        );
    });
});
