import assert from "node:assert/strict";
import { join } from "node:path";
import { readCatalog } from "../../../adapters/files/catalog-store";
import type { StackSettings } from "../../../lifecycle/settings/settings";
import { judgeTool } from "../../../lifecycle/upgrade/decide-tools";
import { judgePins } from "../../../lifecycle/upgrade/judge-pins";
import { momentOf } from "../../../lifecycle/versions/request";
import { type ExampleOverrides, exampleLock, exampleSettings } from "../../support/example-stack";

const catalog = readCatalog(join(__dirname, "..", "..", ".."));

interface Case {
    readonly what: string;
    readonly controlPlane: string;
    readonly proxies?: string;
    readonly at: string;
    readonly overrides?: ExampleOverrides;
    /** `[part, version, gate, whether the next step mends it]` */
    readonly findings: readonly (readonly [string, string, string, boolean])[];
}

const range = (text: string): ExampleOverrides => ({ istio: { range: text } });

const cases: readonly Case[] = [
    { what: "the newest release", controlPlane: "1.31.1", at: "2026-10-01", findings: [] },
    {
        what: "a release on the day before its bulletin",
        controlPlane: "1.30.3",
        at: "2026-08-25",
        overrides: range("~1.30"),
        findings: [],
    },
    {
        what: "the same release on the day of the bulletin",
        controlPlane: "1.30.3",
        at: "2026-08-26",
        overrides: range("~1.30"),
        findings: [["control plane", "1.30.3", "bulletin", false]],
    },
    {
        what: "proxies that follow a sound control plane",
        controlPlane: "1.31.1",
        proxies: "1.31.0",
        at: "2026-10-01",
        findings: [["proxies", "1.31.0", "bulletin", true]],
    },
    {
        what: "proxies behind a control plane that is vulnerable too",
        controlPlane: "1.31.0",
        proxies: "1.30.4",
        at: "2026-10-01",
        findings: [
            ["control plane", "1.31.0", "bulletin", false],
            // Free of mesh faults, but injected by an istioctl that is not.
            ["proxies", "1.30.4", "client", false],
        ],
    },
    {
        what: "a minor past its end of life",
        controlPlane: "1.29.8",
        at: "2026-10-20",
        overrides: range("~1.29"),
        findings: [["control plane", "1.29.8", "support", false]],
    },
    {
        what: "a cluster too old for the release",
        controlPlane: "1.31.1",
        at: "2026-10-01",
        overrides: { cluster: { kubernetes: "1.30" } },
        findings: [["control plane", "1.31.1", "kubernetes", false]],
    },
    {
        what: "proxies two minors behind, in place",
        controlPlane: "1.31.1",
        proxies: "1.29.8",
        at: "2026-10-01",
        findings: [["control plane", "1.31.1", "skew", false]],
    },
    {
        what: "proxies two minors behind that the istiod of their own revision serves",
        controlPlane: "1.31.1",
        proxies: "1.29.8",
        at: "2026-10-01",
        overrides: { istio: { strategy: "revisions" } },
        findings: [],
    },
    {
        what: "a release the day it appears: age guards a change of the pin, not the pin",
        controlPlane: "1.31.1",
        at: "2026-09-21",
        findings: [],
    },
];

