import assert from "node:assert/strict";

import { join } from "node:path";

import { EVIDENCE_BRANCH, readEvidence } from "../../adapters/git/evidence-source";
import { ExitStatus } from "../../lifecycle/kit/errors";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { git } from "../diff/repository";
import { type FakeObjects, istiodOf, kubeconfigVariable } from "../support/fake-cluster";
import { faultServer } from "../support/http-server";
import { LockHistory } from "../support/lock-history";
import { type Project, projects } from "../support/project";
import { reachDev } from "../support/reachable-stack";

interface Status {
    readonly stack: string;
    readonly pins: readonly {
        part: string;
        version: string;
        ends: string | null;
        faults: readonly string[];
    }[];
    readonly mend: { readonly version: string; readonly mends: readonly string[] } | null;
    readonly action: string;
    readonly free: string | null;
    readonly blocked: readonly string[];
    readonly held: readonly string[];
}

describe("windlass status", () => {
    const fresh = projects();

    it("says when pins end, what mends them, what a stack waits for and when it is free", async () => {
        const project = fresh();
        const history = new LockHistory(project);
        history.write("staging", { controlPlane: "1.30.5", proxies: "1.30.5" });
        history.write("dev", { controlPlane: "1.31.0", proxies: "1.31.0" });
        const run = await project.run("status", "--json", "--at", "2026-10-05");
        const [dev, , staging] = JSON.parse(run.printed) as readonly Status[];

        assert.equal(run.status, 0);
        assert.deepEqual(
            dev?.pins.map(({ part, version, ends }) => [part, version, ends]),
            [
                ["control-plane", "1.31.0", "2027-02 (expected)"],
                ["proxies", "1.31.0", "2027-02 (expected)"],
                ["flux", "2.9.4", null],
                ["flux-operator", "0.58.1", null],
                ["flagger", "1.44.0", null],
            ],
        );
        assert.equal(dev.mend?.version, "1.31.1");
        assert.deepEqual([dev.action, dev.free], ["step", "2026-10-05"]);
        assert.deepEqual([staging?.action, staging?.free, staging?.mend], ["held", null, null]);
        assert.match(
            staging?.blocked.join() ?? "",
            /dev \(wave 0\) runs the control plane 1\.31\.0, and wave 1 follows it/,
        );
    });

    it("says when steps may start, freezes ahead, and who merges the next one", async () => {
        const project = fresh();
        new LockHistory(project).write("dev", { controlPlane: "1.31.0", proxies: "1.31.0" });
        project.write(
            "stacks/windows.yaml",
            [
                "schema: windlass/windows/v1",
                "timeZone: Europe/Berlin",
                "windows:",
                "  - { schedule: 0 9 * * TUE, duration: 7h }",
                "freezes:",
                '  - { from: "2026-10-24", to: "2026-10-25", reason: the clock is moved }',
                "",
            ].join("\n"),
        );

        const shut = await project.run("status", "--stack", "dev", "--at", "2026-10-05");
        assert.match(shut.printed, /^ {2}next +free on 2026-10-06, if nothing else changes$/m);
        assert.match(shut.printed, /^ {2}window +closed, opens on 2026-10-06 09:00 Europe\/Berlin$/m);
        assert.match(
            shut.printed,
            /^ {2}freeze +2026-10-24 00:00 Europe\/Berlin to 2026-10-26 00:00 Europe\/Berlin: the clock is moved$/m,
        );
        const open = await project.run("status", "--stack", "dev", "--at", "2026-10-06");
        assert.match(open.printed, /^ {2}next +control-plane 1\.31\.0 → 1\.31\.1, which may be taken now$/m);
        assert.match(
            open.printed,
            /^ {2}decides +a person merges it: windlass:fleet\.unattended of dev is none$/m,
        );

        project.write("stacks/windows.yaml", "schema: windlass/windows/v1\nwindows: nine\n");
        const broken = await project.run("status", "--stack", "dev", "--at", "2026-10-06");
        assert.equal(broken.status, ExitStatus.badInput);
        assert.match(broken.noted, /stacks\/windows\.yaml:2: windows: "nine": must be a list/);
    });

    it("names the day on which a soak ends, and what is held", async () => {
        const project = fresh();
        const history = new LockHistory(project);
        history.write("staging", { controlPlane: "1.30.5", proxies: "1.30.5" });
        const waiting = await project.run("status", "--stack", "staging", "--at", "2026-10-05");
        assert.match(waiting.printed, /^ {2}next +free on 2026-10-\d\d, if nothing else changes$/m);
        assert.match(waiting.printed, /^ {2}blocked by +dev \(wave 0\) runs 1\.31\.1 since 2026-10-01/m);

        await project.run(
            "hold",
            "add",
            "--stack",
            "staging",
            "--version",
            "1.31.1",
            "--reason",
            "slow",
            "--at",
            "2026-10-05",
        );
        const held = await project.run("status", "--stack", "staging", "--at", "2026-10-05");
        assert.match(
            held.printed,
            /^ {2}held +istio 1\.31\.1: it is held in staging since 2026-10-05: slow$/m,
        );
    });
});

