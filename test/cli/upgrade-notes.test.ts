import assert from "node:assert/strict";

import { ExitStatus } from "../../lifecycle/kit/errors";
import { fakeIstioctl } from "../support/fake-istioctl";
import { projects } from "../support/project";

const LOCK = "stacks/dev.lock.yaml";

describe("windlass upgrade-notes", () => {
    const fresh = projects();
    const older = (): ReturnType<typeof fresh> => {
        const project = fresh();
        for (const file of [LOCK, "stacks/Pulumi.dev.yaml"])
            project.write(
                file,
                project.read(file).replaceAll("1.31.1", "1.30.5").replaceAll("~1.31", "^1.30"),
            );
        return project;
    };

    it("says what a person must look at, and what touches nothing", async () => {
        const { status, printed } = await older().run("upgrade-notes", "--stack", "dev", "--to", "1.31.1");

        assert.equal(status, ExitStatus.ok);
        const [head, , look = ""] = printed.split("\n");
        assert.equal(head, "dev: 1.30.5 → 1.31.1");
        assert.match(look, /^look {4}1\.31-unhealthy-endpoints: /);
        assert.match(printed, /\d known changes touch nothing of the stack \(--all shows them\)/);
        assert.doesNotMatch(printed, /1\.31-upstream-spans/);
    });

    it("shows all on request, and refuses what would break", async () => {
        const project = older();
        project.replace(
            "stacks/Pulumi.dev.yaml",
            "  windlass:istio:\n",
            '  windlass:istio:\n    values: { pilot: { env: { PILOT_SPAWN_UPSTREAM_SPAN_FOR_GATEWAY: "false" } } }\n',
        );
        const { status, printed, noted } = await project.run(
            "upgrade-notes",
            "--stack",
            "dev",
            "--to",
            "1.31.1",
            "--all",
        );

        assert.equal(status, ExitStatus.refused, noted);
        assert.match(printed, /^refuse {2}1\.31-upstream-spans: /m);
        assert.match(printed, /^safe {4}1\.31-workload-entries: /m);
    });

    it("goes to the best release of the range by itself, and knows when no minor begins", async () => {
        const { printed } = await fresh().run(
            "upgrade-notes",
            "--stack",
            "dev",
            "--at",
            "2026-10-05",
            "--json",
        );
        const { from, to, findings } = JSON.parse(printed) as {
            from: string;
            to: string;
            findings: unknown[];
        };

        assert.deepEqual([from, to, findings], ["1.31.1", "1.31.1", []]);
    });

    it("compares what the charts of both versions make of the stack's values", async function () {
        if (process.platform === "win32") return this.skip();
        const project = older();
        for (const version of ["1.30.5", "1.31.1"]) project.write(`.cache/istioctl/${version}/none`, "");
        for (const [version, replicas] of [
            ["1.30.5", 1],
            ["1.31.1", 2],
        ] as const)
            fakeIstioctl(
                `${project.root}/.cache/istioctl/${version}`,
                "istioctl",
                `case "$1" in version) echo ${version};; *) printf 'kind: Deployment\\nmetadata: {name: istiod}\\nspec: {replicas: ${replicas}}\\n';; esac`,
            );

        const { printed, noted } = await project.run(
            "upgrade-notes",
            "--stack",
            "dev",
            "--to",
            "1.31.1",
            "--charts",
        );

        assert.match(
            printed,
            /What the charts make otherwise of the stack's values:\n {2}Deployment\/istiod spec\.replicas: 1 → 2$/,
            noted,
        );
    });
});
