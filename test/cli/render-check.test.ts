import assert from "node:assert/strict";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { staleFiles } from "../../cli/render-check";
import { ExitStatus } from "../../lifecycle/errors";
import { projects } from "../support/project";
import { temporaryFolder } from "../support/temporary-folder";

describe("staleFiles", () => {
    const folder = temporaryFolder({ "full/a.yaml": "a", "full/b/c.yaml": "c", "full/NOTES.md": "n" });
    mkdirSync(join(folder, "empty"));

    const cases: readonly (readonly [
        what: string,
        folder: string,
        rendered: Readonly<Record<string, string>>,
        stale: readonly string[] | undefined,
    ])[] = [
        ["nothing where all is right", "full", { "a.yaml": "a", "b/c.yaml": "c" }, []],
        ["a file with other text", "full", { "a.yaml": "x", "b/c.yaml": "c" }, ["a.yaml is stale"]],
        [
            "files that are gone and new, sorted",
            "full",
            { "b/d.yaml": "d", "a.yaml": "a" },
            ["b/c.yaml is rendered no more", "b/d.yaml is missing"],
        ],
        ["what an empty folder lacks", "empty", { "a.yaml": "a" }, ["a.yaml is missing"]],
        ["no folder at all", "none", { "a.yaml": "a" }, undefined],
    ];
    for (const [what, name, rendered, stale] of cases) {
        it(`says ${what}`, () => {
            assert.deepEqual(staleFiles(join(folder, name), new Map(Object.entries(rendered))), stale);
        });
    }
});

describe("windlass render --check", () => {
    const FILE = "clusters/staging/workloads/namespace-prod.yaml";
    const fresh = projects();

    it("says what is stale, writes nothing, and passes over what is not rendered", async () => {
        const project = fresh();
        const check = ["render", "--check", "--stack", "dev", "--stack", "staging"];
        await project.run("render", "--stack", "staging");

        const right = await project.run(...check);
        project.replace(FILE, "kind: Namespace", "kind: Namesake");
        rmSync(join(project.root, "clusters/staging/workloads/prod-service-loadtester.yaml"));
        const stale = await project.run(...check);

        assert.deepEqual([right.status, right.printed], [ExitStatus.ok, ""]);
        assert.match(right.noted, /^dev: nothing is rendered in .*\nstaging: up to date in /);
        assert.deepEqual(
            [stale.status, stale.printed],
            [
                ExitStatus.stale,
                "staging: workloads/namespace-prod.yaml is stale\nstaging: workloads/prod-service-loadtester.yaml is missing",
            ],
        );
        assert.match(project.read(FILE), /Namesake/);
    });
});
