import assert from "node:assert/strict";

import type { Hold, Lift } from "../../../lifecycle/holds/hold";
import {
    concernsPart,
    heldVersions,
    holdsOfStack,
    liftCommand,
    liftWords,
    liftedPulls,
    wavesOf,
    whyHeld,
} from "../../../lifecycle/holds/holds-in-force";

const COMMIT = "3f2a1b9c0d1e3f2a1b9c0d1e3f2a1b9c0d1e3f2a";
const waves = wavesOf([
    { stack: "dev", wave: 0 },
    { stack: "qa", wave: 0 },
    { stack: "staging", wave: 1 },
    { stack: "production", wave: 2 },
]);
const TODAY = "2026-10-05";

function hold(change: Partial<Hold> = {}): Hold {
    const reason = "taken back in staging on 2026-10-01 by commit 3f2a1b9c0d1e";
    return {
        stack: "staging",
        system: "istio",
        version: "1.31.1",
        reason,
        since: "2026-10-01",
        of: COMMIT,
        ...change,
    };
}

function lift(change: Partial<Lift> = {}): Lift {
    return {
        stack: "staging",
        system: "istio",
        version: "1.31.1",
        of: COMMIT,
        reason: "DNS",
        since: TODAY,
        ...change,
    };
}

/** Stacks a hold is in force for. */
function heldIn(found: Hold, lifts: readonly Lift[] = [], today = TODAY): readonly string[] {
    const book = { holds: [], lifts, found: [found] };
    return [...waves.keys()].filter((stack) => holdsOfStack(book, stack, waves, today).inForce.length > 0);
}

const cases: readonly (readonly [
    what: string,
    found: Hold,
    lifts: readonly Lift[],
    stacks: readonly string[],
])[] = [
    ["for its stack and the waves after it", hold(), [], ["staging", "production"]],
    ["for a stack of the same wave not", hold({ stack: "dev" }), [], ["dev", "staging", "production"]],
    ["for every stack", hold({ stack: "*" }), [], ["dev", "qa", "staging", "production"]],
    ["for nobody, where its stack is unknown", hold({ stack: "gone" }), [], []],
    ["until its last day", hold({ expires: TODAY }), [], ["staging", "production"]],
    ["no longer after its last day", hold({ expires: "2026-10-04" }), [], []],
    ["for nobody once its own stack has lifted it", hold(), [lift()], []],
    ["for all but the one it was lifted for", hold(), [lift({ stack: "production" })], ["staging"]],
    ["for nobody once it is lifted everywhere", hold(), [lift({ stack: "*" })], []],
    ["for nobody once a short id of its commit is lifted", hold(), [lift({ of: "3f2a1b9" })], []],
    ["whatever is said of another commit", hold(), [lift({ of: "3f2a1b8" })], ["staging", "production"]],
    ["whatever is said of another version", hold(), [lift({ version: "1.31.2" })], ["staging", "production"]],
    ["whatever is said of another system", hold(), [lift({ system: "flux" })], ["staging", "production"]],
    ["after the last day of a lift", hold(), [lift({ expires: "2026-10-04" })], ["staging", "production"]],
    [
        "whatever is said of pull request 1",
        hold({ of: "#17" }),
        [lift({ of: "#1" })],
        ["staging", "production"],
    ],
    ["for nobody once pull request 17 is lifted", hold({ of: "#17" }), [lift({ of: "#17" })], []],
    [
        "whatever is lifted, where a person wrote it",
        hold({ of: undefined }),
        [lift()],
        ["staging", "production"],
    ],
];

describe("holdsOfStack", () => {
    for (const [what, found, lifts, stacks] of cases) {
        it(`holds ${what}`, () => assert.deepEqual(heldIn(found, lifts), stacks));
    }

    it("tells what was lifted and what has ended", () => {
        const book = {
            holds: [hold({ of: undefined, expires: "2026-10-02" })],
            lifts: [lift()],
            found: [hold()],
        };
        const { inForce, expired, lifted } = holdsOfStack(book, "staging", waves, TODAY);

        assert.deepEqual([inForce.length, expired.length, lifted.length], [0, 1, 1]);
    });
});

describe("words about a hold", () => {
    it("say why, where and until when", () => {
        assert.equal(
            whyHeld(hold()),
            "it is held: taken back in staging on 2026-10-01 by commit 3f2a1b9c0d1e",
        );
        assert.equal(
            whyHeld(hold({ of: undefined, reason: "slow.", expires: "2026-11-01" })),
            "it is held in staging since 2026-10-01 until 2026-11-01: slow",
        );
        assert.equal(
            whyHeld(hold({ of: undefined, stack: "*", reason: "slow" })),
            "it is held in every stack since 2026-10-01: slow",
        );
    });

    it("name the command that lifts it: for the stack alone what was found, where it stands what was written", () => {
        const command = "npm run -s windlass -- hold lift";
        assert.equal(
            liftCommand(hold(), "production"),
            `${command} --stack production --version 1.31.1 --reason "…"`,
        );
        assert.equal(
            liftCommand(hold({ of: undefined, system: "flux" }), "production"),
            `${command} --stack staging --system flux --version 1.31.1 --reason "…"`,
        );
        assert.equal(
            liftWords(hold({ of: "#17", stack: "dev" }), "dev"),
            `to lift it, ${command} --stack dev --version 1.31.1 --pull 17 --reason "…"`,
        );
        assert.match(liftCommand(hold({ of: undefined, stack: "*" }), "dev"), / --stack '\*' /);
    });

    it("stand by version, of one system", () => {
        const holds = [
            hold(),
            hold({ version: "1.31.2" }),
            hold({ system: "flux" }),
            hold({ reason: "twice" }),
        ];

        assert.deepEqual([...heldVersions(holds, "istio", "dev").keys()], ["1.31.1", "1.31.2"]);
        assert.match(
            heldVersions(holds, "istio", "dev").get("1.31.1") ?? "",
            /^it is held: taken back in staging/,
        );
    });
});

describe("concernsPart", () => {
    it("is about the part whose history it was found in, or about all", () => {
        assert.equal(concernsPart(hold({ part: "proxies" }), "proxies"), true);
        assert.equal(concernsPart(hold({ part: "proxies" }), "control-plane"), false);
        assert.equal(concernsPart(hold(), "control-plane"), true);
    });
});

describe("liftedPulls", () => {
    it("are the numbers that are lifted today", () => {
        const lifts = [lift(), lift({ of: "#17" }), lift({ of: "#18", expires: "2026-10-04" })];

        assert.deepEqual([...liftedPulls(lifts, TODAY)], [17]);
    });
});
