import assert from "node:assert/strict";
import { remoteError, remoteFault } from "../../../adapters/git/remote-fault";

const AT = "fatal: unable to access 'https://x.test/a/': ";

describe("remoteFault", () => {
    /** `[what git says, rule, whether it may pass]` */
    const cases: readonly (readonly [string, string, boolean])[] = [
        [`${AT}The requested URL returned error: 503`, "answered 503", true],
        [`${AT}The requested URL returned error: 403`, "answered 403", false],
        ["fatal: repository 'https://x.test/a/' not found", "answered 404", false],
        [
            "fatal: could not read Username for 'https://x.test': terminal prompts disabled",
            "answered 401",
            false,
        ],
        [`${AT}Could not resolve host: x.test`, "cannot be reached (Could not resolve host: x.test)", true],
        [
            "error: RPC failed; curl 28 Operation too slow\nfatal: expected flush after ref listing",
            "cannot be reached (RPC failed; curl 28 Operation too slow)",
            true,
        ],
        [
            "fatal: protocol error: bad\u001b[2J",
            "gave no answer git can use (protocol error: bad?[2J)",
            false,
        ],
        ["", "gave no answer git can use (git said nothing)", false],
    ];
    for (const [said, rule, isTransient] of cases) {
        it(`reads ${JSON.stringify(said.slice(0, 60))}`, () => {
            assert.deepEqual(remoteFault(said), { rule, isTransient });
        });
    }
});

describe("remoteError", () => {
    it("says how often a server was asked, once it was asked again", () => {
        const said = (attempts: number) =>
            remoteError(new URL("https://x.test/a"), { rule: "answered 503", isTransient: true }, attempts)
                .details.rule;

        assert.deepEqual([said(1), said(4)], ["answered 503", "answered 503, asked 4 times"]);
    });
});
