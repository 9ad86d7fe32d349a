import assert from "node:assert/strict";

import { readEvidence } from "../../adapters/git/evidence-source";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { kubeconfigVariable } from "../support/fake-cluster";
import { FakeWorkloads } from "../support/fake-workloads";
import { faultServer } from "../support/http-server";
import { type Project, projects } from "../support/project";
import { reachDev } from "../support/reachable-stack";

const DEV = "stacks/Pulumi.dev.yaml";

describe("windlass rollout restart", function () {
    this.timeout(120_000);
    const fresh = projects();
    const server = faultServer();
    const useKubeconfig = kubeconfigVariable();

    /** A stack dev beside which a team delivers into `legacy`, by its own repository; one of its two workloads is behind. */
    function reachable(): { readonly project: Project; readonly legacy: FakeWorkloads } {
        const project = fresh();
        const namespaces = "    namespaces: { legacy: { mode: webhook, elsewhere: true } }\n";
        project.replace(DEV, "    mode: git #", `${namespaces}    mode: git #`);
        const legacy = new FakeWorkloads(server, "legacy", "1.31.1");
        legacy.add("old", "1.31.0");
        legacy.add("new", "1.31.1");
        useKubeconfig(
            reachDev(project, server, ({ deployments = [], pods = [], ...rest }) => ({
                ...rest,
                deployments: [...deployments, ...legacy.objects().deployments],
                pods: [...pods, ...legacy.objects().pods],
            })),
        );
        legacy.serve();
        return { project, legacy };
    }
    const run = (project: Project, ...args: readonly string[]) =>
        project.run("rollout", "restart", "--stack", "dev", ...args);

    it("is what status asks for, in the words of the command", async () => {
        const { project } = reachable();
        const { printed } = await project.run("status", "--stack", "dev");
        assert.match(printed, /legacy\/Deployment\/old/);
        assert.match(printed, /rollout restart --stack dev --namespace legacy --reason/);
        assert.match(printed, /elsewhere/);
    });

    it("says what it would do, and neither does nor records it", async () => {
        const { project } = reachable();
        const { status, printed } = await run(project, "--all", "--dry-run");
        assert.equal(status, ExitStatus.ok, printed);
        assert.match(
            printed,
            /^legacy\/Deployment\/old {2}planned: 1 pod with the proxy 1\.31\.0 get 1\.31\.1$/m,
        );
        assert.doesNotMatch(printed, /Deployment\/new/);
        assert.equal((await readEvidence(project.root)).byStack.size, 0);
        assert.equal(server.requests.filter(({ method }) => method === "PATCH").length, 0);
    });

    it("restarts it, and records who and why before", async () => {
        const { project, legacy } = reachable();
        const { status, printed, noted } = await run(
            project,
            "--namespace",
            "legacy",
            "--reason",
            "1.31.1",
            "--settle",
            "0",
        );
        assert.equal(status, ExitStatus.ok, printed + noted);
        assert.match(printed, /^legacy\/Deployment\/old {2}done: 1 ready with the proxy 1\.31\.1$/m);
        assert.equal(legacy.workloads.get("old")?.proxy, "1.31.1");
        const [entry] = (await readEvidence(project.root)).byStack.get("dev")?.interventions ?? [];
        assert.deepEqual(
            [entry?.action, entry?.version, entry?.canaries, entry?.reason],
            ["restart", "1.31.1", ["legacy/Deployment/old"], "1.31.1"],
        );
        const { printed: told } = await project.run("status", "--stack", "dev", "--offline");
        assert.match(told, /1\.31\.1 was brought by a restart on .* \(1 workload\): 1\.31\.1/);
    });

    for (const [args, said] of [
        [["--all"], /A reason is needed/],
        [["--reason", "x"], /--namespace: is needed, and only one of --namespace and --all/],
        [["--all", "--reason", "x", "--at-once", "0"], /--at-once: .*must be a whole number from 1/],
        [["--all", "--reason", "x", "--canary", "a/b"], /--canary: is of no use with restart/],
    ] as const) {
        it(`refuses ${args.join(" ")}`, async () => {
            const { project } = reachable();
            const { status, noted } = await run(project, ...args);
            assert.equal(status, ExitStatus.badInput);
            assert.match(noted, said);
        });
    }
});
