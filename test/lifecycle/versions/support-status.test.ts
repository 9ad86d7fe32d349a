import assert from "node:assert/strict";

import fc from "fast-check";

import { parseYamlDocument } from "../../../lifecycle/kit/strict-yaml";
import { parseFreeDate, parseSupportStatus } from "../../../lifecycle/versions/support-status";

const dates: readonly (readonly [written: string, text: string, expected: boolean])[] = [
    ["~Feb 2027 (Expected)", "2027-02", true],
    ["12 Oct 2026 (Expected)", "2026-10-12", true],
    ["Sept 30, 2025", "2025-09-30", false],
    ["Sep 30, 2025", "2025-09-30", false],
    ["September 30, 2025", "2025-09-30", false],
    ["Oct 12, 2026", "2026-10-12", false],
    ["12 Oct 2026", "2026-10-12", false],
    ["1st May 2026", "2026-05-01", false],
    ["2026-10-12", "2026-10-12", false],
    ["Feb 2027", "2027-02", false],
    ["~ Feb 2027", "2027-02", true],
];

const noDates = [
    "",
    "soon",
    "31 Jun 2026",
    "Feb 30, 2026",
    "13/10/2026",
    "2026-02-30",
    "Foo 12, 2026",
    "Oct 2026 or later",
    "N/A",
    "Oct 12, 26",
    "x".repeat(1000),
];

const problems: readonly (readonly [yaml: string, problem: string])[] = [
    [
        "- {version: 1.20, releaseDate: 'Nov 14, 2023'}",
        "row 1: version 1.2 is a number without quotes: 1.2 and 1.20 look alike",
    ],
    ["- {version: '1.29', releaseDate: 'Feb 16, 2026', k8sVersions: ['1.31']}", "1.29: eolDate is missing"],
    [
        "- {version: '1.29', releaseDate: 'Feb 16, 2026', eolDate: soon, k8sVersions: ['1.31']}",
        "1.29: eolDate is no date",
    ],
    [
        "- {version: '1.29', releaseDate: 'Feb 30, 2026', eolDate: 'Oct 12, 2026', k8sVersions: ['1.31']}",
        "1.29: releaseDate is missing or no date",
    ],
    [
        "- {version: '1.29', releaseDate: 'Feb 16, 2026', eolDate: 'Oct 12, 2026'}",
        "1.29: k8sVersions is missing or empty",
    ],
    [
        "- {version: '1.29', releaseDate: 'Feb 16, 2026', eolDate: 'Oct 12, 2026', k8sVersions: [1.30]}",
        "1.29: k8sVersions holds 1.3, a number without quotes",
    ],
    [
        "- {version: '1.29', releaseDate: 'Feb 16, 2026', eolDate: 'Oct 12, 2026', k8sVersions: ['1.30; id']}",
        "1.29: k8sVersions holds something that is no minor",
    ],
    ["- {version: '1.29 ', releaseDate: 'Feb 16, 2026'}", "row 1: version is no minor"],
    ["- 5", "row 1 is no map"],
    ["{a: b}", "the table is no list of rows"],
];

function table(yaml: string): ReturnType<typeof parseSupportStatus> {
    return parseSupportStatus(parseYamlDocument(yaml, { file: "supportStatus.yml" }).value);
}

describe("parseFreeDate", () => {
    for (const [written, text, expected] of dates) {
        it(`reads ${written} as ${text}`, () => {
            assert.deepEqual(parseFreeDate(written), { text, expected });
        });
    }

    for (const written of noDates) {
        it(`finds no date in ${JSON.stringify(written).slice(0, 30)}`, () => {
            assert.equal(parseFreeDate(written), undefined);
        });
    }

    it("gives a day or a month, or nothing, whatever the text", () => {
        fc.assert(
            fc.property(
                fc.oneof(fc.string(), fc.constantFrom(...dates.map(([written]) => written))),
                (written) => {
                    const found = parseFreeDate(written);
                    assert.ok(found === undefined || /^\d{4}-\d{2}(-\d{2})?$/.test(found.text));
                },
            ),
        );
    });
});

describe("parseSupportStatus", () => {
    it("reads rows, skips master and sorts Kubernetes versions", () => {
        const yaml = [
            "- {version: master, supported: 'No, development only', k8sVersions: ['1.29']}",
            "- {version: '1.31', supported: 'Yes', releaseDate: 'Aug 27, 2026', eolDate: '~Feb 2027 (Expected)', k8sVersions: ['1.33', '1.32']}",
            "- {version: '1.29', supported: 'Yes', releaseDate: 'Feb 16, 2026', eolDate: 'Oct 12, 2026', k8sVersions: ['1.31', '1.31']}",
            "- {version: '1.28', supported: 'Yes', releaseDate: 'Nov 5, 2025', eolDate: '12 Oct 2026 (Expected)', k8sVersions: ['1.30']}",
        ].join("\n");

        assert.deepEqual(table(yaml), {
            rows: [
                {
                    minor: "1.31",
                    releaseDate: "2026-08-27",
                    eolExpected: "2027-02",
                    kubernetes: ["1.32", "1.33"],
                },
                { minor: "1.29", releaseDate: "2026-02-16", eol: "2026-10-12", kubernetes: ["1.31"] },
                { minor: "1.28", releaseDate: "2025-11-05", eolExpected: "2026-10-12", kubernetes: ["1.30"] },
            ],
            problems: [],
        });
    });

    for (const [yaml, problem] of problems) {
        it(`leaves out a row and says why: ${problem}`, () => {
            assert.deepEqual(table(yaml), { rows: [], problems: [problem] });
        });
    }

    it("keeps the first of two rows for one minor", () => {
        const row =
            "- {version: '1.29', releaseDate: 'Feb 16, 2026', eolDate: 'Oct 12, 2026', k8sVersions: ['1.31']}";

        const { rows, problems: said } = table(`${row}\n${row}`);

        assert.equal(rows.length, 1);
        assert.deepEqual(said, ["1.29 has two rows"]);
    });
});
