import assert from "node:assert/strict";
import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { run as runInject } from "../../cli/inject";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { recordedInvocation } from "../support/invocation";
import { type Project, projects } from "../support/project";

const BACKEND = "apps/backend/deployment.yaml";

describe("windlass inject", () => {
    const fresh = projects();

    it("needs no istioctl and touches no file where nothing has changed", async () => {
        const project = fresh();
        const file = join(project.root, "stacks/dev.sidecars.yaml");
        const before = statSync(file).mtimeMs;

        const { status, printed } = await project.run("inject");

        assert.equal(status, ExitStatus.ok);
        assert.equal(
            printed.split("\n")[0],
            "dev: 0 injected, 3 unchanged, 0 skipped; stacks/dev.sidecars.yaml untouched",
        );
        assert.equal(statSync(file).mtimeMs, before);
    });

    it("prints one document with --json", async () => {
        const { printed } = await fresh().run("inject", "--stack", "dev", "--json");

        const [dev] = JSON.parse(printed) as { stack: string; written: boolean; injected: string[] }[];
        assert.deepEqual([dev?.stack, dev?.written, dev?.injected], ["dev", false, []]);
    });

    describe("a stack without workloads that get a sidecar", () => {
        const noApps = (): Project => {
            const project = fresh();
            project.write(
                "stacks/Pulumi.dev.yaml",
                project
                    .read("stacks/Pulumi.dev.yaml")
                    .replace(/\n {4}apps:.*\n(?: {6}- .*\n)+/, "\n    apps: []\n"),
            );
            return project;
        };

        it("needs no istioctl and no file, for any command", async () => {
            const project = noApps();
            rmSync(join(project.root, "stacks/dev.sidecars.yaml"));

            const inject = await project.run("inject", "--stack", "dev");
            const render = await project.run("render", "--stack", "dev");
            const check = await project.run("inject", "--check", "--stack", "dev");

            assert.deepEqual([inject.status, inject.noted], [ExitStatus.ok, ""]);
            assert.match(inject.printed, /^dev: 0 injected, 0 unchanged, 0 skipped; .* untouched$/);
            assert.deepEqual(
                [render.status, check.status, check.printed],
                [ExitStatus.ok, ExitStatus.ok, "ok       dev"],
            );
            assert.equal(existsSync(join(project.root, "stacks/dev.sidecars.yaml")), false);
        });

        it("loses the file that its workloads had", async () => {
            const project = noApps();

            const { status } = await project.run("inject", "--stack", "dev");

            assert.equal(status, ExitStatus.ok);
            assert.equal(existsSync(join(project.root, "stacks/dev.sidecars.yaml")), false);
        });
    });

    it("names in its help the status it ends with where istioctl cannot be had", async () => {
        const project = fresh();
        project.replace(BACKEND, "containerPort: 9898", "containerPort: 9797");
        const env = {
            WINDLASS_ISTIO_MIRROR: "http://127.0.0.1:9/",
            WINDLASS_CACHE: join(project.root, "cache"),
            PATH: "/none",
        };
        const { invocation } = recordedInvocation(project.root, { options: { stack: ["dev"] }, env });

        await assert.rejects(Promise.resolve(runInject(invocation)), {
            exitStatus: ExitStatus.noCandidate,
        });
        assert.match(
            (await project.run("inject", "--help")).printed,
            /^ {2}3 {2}istioctl had to be downloaded and could not be/m,
        );
    });

    describe("--check", () => {
        it("says all is well", async () => {
            const { status, printed } = await fresh().run("inject", "--check", "--stack", "dev");

            assert.equal(status, ExitStatus.ok);
            assert.equal(printed, "ok       dev");
        });

        it("says what is stale and why, with a status of its own", async () => {
            const project = fresh();
            project.replace(BACKEND, "containerPort: 9898", "containerPort: 9797");

            const { status, printed } = await project.run("inject", "--check", "--stack", "dev");

            assert.equal(status, ExitStatus.stale);
            assert.equal(printed, "stale    dev  prod/Deployment/backend: its manifest has changed");
        });

        it("takes no notice of what no sidecar depends on", async () => {
            const project = fresh();
            project.replace(BACKEND, "revisionHistoryLimit: 5", "revisionHistoryLimit: 6 # kept longer");

            const { status } = await project.run("inject", "--check", "--stack", "dev");

            assert.equal(status, ExitStatus.ok);
        });

        it("prints one document with --json", async () => {
            const project = fresh();
            project.replace(BACKEND, "containerPort: 9898", "containerPort: 9797");

            const { printed } = await project.run("inject", "--check", "--stack", "dev", "--json");

            assert.deepEqual(JSON.parse(printed), [
                {
                    stack: "dev",
                    stale: [{ id: "prod/Deployment/backend", reason: "its manifest has changed" }],
                    skipped: [],
                },
            ]);
        });
    });
});
