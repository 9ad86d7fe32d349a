import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

import { clusterObjects, lostObjects } from "../support/cluster-objects";
import type { TestCluster } from "../support/control-plane";
import { type EngineCluster, above, startEngineCluster } from "../support/engine-cluster";
import { languageHostOrSkip } from "../support/engines";
import { exportedState, failure } from "../support/pulumi-recovery";
import type { PulumiProject } from "../support/pulumi-workspace";
import { autoscalersDone } from "../support/stack-in-cluster";

const SETTINGS = "stacks/Pulumi.dev.yaml";
const CRD = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/helmreleases.helm.toolkit.fluxcd.io";
/** Milliseconds until a refused `up` must have ended. It takes a few seconds. */
const PATIENCE = 60_000;

/** How a program is run: by Pulumi's inline runner in this process, or by its language host in one of its own. */
const WAYS: Readonly<Record<string, (project: PulumiProject) => Promise<string>>> = {
    "an inline program": async (project) => failure((await project.stack()).up()),
    "pulumi up": (project) =>
        failure(commandLine(project, "up", "--yes", "--skip-preview", "--stack", "dev")),
};

for (const [way, refused] of Object.entries(WAYS)) {
    describe(`stack dev that is refused, as ${way}`, function () {
        this.timeout(600_000);
        let site: EngineCluster | undefined;
        let cluster: TestCluster;
        let project: PulumiProject;
        let held: ReadonlyMap<string, string>;
        let recorded: readonly string[];

        before(async function () {
            if (way === "pulumi up") languageHostOrSkip(this);
            site = await startEngineCluster(this, { name: "e2e-refusals" });
            ({ cluster, project } = site);
            above(project, "range: ~2.9", "git:", "  url: https://127.0.0.1/mesh.git", "  branch: main");
            await (await project.stack()).up();
            await autoscalersDone(cluster.api, "prod");
            held = await clusterObjects(cluster.api);
            recorded = await recordedUrns();
        });
        after(() => site?.stop());

        async function recordedUrns(): Promise<readonly string[]> {
            return ((await exportedState(project)).resources ?? []).map(({ urn }) => urn);
        }

        /** @returns What was said, once the `up` has ended and both cluster and state are found whole. */
        async function refusal(): Promise<string> {
            const late = new AbortController();
            const said = await Promise.race([
                refused(project),
                sleep(PATIENCE, undefined, { signal: late.signal }).catch(() => undefined),
            ]);
            late.abort();
            // First what is worse.
            assert.deepEqual(lostObjects(held, await clusterObjects(cluster.api)), []);
            assert.ok(said !== undefined, `the refused up has not ended after ${PATIENCE / 1000} s`);
            const now = await recordedUrns();
            assert.deepEqual(
                recorded.filter((urn) => !now.includes(urn)),
                [],
            );
            return said;
        }

        async function setFluxVersion(version: string | null): Promise<void> {
            const { status, text } = await cluster.api.request({
                method: "PATCH",
                path: CRD,
                contentType: "application/merge-patch+json",
                body: { metadata: { labels: { "app.kubernetes.io/version": version } } },
            });
            assert.equal(status, 200, text);
        }

        it("ends with the rule where a setting does not fit, and deletes nothing", async () => {
            project.replace(SETTINGS, "windlass:delivery: pulumi", "windlass:delivery: rsync");
            const said = await refusal();
            project.replace(SETTINGS, "windlass:delivery: rsync", "windlass:delivery: pulumi");

            assert.match(said, /delivery: "rsync": must be one of/);
        });

        it("ends with what was found where the cluster runs another Flux, and deletes nothing", async () => {
            await setFluxVersion("v2.1.0");
            const said = await refusal();
            await setFluxVersion(null);

            assert.match(said, /flux\.bootstrap: "none": the cluster runs Flux v2\.1\.0, outside ~2\.9/);
        });

        it("ends with the way out where the cluster has not been handed over, and deletes nothing", async () => {
            const [delivery, underway] = ["windlass:delivery: pulumi", "windlass:handover: underway"];
            project.replace(SETTINGS, delivery, `${underway}\n  windlass:delivery: flux`);
            const said = await refusal();
            project.replace(SETTINGS, `${underway}\n  windlass:delivery: flux`, delivery);

            assert.match(
                said,
                /the cluster has not been handed over: namespace istio-system carries neither/,
            );
            assert.match(said, /Bring the stack up with delivery: pulumi, handover: underway first/);
        });

        it("comes up as ever once nothing is refused any more", async () => {
            await (await project.stack()).up({ expectNoChanges: true });
        });
    });
}

/** Runs Pulumi itself; rejects with what it printed. */
function commandLine(project: PulumiProject, ...words: readonly string[]): Promise<void> {
    const child = spawn("pulumi", [...words, "--non-interactive", "--color", "never"], {
        cwd: project.folder,
        env: { ...process.env, ...project.env },
        stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    for (const stream of [child.stdout, child.stderr])
        stream.setEncoding("utf8").on("data", (text: string) => (printed += text));
    return new Promise((resolve, reject) => {
        child.once("close", (status) => (status === 0 ? resolve() : reject(new Error(printed))));
    });
}
