import assert from "node:assert/strict";
import fc from "fast-check";
import { parseBulletinPage, parseFrontMatter } from "../../../lifecycle/versions/bulletin-page";

const ID = "ISTIO-SECURITY-2026-006";
const page = (matter: string): string => `---\n${matter}\n---\n\n{{< security_bulletin >}}\n`;
const whole =
    'title: T\ncves: [CVE-2026-1]\ncvss: "7.7"\nreleases: ["1.29.0 to 1.29.6"]\npublishdate: 2026-08-26';

/** `[what the page says, what is read]` */
const read: readonly (readonly [string, object])[] = [
    [whole, { releases: ["1.29.0 to 1.29.6"], cves: ["CVE-2026-1"], cvss: "7.7" }],
    [whole.replace('"7.7"', "7.7"), { releases: ["1.29.0 to 1.29.6"], cves: ["CVE-2026-1"], cvss: "7.7" }],
    [
        whole.replace('cvss: "7.7"\n', ""),
        { releases: ["1.29.0 to 1.29.6"], cves: ["CVE-2026-1"], cvss: "N/A" },
    ],
    [whole.replace("[CVE-2026-1]", "[]"), { releases: ["1.29.0 to 1.29.6"], cves: [], cvss: "7.7" }],
    // YAML's number 1.10 is 1.1: nobody may take it for a release.
    [
        whole.replace('["1.29.0 to 1.29.6"]', "[1.10]"),
        { releases: ["1.1 without quotes"], cves: ["CVE-2026-1"], cvss: "7.7" },
    ],
    [
        whole.replace('["1.29.0 to 1.29.6"]', "all of them"),
        { releases: ["all of them"], cves: ["CVE-2026-1"], cvss: "7.7" },
    ],
    [
        whole.replace("2026-08-26", "2026-08-26T10:00:00Z"),
        { releases: ["1.29.0 to 1.29.6"], cves: ["CVE-2026-1"], cvss: "7.7" },
    ],
];

/** `[what is wrong, text]` */
const refused: readonly (readonly [string, string])[] = [
    ["no front matter", "<html></html>"],
    ["a front matter without an end", `---\n${whole}`],
    ["a list for a front matter", page("- a")],
    ["no day", page(whole.replace("2026-08-26", "soon"))],
    ["a day that does not exist", page(whole.replace("2026-08-26", "2026-02-30"))],
    ["a key twice", page(`${whole}\ncvss: "1.0"`)],
    ["a line break in a text", page(whole.replace('"1.29.0 to 1.29.6"', '"1.29.0\\nX=1"'))],
    ["a text that turns the reading direction", page(whole.replace('"1.29.0 to 1.29.6"', '"1.29.0\\u202e"'))],
    ["a text without end", page(whole.replace("1.29.0 to 1.29.6", "x".repeat(301)))],
    ["a list without end", page(whole.replace("[CVE-2026-1]", `[${"a,".repeat(201)}]`))],
    ["a front matter without end", page(`${whole}\nx: ${"y".repeat(70_000)}`)],
    ["a tag of a language", page(`${whole}\nx: !!js/function "x"`)],
];

describe("parseBulletinPage", () => {
    for (const [matter, expected] of read) {
        it(`reads ${JSON.stringify(matter.slice(9, 60))} …`, () => {
            assert.deepEqual(parseBulletinPage(ID, page(matter)), {
                id: ID,
                date: "2026-08-26",
                page: expected,
            });
        });
    }
    it("reads a page with a byte order mark and Windows line ends", () => {
        assert.equal(parseBulletinPage(ID, `\ufeff${page(whole).replaceAll("\n", "\r\n")}`).page.cvss, "7.7");
    });
    for (const [title, text] of refused) {
        it(`refuses ${title}`, () => {
            assert.throws(() => parseBulletinPage(ID, text), { name: "WindlassError" });
        });
    }
    it("reads or refuses, whatever the text", () => {
        fc.assert(
            fc.property(fc.string(), (matter) => {
                try {
                    parseFrontMatter(page(matter), "f");
                } catch (error) {
                    assert.equal((error as Error).name, "WindlassError");
                }
            }),
        );
    });
});
