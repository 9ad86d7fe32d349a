import assert from "node:assert/strict";

import { parseHolds } from "../../../lifecycle/holds/holds-parse";

const HEAD = "schema: windlass/holds/v1\n";
const hold = (more: string): string =>
    `${HEAD}holds:\n  - { version: 1.31.1, reason: slow, since: "2026-10-01", ${more} }\n`;

const bad: readonly (readonly [text: string, complaint: RegExp])[] = [
    ["", /^stacks\/holds\.yaml: is empty/],
    ["[]", /must be a map/],
    ["holds: []\n", /schema/],
    [
        "schema: windlass/holds/v2\n",
        /^stacks\/holds\.yaml:1: schema: "windlass\/holds\/v2": is of a newer Windlass: this Windlass knows windlass\/holds\/v1\. Take a newer Windlass: raise its version in package\.json/,
    ],
    [`${HEAD}holds: {}\n`, /^stacks\/holds\.yaml:2: holds:/],
    [`${HEAD}hold: []\n`, /hold: is not a known key\. Did you mean holds/],
    [
        hold("stack: Dev"),
        /^stacks\/holds\.yaml:3: holds\.0\.stack: "Dev": must be the name of a stack, or \*/,
    ],
    [hold("stack: ../dev"), /must be the name of a stack/],
    [hold("system: envoy"), /^stacks\/holds\.yaml:3: holds\.0\.system: "envoy"/],
    [hold("expires: soon"), /expires: "soon": must be a day of the calendar/],
    [hold("expires: 2026-02-30"), /must be a day of the calendar/],
    [hold("of: HEAD"), /of: "HEAD": must be the id of a commit, or the number of a pull request/],
    [hold("of: '#0'"), /must be the id of a commit/],
    [hold("until: x"), /until: is not a known key/],
    [
        `${HEAD}holds:\n  - { version: ~1.31, reason: slow, since: "2026-10-01" }\n`,
        /version: "~1\.31": must be an exact version/,
    ],
    [`${HEAD}holds:\n  - { version: 1.31.1, since: "2026-10-01" }\n`, /reason: is required/],
    [
        `${HEAD}holds:\n  - { version: 1.31.1, reason: "  ", since: "2026-10-01" }\n`,
        /reason: " {2}": must say why/,
    ],
    [`${HEAD}lifts:\n  - { version: 1.31.1, reason: x, since: "2026-10-01" }\n`, /of: is required/],
    [`${HEAD}${HEAD}`, /schema/],
    [`${HEAD}---\n${HEAD}`, /must hold a single YAML document/],
    [`${HEAD}__proto__: {}\n`, /__proto__/],
    [`${HEAD}holds: !!python/object x\n`, /tag/i],
    [`%YAML 1.1\n---\n${HEAD}`, /directives/],
];

describe("parseHolds", () => {
    it("reads holds and lifts, with what is left out", () => {
        const { holds, lifts, lineOf } = parseHolds(
            `${hold("expires: 2026-11-01")}lifts:\n  - { stack: dev, system: flux, version: 2.9.4, of: 3f2a1b9, reason: DNS, since: "2026-10-02" }\n`,
        );

        assert.deepEqual(holds, [
            {
                stack: "*",
                system: "istio",
                version: "1.31.1",
                reason: "slow",
                since: "2026-10-01",
                expires: "2026-11-01",
            },
        ]);
        assert.deepEqual(lifts, [
            {
                stack: "dev",
                system: "flux",
                version: "2.9.4",
                of: "3f2a1b9",
                reason: "DNS",
                since: "2026-10-02",
            },
        ]);
        assert.deepEqual([lineOf(["holds", 0]), lineOf(["lifts", 0])], [3, 5]);
    });

    it("reads what a tool writes as JSON", () => {
        const entry = { stack: "dev", version: "1.31.1", reason: "closed", since: "2026-10-01", of: "#17" };
        const { holds } = parseHolds(
            JSON.stringify({ schema: "windlass/holds/v1", holds: [entry] }),
            "--holds",
        );

        assert.deepEqual(holds, [{ ...entry, system: "istio" }]);
    });

    for (const [text, complaint] of bad) {
        it(`refuses ${JSON.stringify(text.replace(HEAD, ""))}`, () => {
            assert.throws(
                () => parseHolds(text),
                ({ message }: Error) => complaint.test(message),
            );
        });
    }

    it("refuses the same hold twice", () => {
        const entry = '  - { version: 1.31.1, reason: slow, since: "2026-10-01" }\n';

        assert.throws(
            () => parseHolds(`${HEAD}holds:\n${entry}${entry}`),
            /^WindlassError: stacks\/holds\.yaml:4: /,
        );
    });
});
