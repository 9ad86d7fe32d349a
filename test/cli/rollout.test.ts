import assert from "node:assert/strict";

import { readEvidence } from "../../adapters/git/evidence-source";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { kubeconfigVariable } from "../support/fake-cluster";
import { FakeFlagger } from "../support/fake-flagger";
import { faultServer } from "../support/http-server";
import { type Project, projects } from "../support/project";
import { reachDev } from "../support/reachable-stack";

const WHY = ["--reason", "5xx in checkout"];

interface Printed {
    readonly action: string;
    readonly dryRun: boolean;
    readonly recorded: readonly Readonly<Record<string, unknown>>[];
    readonly steps: readonly { readonly id: string; readonly what: string; readonly why: string }[];
}

describe("windlass rollout", function () {
    this.timeout(30_000);
    const fresh = projects();
    const server = faultServer();
    const useKubeconfig = kubeconfigVariable();

    /** A project whose stack dev has the canaries backend and frontend in a cluster, and Flagger in it. */
    function reachable(): { readonly project: Project; readonly flagger: FakeFlagger } {
        const project = fresh();
        useKubeconfig(reachDev(project, server));
        return { project, flagger: new FakeFlagger(server) };
    }
    const run = (project: Project, ...args: readonly string[]) =>
        project.run("rollout", ...args.slice(0, 1), "--stack", "dev", ...args.slice(1));
    const document = (printed: string) => JSON.parse(printed) as Printed;
    const patches = () => server.requests.filter(({ method }) => method === "PATCH").length;

    it("aborts what is under way, records who and why before, and holds the version", async () => {
        const { project, flagger } = reachable();
        flagger.add("backend");
        flagger.add("frontend", { phase: "Succeeded", target: "1.31.1" });
        flagger.serve();

        const { status, printed, noted } = await run(project, "abort", "--all", ...WHY);

        assert.equal(status, ExitStatus.ok, printed + noted);
        assert.match(
            printed,
            /^prod\/Canary\/backend {2}changed: its analysis ends as failed, of 1\.31\.2$/m,
        );
        assert.match(printed, /^prod\/Canary\/backend {2}done: /m);
        assert.doesNotMatch(printed, /frontend/);
        assert.match(printed, /istio 1\.31\.2 is held for dev/);
        assert.match(noted, /recorded in [0-9a-f]{12} on the branch windlass-evidence/);

        const holds = await project.run("hold", "list", "--stack", "dev");
        assert.match(
            holds.printed,
            /istio 1\.31\.2 +in force +held: its rollout was aborted in dev on .*: 5xx in checkout/,
        );
        const lifted = await project.run("hold", "lift", "--stack", "dev", "--version", "1.31.2", ...WHY);
        assert.equal(lifted.status, ExitStatus.ok, lifted.noted);
        assert.match((await project.run("hold", "list", "--stack", "dev")).printed, /nothing is held/);
    });

    it("promotes by hand, which status and hold list tell from what was measured", async () => {
        const { project, flagger } = reachable();
        const backend = flagger.add("backend");
        flagger.serve();

        const { status, printed } = await run(
            project,
            "promote",
            "--canary",
            "prod/backend",
            ...WHY,
            "--json",
        );

        assert.equal(status, ExitStatus.ok);
        const { action, dryRun, recorded, steps } = document(printed);
        assert.deepEqual([action, dryRun, steps.at(-1)?.what], ["promote", false, "done"]);
        assert.deepEqual(
            recorded.map(({ action: what, version, canaries, count, reason }) => [
                what,
                version,
                canaries,
                count,
                reason,
            ]),
            [["promote", "1.31.2", ["prod/Canary/backend"], 1, "5xx in checkout"]],
        );
        assert.equal(backend.primary, "1.31.2");
        const said = /1\.31\.2 was promoted by hand, unmeasured, on .* \(1 canary\): 5xx in checkout/;
        assert.match((await project.run("hold", "list", "--stack", "dev")).printed, said);
        assert.match((await project.run("status", "--stack", "dev", "--offline")).printed, said);
        const json = JSON.parse((await project.run("hold", "list", "--stack", "dev", "--json")).printed) as {
            readonly promoted: readonly unknown[];
        };
        assert.equal(json.promoted.length, 1);
        // A look does not forget it.
        await project.run("status", "--stack", "dev", "--record");
        assert.equal((await readEvidence(project.root)).byStack.get("dev")?.interventions?.length, 1);
    });

    it("says what it would do, and neither does nor records it", async () => {
        const { project, flagger } = reachable();
        flagger.add("backend", { phase: "Failed" });
        flagger.serve();

        const { status, printed } = await run(project, "retry", "--all", "--dry-run", "--json");

        assert.deepEqual([status, patches()], [ExitStatus.ok, 0]);
        assert.deepEqual(document(printed), {
            stack: "dev",
            action: "retry",
            dryRun: true,
            recorded: [],
            steps: [{ id: "prod/Canary/backend", what: "planned", why: "it is analysed anew" }],
        });
        assert.equal((await readEvidence(project.root)).byStack.size, 0);
    });

    it("records nothing where there is nothing to do", async () => {
        const { project, flagger } = reachable();
        flagger.add("backend");
        flagger.serve();

        const all = await run(project, "retry", "--all", ...WHY);
        const named = await run(project, "retry", "--canary", "prod/backend", ...WHY);

        assert.deepEqual([all.status, named.status, patches()], [ExitStatus.ok, ExitStatus.ok, 0]);
        assert.match(all.printed, /dev: no canary to retry/);
        assert.match(named.printed, /prod\/Canary\/backend {2}nothing: its analysis is under way/);
        assert.equal((await readEvidence(project.root)).byStack.size, 0);
    });

    it("is refused where it cannot be meant, or the cluster cannot be looked at", async () => {
        const { project } = reachable();
        const cases: readonly (readonly [readonly string[], RegExp])[] = [
            [["rollout", "retry", "--all", ...WHY], /--stack.*is needed/s],
            [["rollout", "retry", "--stack", "dev", "--all"], /A reason is needed/],
            [["rollout", "undo", "--stack", "dev", "--all", ...WHY], /retry, abort, promote/],
        ];
        for (const [args, message] of cases) {
            const { status, noted } = await project.run(...args);
            assert.equal(status, ExitStatus.badInput);
            assert.match(noted, message);
        }
        const away = await project.run("rollout", "retry", "--stack", "staging", "--all", ...WHY);
        assert.equal(away.status, ExitStatus.unreachable, away.noted);
        assert.match(away.noted, /The cluster of staging cannot be looked at/);
    });
});