describe("judgePins", () => {
    for (const { what, controlPlane, proxies, at, overrides, findings } of cases) {
        it(`${findings.length > 0 ? "finds fault with" : "passes"} ${what}`, () => {
            const settings = exampleSettings(overrides);

            const found = judgePins(
                settings,
                exampleLock(controlPlane, proxies),
                catalog,
                momentOf(at),
            ).filter(
                // The tools' own history in the catalog is younger than Istio's; it has cases of its own.
                ({ part }) => part === "control plane" || part === "proxies",
            );

            assert.deepEqual(
                found.map(({ part, version, gate, onItsWay }) => [part, version, gate, onItsWay]),
                findings,
            );
        });
    }

    it("accepts a stop on the way that could be no target, with a warning, and refuses its skew all the same", () => {
        const stop = exampleLock("1.29.8", "1.28.10");
        const on = (lock: typeof stop): readonly (readonly [string, boolean])[] =>
            judgePins(exampleSettings(), lock, catalog, momentOf("2026-11-21"))
                .filter(({ part }) => part === "control plane" || part === "proxies")
                .map(({ gate, onItsWay }) => [gate, onItsWay] as const);
        const towards = "1.31.1";

        assert.deepEqual(on({ ...stop, istio: { ...stop.istio, towards } }), [
            ["support", true],
            ["support", true],
        ]);
        const far = exampleLock("1.30.5", "1.28.10");
        assert.deepEqual(on({ ...far, istio: { ...far.istio, towards } })[0], ["skew", false]);
        assert.deepEqual(on(exampleLock("1.29.8"))[0], ["range", false]);
    });

    const toolFindings = (
        kubernetes: string,
        waivers: StackSettings["istio"]["waivers"],
    ): readonly string[] => {
        const lock = exampleLock();
        const flux = {
            ...lock.flux,
            range: "~2.10",
            distribution: { version: "2.10.0", since: "2026-10-05" },
        };
        const releases = [
            ...catalog.tools.flux.releases,
            { version: "2.10.0", date: "2026-09-30", source: "tag" },
        ];
        const known = { ...catalog, tools: { ...catalog.tools, flux: { ...catalog.tools.flux, releases } } };
        const settings = exampleSettings({ cluster: { kubernetes }, istio: { waivers } });
        const wide = { ...settings, flux: { ...settings.flux, range: "~2.10" } };
        const verdict = judgeTool(
            { settings: wide, lock: { ...lock, flux }, catalog: known, at: momentOf("2026-11-21") },
            "flux",
        );
        const found = judgePins(wide, { ...lock, flux }, known, momentOf("2026-11-21"))
            .filter(({ part }) => part === "flux")
            .map(({ gate }) => gate);
        // What update may pick is what check accepts.
        assert.equal(verdict.version === "2.10.0", found.length === 0);
        return found;
    };
    it("judges Flux by the cluster's Kubernetes, as update does, and with the same waivers", () => {
        const waivers = [{ id: "kubernetes", reason: "a test", expires: "2026-12-31" }];

        assert.deepEqual(toolFindings("1.33", []), ["kubernetes"]);
        assert.deepEqual(toolFindings("1.34", []), ["kubernetes"]);
        assert.deepEqual(toolFindings("1.35.2", []), []);
        assert.deepEqual(toolFindings("1.34", waivers), []);
    });

    it("refuses pins that nobody made", () => {
        const found = judgePins(exampleSettings(), exampleLock("1.31.9"), catalog, momentOf("2026-10-05"));

        assert.deepEqual(
            found.map(({ part, gate }) => [part, gate]),
            [["control plane", "exists"]],
        );
    });

    it("refuses a control plane that breaks its proxies", () => {
        const found = judgePins(
            exampleSettings({ istio: { range: "~1.30" } }),
            exampleLock("1.30.1", "1.29.1"),
            { ...catalog, bulletins: [], advisories: [], clientFaults: [] },
            momentOf("2026-10-05"),
        );

        assert.deepEqual(
            found.map(({ part, gate }) => [part, gate]),
            [["control plane", "pair"]],
        );
    });

    it("judges Flux and Flagger by their ranges", () => {
        const lock = exampleLock();
        const flagger = { ...lock.flagger, release: { ...lock.flagger.release, version: "1.40.0" } };

        const found = judgePins(exampleSettings(), { ...lock, flagger }, catalog, momentOf("2026-10-01"));

        assert.deepEqual(
            found.map(({ part, version, gate }) => [part, version, gate]),
            [["flagger", "1.40.0", "range"]],
        );
    });
});
