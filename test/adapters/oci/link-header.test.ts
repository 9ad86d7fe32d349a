import assert from "node:assert/strict";
import { nextLink } from "../../../adapters/oci/link-header";

const BASE = new URL("https://x.test/v2/a/tags/list?n=2");

/** `[header, next page]` */
const cases: readonly (readonly [string | null, string | undefined])[] = [
    [null, undefined],
    ["", undefined],
    ["nonsense", undefined],
    ['</v2/a/tags/list?last=b&n=2>; rel="next"', "https://x.test/v2/a/tags/list?last=b&n=2"],
    ["<?last=b>;rel=next", "https://x.test/v2/a/tags/list?last=b"],
    ['<https://y.test/2>; REL="prev next"', "https://y.test/2"],
    ['<https://x.test/1>; rel="prev", <https://x.test/3>; rel="next"', "https://x.test/3"],
    ['<https://x.test/1>; rel="prev", <https://x.test/9>; rel="last"', undefined],
    ['<https://x.test/1>; title="rel=next"', undefined],
    ['<http://[>; rel="next"', undefined],
];

describe("nextLink", () => {
    for (const [header, expected] of cases) {
        it(`finds ${expected ?? "nothing"} in ${JSON.stringify(header)}`, () => {
            assert.equal(nextLink(header, BASE)?.href, expected);
        });
    }

    it("takes no time over a hostile header", () => {
        const started = Date.now();

        nextLink('<a>;rel="'.repeat(20_000), BASE);
        nextLink("<".repeat(100_000), BASE);

        assert.ok(Date.now() - started < 1000);
    });
});
