import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run as runForgeAmend } from "../../cli/forge-amend";
import { type RenderedChanges, renderedChanges } from "../../cli/forge-rendered";
import { recordedInvocation } from "../support/invocation";
import { type Project, projects } from "../support/project";
import { temporaryFolder } from "../support/temporary-folder";

const SIDECARS = "stacks/staging.sidecars.yaml";
const ABOVE = "# written by an older Windlass\n";

describe("renderedChanges", () => {
    const fresh = projects();
    const handover = temporaryFolder();

    function git(project: Project, ...args: readonly string[]): string {
        const who = ["-c", "user.name=a", "-c", "user.email=a@x.test", "-c", "core.hooksPath=/dev/null"];
        const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" };
        return execFileSync("git", [...who, ...args], { cwd: project.root, env, encoding: "utf8" }).trim();
    }

    function commit(project: Project): string {
        git(project, "add", "--all");
        git(project, "commit", "--quiet", "-m", "change");
        return git(project, "rev-parse", "HEAD");
    }

    /** A project whose manifests for Flux are those of other sidecars than it will get: by path, what is wrong with them. */
    async function stale(): Promise<Project> {
        const project = fresh();
        assert.equal((await project.run("render")).status, 0);
        rmSync(join(project.root, "clusters", "production"), { recursive: true });
        project.replace(BACKEND, "proxyv2:1.31.1-distroless", "proxyv2:1.31.0-distroless");
        rmSync(join(project.root, LOST));
        project.write("clusters/staging/workloads/prod-deployment-gone.apps.yaml", "a: b\n");
        project.write("clusters/staging/NOTES.md", "by hand\n");
        git(project, "init", "--quiet", "--initial-branch=main");
        return project;
    }

    const BACKEND = "clusters/staging/workloads/prod/deployment-backend.yaml";
    const LOST = "clusters/staging/workloads/prod/service-loadtester.yaml";

    const paths = ({ files }: RenderedChanges): readonly string[] =>
        files.map(({ path, text }) => `${text === undefined ? "gone" : "made"} ${path}`).sort();

    it("renders again what Flux applies, and leaves what nobody rendered", async () => {
        const project = await stale();
        const sidecars = new Map([["staging", project.read(SIDECARS)]]);

        const changes = await renderedChanges({ root: project.root, commit: commit(project), sidecars });

        assert.deepEqual(paths(changes), [
            "gone clusters/staging/workloads/prod-deployment-gone.apps.yaml",
            `made ${BACKEND}`,
            `made ${LOST}`,
        ]);
        assert.match(
            changes.files.find(({ path }) => path === BACKEND)?.text ?? "",
            /proxyv2:1\.31\.1-distroless/,
        );
        assert.deepEqual(changes.notes, []);
    });

    for (const [what, stack] of [
        ["a stack whose manifests are not in the commit", "production"],
        ["a stack whose manifests are right", "dev"],
    ] as const) {
        it(`makes nothing for ${what}`, async () => {
            const project = await stale();
            const sidecars = new Map([[stack, project.read(`stacks/${stack}.sidecars.yaml`)]]);

            const changes = await renderedChanges({ root: project.root, commit: commit(project), sidecars });

            assert.deepEqual(changes, { files: [], notes: [] });
        });
    }

    it("makes nothing where there is nothing to follow", async () => {
        const root = "/nowhere";

        assert.deepEqual(await renderedChanges({ root, commit: "0", sidecars: new Map() }), {
            files: [],
            notes: [],
        });
    });

    it("leaves a folder it cannot render, and says why", async () => {
        const project = await stale();
        const sidecars = new Map([["staging", project.read(SIDECARS)]]);
        project.replace("stacks/Pulumi.staging.yaml", "strategy: revisions", "strategy: hope");

        const changes = await renderedChanges({ root: project.root, commit: commit(project), sidecars });

        assert.deepEqual(changes.files, []);
        assert.equal(changes.notes.length, 1);
        assert.match(
            changes.notes[0] ?? "",
            /^clusters\/staging stays as it is, and has to be rendered by hand: stacks\/Pulumi\.staging\.yaml:\d+: istio\.strategy: "hope": must be one of in-place, revisions\.$/,
        );
    });

    it("are in the commit of forge amend", async () => {
        const project = await stale();
        const right = project.read(SIDECARS);
        project.write(SIDECARS, ABOVE + right);
        const sha = commit(project);
        const origin = join(handover, "origin.git");
        git(project, "init", "--quiet", "--bare", origin);
        git(project, "remote", "add", "origin", origin);
        git(project, "push", "--quiet", "origin", "main:refs/heads/topic");
        const event = join(handover, "event.json");
        const repo = { full_name: "a/b" };
        const pull = { number: 7, head: { ref: "topic", sha, repo }, base: { repo } };
        writeFileSync(event, JSON.stringify({ pull_request: pull }));
        writeFileSync(join(handover, "staging.sidecars.yaml"), right);
        const env = { GITHUB_TOKEN: "t", GITHUB_REPOSITORY: "a/b", GITHUB_EVENT_PATH: event };
        const { invocation, printed } = recordedInvocation(project.root, {
            options: { from: handover },
            env,
        });

        const status = await runForgeAmend(invocation);

        assert.deepEqual([status, printed], [0, ["pull request 7: sidecars of staging pushed"]]);
        git(project, "fetch", "--quiet", "origin", "topic");
        assert.equal(
            git(project, "diff", "--name-status", "--no-renames", sha, "FETCH_HEAD"),
            [
                "D\tclusters/staging/workloads/prod-deployment-gone.apps.yaml",
                `M\t${BACKEND}`,
                `A\t${LOST}`,
                `M\t${SIDECARS}`,
            ].join("\n"),
        );
        assert.equal(
            git(project, "show", "-s", "--format=%B", "FETCH_HEAD"),
            "Bring the sidecars of staging up to date\n\nMade by windlass inject and windlass render.",
        );
        git(project, "reset", "--quiet", "--hard", "FETCH_HEAD");
        rmSync(join(project.root, "clusters", "staging", "NOTES.md"));
        await project.run("render", "--stack", "staging");
        assert.equal(git(project, "status", "--porcelain"), "D clusters/staging/NOTES.md");
    });
});
