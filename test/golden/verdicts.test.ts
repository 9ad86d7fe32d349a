import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import semver from "semver";

import { bulletinFinding, isBlocking } from "../../lifecycle/versions/findings";
import { GATES } from "../../lifecycle/versions/gates/gates";
import { existing, firstRefusal } from "../../lifecycle/versions/resolve";
import { faultSet } from "../../lifecycle/kit/version-set";
import { contextOf, realCatalog } from "../lifecycle/versions/example-catalog";

const DAY = "2026-11-21";

describe("the catalog's numbers", () => {
    const stable = realCatalog.releases
        .map(({ version }) => new semver.SemVer(version))
        .filter(({ prerelease, major }) => prerelease.length === 0 && major >= 1);
    const blocking = realCatalog.bulletins.filter((bulletin) => isBlocking(bulletinFinding(bulletin)));
    const clean = (sets: readonly (readonly string[])[]): readonly string[] => {
        const compiled = sets.map(faultSet);
        return stable.filter((version) => !compiled.some((holds) => holds(version))).map(String);
    };
    const closed = blocking.map((bulletin) => bulletinFinding(bulletin).affected ?? []);
    const noted = [...realCatalog.advisories, ...realCatalog.clientFaults].map(({ affected }) => affected);

    it("count 287 stable releases since 1.0", () => {
        assert.equal(stable.length, 287);
    });

    it("find 26 of them clean by what the pages say", () => {
        assert.equal(clean(blocking.map(({ literal }) => literal ?? [])).length, 26);
    });

    it("find 6 clean once ranges are closed downwards", () => {
        assert.deepEqual(clean(closed), ["1.29.7", "1.29.8", "1.30.4", "1.30.5", "1.31.0", "1.31.1"]);
    });

    it("find 3 clean once release notes are read", () => {
        assert.deepEqual(clean([...closed, ...noted]), ["1.29.8", "1.30.5", "1.31.1"]);
    });

    for (const [day, versions] of [
        ["2026-10-01", ["1.31.1", "1.30.5", "1.29.8"]],
        // Support of 1.29 has ended.
        ["2026-10-12", ["1.31.1", "1.30.5"]],
        [DAY, ["1.31.1", "1.30.5"]],
    ] as const) {
        it(`find ${versions.length} that are supported on ${day}, too`, () => {
            const context = contextOf({}, day);
            const passing = existing(context.index, context.at).filter(
                (candidate) => !firstRefusal(candidate, context, GATES),
            );

            assert.deepEqual(
                passing.map(({ version }) => version),
                versions,
            );
        });
    }
});

describe("the golden table", () => {
    const file = join(__dirname, "../fixtures/versions/verdicts-2026-11-21.txt");

    it("holds the verdict on each of the 287 stable releases since 1.0", () => {
        const context = contextOf({ kubernetes: "1.34" }, DAY);
        const lines = existing(context.index, context.at)
            .filter(({ semver: { major, prerelease } }) => major >= 1 && prerelease.length === 0)
            .map((candidate) => {
                const gates = GATES.filter((gate) => gate.judge(candidate, context) !== undefined).map(
                    ({ name }) => name,
                );
                const reason = firstRefusal(candidate, context, GATES)?.reason ?? "may be picked";
                return `${candidate.version.padEnd(8)} ${(gates.join(",") || "-").padEnd(27)} ${reason}`;
            });
        const text = [
            "# Verdict on every stable release since 1.0 on 2026-11-21, for Kubernetes 1.34: release, all gates that refuse, the first one's reason.",
            "# Rewritten by WINDLASS_UPDATE_GOLDEN=1; read every line that changes.",
            ...lines,
            "",
        ].join("\n");
        if (process.env["WINDLASS_UPDATE_GOLDEN"]) writeFileSync(file, text);

        assert.equal(lines.length, 287);
        assert.equal(text, readFileSync(file, "utf8"));
    });
});

