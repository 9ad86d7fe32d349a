import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { ExitStatus } from "../../lifecycle/errors";
import { projects } from "../support/project";

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
