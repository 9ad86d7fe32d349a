import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { staleFiles } from "../../cli/render-check";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { type Project, projects } from "../support/project";
import { temporaryFolder } from "../support/temporary-folder";

describe("staleFiles", () => {
    const folder = temporaryFolder({ "full/a.yaml": "a", "full/system/c.yaml": "c", "full/NOTES.md": "n" });
    mkdirSync(join(folder, "empty"));

    const cases: readonly (readonly [
        what: string,
        folder: string,
        rendered: Readonly<Record<string, string>>,
        stale: readonly string[] | undefined,
    ])[] = [
        ["nothing where all is right", "full", { "a.yaml": "a", "system/c.yaml": "c" }, []],
        ["a file with other text", "full", { "a.yaml": "x", "system/c.yaml": "c" }, ["a.yaml is stale"]],
        [
            "files that are gone and new, sorted",
            "full",
            { "system/d.yaml": "d", "a.yaml": "a" },
            ["system/c.yaml is rendered no more", "system/d.yaml is missing"],
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
    const FILE = "clusters/staging/workloads/prod/namespace-prod.yaml";
    const fresh = projects();

    it("says what is stale, writes nothing, and passes over what is not rendered", async () => {
        const project = fresh();
        const check = ["render", "--check", "--stack", "dev", "--stack", "staging"];
        await project.run("render", "--stack", "staging");

        const right = await project.run(...check);
        project.replace(FILE, "kind: Namespace", "kind: Namesake");
        rmSync(join(project.root, "clusters/staging/workloads/prod/service-loadtester.yaml"));
        const stale = await project.run(...check);

        assert.deepEqual([right.status, right.printed], [ExitStatus.ok, ""]);
        assert.match(right.noted, /^dev: nothing is rendered in .*\nstaging: up to date in /);
        assert.deepEqual(
            [stale.status, stale.printed],
            [
                ExitStatus.stale,
                "staging: workloads/prod/namespace-prod.yaml is stale\nstaging: workloads/prod/service-loadtester.yaml is missing",
            ],
        );
        assert.match(project.read(FILE), /Namesake/);
    });

    const DELIVERY = "windlass:delivery: pulumi";

    function deliveredByFlux(path?: string): Project {
        const project = fresh();
        project.replace("stacks/Pulumi.dev.yaml", DELIVERY, "windlass:delivery: flux");
        const folder = path === undefined ? "" : `\n      path: ${path}`;
        project.replace(
            "stacks/Pulumi.dev.yaml",
            "windlass:flux:\n",
            `windlass:flux:\n    git:\n      url: https://example.com/mesh${folder}\n`,
        );
        return project;
    }

    it("says that what Flux is to deliver has not been rendered at all", async () => {
        const project = deliveredByFlux();

        const { status, printed, noted } = await project.run("render", "--check", "--stack", "dev");

        assert.equal(status, ExitStatus.stale);
        assert.equal(printed, "dev: clusters/dev is missing");
        assert.match(noted, /^dev: Flux reads what nobody has rendered yet from clusters\/dev$/);
    });

    it("writes and compares the folder the Kustomizations point to", async () => {
        const project = deliveredByFlux("deploy/<stack>/mesh");

        await project.run("render", "--stack", "dev");
        const right = await project.run("render", "--check", "--stack", "dev");
        const kustomization = project.read(
            "deploy/dev/mesh/flux/flux-system-kustomization-system.kustomize.yaml",
        );
        rmSync(join(project.root, "deploy/dev/mesh/system"), { recursive: true });
        const wrong = await project.run("render", "--check", "--stack", "dev");

        assert.match(kustomization, /^ {2}path: \.\/deploy\/dev\/mesh\/system$/m);
        assert.equal(existsSync(join(project.root, "clusters")), false);
        assert.deepEqual([right.status, right.noted], [ExitStatus.ok, "dev: up to date in deploy/dev/mesh"]);
        assert.equal(wrong.status, ExitStatus.stale);
        assert.match(wrong.printed, /^dev: system\/.* is missing$/m);
    });

    it("never takes away what nobody rendered, wherever the path points", async () => {
        const project = deliveredByFlux("apps");

        const { status, noted } = await project.run("render", "--stack", "dev");

        assert.equal(status, ExitStatus.badInput);
        assert.match(noted, /apps\/backend\/canary\.yaml: is not a file Windlass writes/);
        assert.match(project.read("apps/backend/canary.yaml"), /^kind: Canary$/m);
    });

    it("refuses two stacks in one folder", async () => {
        const project = deliveredByFlux("clusters/staging");

        const { status, noted } = await project.run("render", "--stack", "dev");

        assert.equal(status, ExitStatus.badInput);
        assert.match(
            noted,
            /Pulumi\.(?:dev|staging)\.yaml: flux\.git\.path: "clusters\/staging": is the folder of (?:dev|staging) too/,
        );
    });

    it("renders with --delivered what Flux applies, and what is there already, and nothing else", async () => {
        const project = deliveredByFlux();
        project.write("clusters/staging/system/old.yaml", "kind: Namespace\n");

        project.replace(
            "stacks/Pulumi.production.yaml",
            "windlass:delivery: flux",
            "windlass:delivery: pulumi",
        );

        const { status } = await project.run("render", "--delivered");

        assert.equal(status, ExitStatus.ok);
        assert.deepEqual(readdirSync(join(project.root, "clusters")).sort(), ["dev", "staging"]);
    });
});