interface Live {
    readonly stack: string;
    readonly live: {
        readonly health: string;
        readonly unreachable?: string;
        readonly findings: readonly { about: string; reason: string }[];
    } | null;
}

describe("windlass status of clusters", function () {
    this.timeout(30_000);
    const fresh = projects();
    const server = faultServer();
    const useKubeconfig = kubeconfigVariable();

    /** A project whose kubeconfig knows the cluster of dev alone. */
    function reachable(change?: (objects: FakeObjects) => FakeObjects): Project {
        const project = fresh();
        useKubeconfig(reachDev(project, server, change));
        return project;
    }
    const live = (printed: string): readonly Live[] => JSON.parse(printed) as readonly Live[];

    it("says what runs, and that it is as Git has it", async () => {
        const { status, printed } = await reachable().run("status", "--stack", "dev");
        assert.equal(status, ExitStatus.ok);
        assert.match(printed, /^STACK +HEALTH +CONTROL PLANES +PROXIES +GATEWAYS +CANARIES +FLUX$/m);
        assert.match(
            printed,
            /^dev +healthy +1\.31\.1 \(1\/1\) +3 × 1\.31\.1 git +1 × 1\.31\.1 +2\/2 promoted +none$/m,
        );
        assert.match(printed, /^ {2}cluster +healthy, seen \S+ by the context kind-dev$/m);
        assert.match(printed, /^ {2}control plane +1\.31\.1 since/m);
    });

    it("is behind, failing or unreachable, each with a status of its own, the worst of all stacks", async () => {
        const isBackend = ({ metadata }: Manifest) => metadata.name === "backend";
        const failed = { phase: "Failed", lastAppliedSpec: "b", lastPromotedSpec: "a" };
        const failing = reachable((objects) => ({
            ...objects,
            canaries:
                objects["canaries"]?.map((canary) =>
                    isBackend(canary) ? { ...canary, status: failed } : canary,
                ) ?? [],
            deployments: objects["deployments"]?.map(olderProxy) ?? [],
        }));
        const all = await failing.run("status", "--json");
        assert.equal(all.status, ExitStatus.failing);
        const [dev, , staging] = live(all.printed);
        assert.equal(dev?.live?.health, "failing");
        assert.match(dev.live.findings[0]?.reason ?? "", /^its analysis failed: its primary runs .*1\.31\.0/);
        assert.equal(dev.live.findings[0]?.about, "prod/Canary/backend");
        assert.equal(staging?.live?.health, "unreachable");
        assert.match(staging.live.unreachable ?? "", /no such context, but kind-dev/);

        const behind = reachable((objects) => ({
            ...objects,
            deployments: objects["deployments"]?.map(olderProxy) ?? [],
        }));
        assert.equal((await behind.run("status", "--stack", "dev")).status, ExitStatus.behind);
        const some = await behind.run("status");
        assert.equal(some.status, ExitStatus.unreachable);
        assert.match(some.printed, /^ {2}cluster +unreachable: the kubeconfig has no such context/m);
        assert.match(some.printed, /^ {2}behind +prod\/Canary\/backend: its primary runs/m);
    });

    it("asks no cluster offline, nor for another day", async () => {
        const project = reachable();
        server.requests.length = 0;
        for (const option of [["--offline"], ["--at", "2026-10-05"]]) {
            const { status, printed } = await project.run("status", "--json", ...option);
            assert.deepEqual([status, live(printed).map((each) => each.live)], [0, [null, null, null]]);
        }
        assert.equal(server.requests.length, 0);
    });

    it("keeps what it saw, bound to the commit, with what could not be seen left out", async () => {
        const project = reachable();
        const { root } = project;
        const { status, noted } = await project.run("status", "--record");
        assert.equal(status, ExitStatus.unreachable);
        assert.match(noted, /nothing is kept of production, staging, which could not be looked at/);
        assert.match(noted, /What was seen is kept in [0-9a-f]{12} on the branch windlass-evidence\./);
        const { byStack } = await readEvidence(root);
        assert.deepEqual([...byStack.keys()], ["dev"]);
        const { commit, health, verified, proxies } = byStack.get("dev") ?? {};
        assert.deepEqual([commit, health], [git(root, "rev-parse", "HEAD"), "healthy"]);
        assert.deepEqual(
            verified?.map(({ part, version }) => `${part} ${version}`),
            ["control-plane 1.31.1", "proxies 1.31.1"],
        );
        assert.deepEqual(proxies, [{ version: "1.31.1", revision: "default", pods: 4 }]);

        const lock = "stacks/dev.lock.yaml";
        project.write(lock, `${project.read(lock)}# changed\n`);
        await project.run("status", "--stack", "dev", "--record");
        assert.equal((await readEvidence(root)).byStack.get("dev")?.commit, undefined);
        assert.equal(git(root, "status", "--porcelain"), `M ${lock}`);
        assert.equal(git(root, "rev-list", "--count", EVIDENCE_BRANCH), "2");
    });

    it("says what cannot be meant, and reads on past a stack whose files are wrong", async () => {
        const project = reachable();
        for (const options of [
            ["--watch", "--json"],
            ["--watch", "--record"],
            ["--push"],
            ["--record", "--start", "update-istio.yaml"],
            ["--record", "--offline"],
            ["--record", "--at", "2026-10-05"],
        ])
            assert.equal((await project.run("status", ...options)).status, ExitStatus.badInput);
        project.replace("stacks/staging.sidecars.yaml", "istioctl: ", "istioctl: 0");
        const { status, printed, noted } = await project.run("status");
        assert.notEqual(status, ExitStatus.ok);
        assert.match(printed, /^dev +healthy/m);
        assert.match(noted, /staging\.sidecars\.yaml/);
    });

    it("starts the workflow that proposes what may follow, once what was seen is pushed and lets something go", async () => {
        const project = reachable();
        // The gateway waits for workloads that are seen whole on their proxy.
        project.replace("stacks/Pulumi.dev.yaml", "evidence: none", "evidence: required");
        project.replace(
            "stacks/dev.lock.yaml",
            "  charts:",
            '  gateway:\n    version: 1.31.0\n    since: "2026-08-24"\n  leaving: 1.31.0\n  charts:',
        );
        const origin = join(project.root, "..", "origin.git");
        git(project.root, "init", "--quiet", "--bare", origin);
        git(project.root, "remote", "add", "origin", origin);
        const started = "/repos/example/mesh/actions/workflows/update-istio.yaml/dispatches";
        server.on(started, { status: 204 });
        const variables = {
            GITHUB_TOKEN: "t0k",
            GITHUB_REPOSITORY: "example/mesh",
            GITHUB_API_URL: server.url,
            GITHUB_REF: "refs/heads/main",
        };
        const before = { ...process.env };
        Object.assign(process.env, variables);
        try {
            const args = ["--stack", "dev", "--record", "--push", "--start"];
            const { noted } = await project.run("status", ...args, "update-istio.yaml");
            assert.match(noted, /update-istio\.yaml is started, for dev\./);
            const again = await project.run("status", ...args, "update-istio.yaml");
            assert.match(again.noted, /is not started: what was seen changes nothing of what may follow/);
        } finally {
            for (const name of Object.keys(variables)) delete process.env[name];
            Object.assign(process.env, before);
        }
        assert.match(git(origin, "rev-parse", EVIDENCE_BRANCH), /^[0-9a-f]{40}/);
        const asked = server.requests.filter(({ path }) => path === started);
        assert.deepEqual(
            asked.map(({ body }) => JSON.parse(body) as unknown),
            [{ ref: "main" }],
        );
    });

    it("sees an istiod that Git has not", async () => {
        const project = reachable((objects) => ({
            ...objects,
            deployments: [...(objects["deployments"] ?? []), istiodOf("1-30-5", "1.30.5")],
        }));
        const { status, printed } = await project.run("status", "--stack", "dev");
        assert.equal(status, ExitStatus.behind);
        assert.match(printed, /istiod of revision 1-30-5: it runs 1\.30\.5, and Git has no such revision/);
    });
});

/** A primary whose proxy is of the version before. */
function olderProxy(workload: Manifest): Manifest {
    if (workload.metadata.name !== "backend-primary") return workload;
    return JSON.parse(JSON.stringify(workload).replaceAll("proxyv2:1.31.1", "proxyv2:1.31.0")) as Manifest;
}
