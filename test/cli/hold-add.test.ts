import assert from "node:assert/strict";

import { requireFuture } from "../../cli/hold-add";
import { LockHistory } from "../support/lock-history";
import { projects } from "../support/project";

const FILE = "stacks/holds.yaml";
const AT = ["--at", "2026-10-05"];

describe("requireFuture", () => {
    it("refuses an end before the beginning", () => {
        assert.throws(() => requireFuture({ since: "2026-10-05", expires: "2026-10-04" }), /is over already/);
        requireFuture({ since: "2026-10-05", expires: "2026-10-05" });
        requireFuture({ since: "2026-10-05" });
    });
});

describe("windlass hold", () => {
    const fresh = projects();
    const add = ["hold", "add", "--version", "1.31.1", "--reason", "slow", ...AT];

    it("adds, lists and lifts a hold a person writes", async () => {
        const project = fresh();
        new LockHistory(project);
        const added = await project.run(...add, "--stack", "staging", "--expires", "2026-11-01");
        assert.deepEqual(
            [added.status, added.printed],
            [0, "istio 1.31.1 is held for staging and the waves after it: commit stacks/holds.yaml"],
        );
        const listed = await project.run("hold", "list", ...AT);
        assert.deepEqual(listed.printed.split("\n"), [
            "STACK       RELEASE       STATE     WHY",
            "production  istio 1.31.1  in force  held in staging since 2026-10-05 until 2026-11-01: slow (through staging)",
            "staging     istio 1.31.1  in force  held in staging since 2026-10-05 until 2026-11-01: slow",
        ]);
        assert.equal((await project.run("hold", "list", "--at", "2026-11-02")).printed, "nothing is held");
        assert.match((await project.run("hold", "list", "--all", "--at", "2026-11-02")).printed, /expired/);

        const lift = ["hold", "lift", "--version", "1.31.1", "--reason", "mended", ...AT];
        const through = await project.run(...lift, "--stack", "production");
        assert.equal(through.status, 2);
        assert.match(
            through.noted,
            /It is held through staging: npm run -s windlass -- hold lift --stack staging/,
        );
        assert.equal((await project.run(...lift)).status, 0);
        assert.equal((await project.run("hold", "list", ...AT)).printed, "nothing is held");
        const again = await project.run(...lift);
        assert.equal(again.status, 2);
        assert.match(again.noted, /No hold of istio 1\.31\.1 is known/);
    });

    it("holds for every stack where none is named", async () => {
        const project = fresh();
        new LockHistory(project);
        await project.run(...add);
        const { printed } = await project.run("hold", "list", "--json", ...AT);
        const { holds, unknown } = JSON.parse(printed) as {
            holds: readonly { concerns: string }[];
            unknown: unknown;
        };

        assert.deepEqual(
            holds.map(({ concerns }) => concerns),
            ["dev", "production", "staging"],
        );
        assert.equal(unknown, null);
        assert.equal(
            (await project.run("hold", "lift", "--version", "1.31.1", "--reason", "x", ...AT)).status,
            0,
        );
    });

    for (const [args, message] of [
        [
            ["--version", "1.31.99", "--reason", "x"],
            /--version: "1\.31\.99": is no release of istio the catalog knows/,
        ],
        [["--version", "2.9.4", "--reason", "x"], /is no release of istio/],
        [
            ["--version", "1.31.1", "--reason", "x", "--expires", "2026-10-01"],
            /--expires: "2026-10-01": is over already/,
        ],
        [
            ["--version", "1.31.1", "--reason", "a\nb"],
            /must not contain control characters\. Nothing was written/,
        ],
        [["--version", "1.31.1", "--reason", "x".repeat(301)], /must not be longer than 300 characters/],
    ] as const) {
        it(`refuses ${JSON.stringify(args).slice(0, 80)}, and writes nothing`, async () => {
            const project = fresh();
            const { status, noted } = await project.run("hold", "add", ...args, ...AT);

            assert.equal(status, 2);
            assert.match(noted, message);
            assert.throws(() => project.read(FILE));
        });
    }

    it("refuses the same hold twice, and keeps the first", async () => {
        const project = fresh();
        await project.run(...add);
        const before = project.read(FILE);

        assert.equal((await project.run(...add)).status, 2);
        assert.equal(project.read(FILE), before);
    });
});
