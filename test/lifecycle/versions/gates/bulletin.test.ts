import assert from "node:assert/strict";

import type { Bulletin } from "../../../../lifecycle/versions/catalog";
import { blockingFaults, bulletinGate } from "../../../../lifecycle/versions/gates/bulletin";
import type { ResolveRequest } from "../../../../lifecycle/versions/request";
import { catalogOf, contextOf, judged, noted } from "../example-catalog";

const cases: readonly (readonly [
    name: string,
    version: string,
    day: string,
    reason: string | undefined,
    request?: Partial<ResolveRequest>,
])[] = [
    [
        "knows a bulletin from its day on",
        "1.30.1",
        "2026-06-24",
        "ISTIO-SECURITY-2026-005 of 2026-06-24 (CVSS 7.5) affects it",
    ],
    ["knows nothing of a bulletin the day before", "1.30.1", "2026-06-23", undefined],
    ["passes 1.9.3, which the page of 2021-003 lists as affected", "1.9.3", "2021-04-20", undefined],
    [
        "refuses 1.9.2, which that page leaves out",
        "1.9.2",
        "2021-04-20",
        "ISTIO-SECURITY-2021-003 of 2021-04-15 (CVSS 7.5) affects it",
    ],
    ["passes 1.30.2, which the page of 2026-005 lists as affected", "1.30.2", "2026-07-01", undefined],
    [
        "refuses 1.30.0, which that page leaves out",
        "1.30.0",
        "2026-07-01",
        "ISTIO-SECURITY-2026-005 of 2026-06-24 (CVSS 7.5) affects it, as does ISTIO-SECURITY-2026-004",
    ],
    ["passes 1.13.5", "1.13.5", "2022-08-01", undefined],
    [
        "refuses 1.13.6, which lost a fix",
        "1.13.6",
        "2022-08-01",
        "ISTIO-SECURITY-2022-006 of 2022-07-26 (CVSS 5.9) affects it, a build that lost an earlier fix",
    ],
    ["passes 1.13.7", "1.13.7", "2022-08-01", undefined],
    ["refuses 1.14.2 and passes 1.14.1", "1.14.1", "2022-08-01", undefined],
    [
        "refuses 1.5.3, which was announced as the fix",
        "1.5.3",
        "2020-05-13",
        "ISTIO-SECURITY-2020-005 of 2020-05-12 (CVSS 7.5) affects it",
    ],
    [
        "names the worst that is known first",
        "1.31.0",
        "2026-10-01",
        "GHSA-qm8v-g4f9-qhjx of 2026-09-21 (CVSS 6.8) affects it, as does ISTIO-RN-2026-annotation-injection",
    ],
    [
        "names every one of many, the newest first",
        "1.30.0",
        "2026-10-01",
        "ISTIO-SECURITY-2026-006 of 2026-08-26 (CVSS 7.7) affects it, as do GHSA-qm8v-g4f9-qhjx, ISTIO-RN-2026-annotation-injection, ISTIO-SECURITY-2026-005, ISTIO-SECURITY-2026-004",
    ],
    [
        "blocks by an unknown severity: knows of 1.31.0 what no bulletin says",
        "1.31.0",
        "2026-09-01",
        "ISTIO-RN-2026-annotation-injection of 2026-08-26 (severity unknown) affects it",
    ],
    [
        "closes downwards: no page names 1.20.7 after 2024",
        "1.20.7",
        "2026-10-01",
        "ISTIO-SECURITY-2026-001 of 2026-03-10 (CVSS 8.7) affects it, as do ISTIO-SECURITY-2026-006, ISTIO-RN-2026-annotation-injection, ISTIO-SECURITY-2026-005, ISTIO-SECURITY-2026-004, ISTIO-SECURITY-2026-003, ISTIO-SECURITY-2025-004, ISTIO-SECURITY-2025-003, ISTIO-SECURITY-2025-002, ISTIO-SECURITY-2025-001, ISTIO-SECURITY-2024-007, ISTIO-SECURITY-2024-006, ISTIO-SECURITY-2024-005",
    ],
    ["keeps an exact lower bound: only 1.15.2 has 2022-008", "1.15.1", "2022-10-11", undefined],
];

const prose: Bulletin = {
    id: "ISTIO-SECURITY-2026-007",
    date: "2026-09-28",
    url: "https://istio.io/x",
    page: { releases: ["some of the newer ones"], cves: [], cvss: "N/A" },
};
const unreadable = catalogOf(
    { "1.31.1": "2026-09-21", "1.31.2": "2026-09-28", "1.31.3": undefined },
    { bulletins: [prose] },
);

describe("bulletin", () => {
    for (const [name, version, day, reason, request] of cases) {
        it(name, () => {
            assert.equal(judged(bulletinGate, version, contextOf(request, day)), reason);
        });
    }

    it("refuses a control plane of 2022-001 only beside 1.11 proxies", () => {
        const ids = (sidecars: readonly string[]): readonly string[] =>
            blockingFaults(
                { ...candidate("1.12.1"), date: "2021-12-07" },
                contextOf({ sidecars }, "2022-01-20"),
            ).map(({ id }) => id);

        assert.deepEqual(ids(["1.12.1"]), ["ISTIO-SECURITY-2022-002"]);
        assert.deepEqual(ids(["1.12.1", "1.11.4"]), ["ISTIO-SECURITY-2022-001", "ISTIO-SECURITY-2022-002"]);
        assert.deepEqual(ids([]), ["ISTIO-SECURITY-2022-002"]);
    });

    it("makes notes, not refusals, of what no release mends", () => {
        const notes = [
            "ISTIO-SECURITY-2021-002 applies to every release: a matter of configuration, no release mends it",
            "ISTIO-SECURITY-2021-004 applies to every release: a matter of configuration, no release mends it",
            "ISTIO-SECURITY-2026-002 applies to every release: a matter of design, restrict who may write the objects it names",
        ];

        assert.deepEqual(noted(bulletinGate, "1.31.1", contextOf()), notes);
        assert.deepEqual(noted(bulletinGate, "1.31.1", contextOf({ mtls: "PERMISSIVE" })), notes);
        assert.deepEqual(noted(bulletinGate, "1.31.1", contextOf({ mtls: "STRICT" })), [notes[0], notes[2]]);
        assert.equal(judged(bulletinGate, "1.31.1", contextOf()), undefined);
    });

    it("refuses what is older than a bulletin nobody can read, and what may be", () => {
        const reason =
            "ISTIO-SECURITY-2026-007 of 2026-09-28 cannot be read, so every release before it counts as affected";
        const context = contextOf({}, "2026-10-01", unreadable);

        assert.deepEqual(
            ["1.31.1", "1.31.2", "1.31.3"].map((version) => judged(bulletinGate, version, context)),
            [reason, undefined, reason],
        );
    });

    it("is waived by the bulletin's id, with a reason, until the last day", () => {
        const waiver = { id: prose.id, reason: "read by hand, concerns ambient only", expires: "2026-10-01" };
        const at = (day: string, change: Partial<typeof waiver> = {}): string | undefined =>
            judged(
                bulletinGate,
                "1.31.1",
                contextOf({ waivers: [{ ...waiver, ...change }] }, day, unreadable),
            );

        assert.equal(at("2026-10-01"), undefined);
        assert.match(at("2026-10-02") ?? "", /counts as affected \(its waiver expired on 2026-10-01\)$/);
        assert.match(at("2026-10-01", { reason: " " }) ?? "", /counts as affected$/);
        assert.match(at("2026-10-01", { id: "ISTIO-SECURITY-2026-006" }) ?? "", /counts as affected$/);
        assert.match(at("2026-10-01", { id: "bulletin" }) ?? "", /counts as affected$/);
    });
});

function candidate(version: string): Parameters<typeof blockingFaults>[0] {
    const found = contextOf().index.byVersion.get(version);
    assert.ok(found);
    return found;
}
