import assert from "node:assert/strict";

import { ExitStatus } from "../../../lifecycle/kit/errors";
import { commitBase, freshenSidecars, git } from "../../diff/repository";
import { checkProject, keepOnly } from "../../support/check";
import { type Project, projects } from "../../support/project";

const SETTINGS = "stacks/Pulumi.dev.yaml";
const LOCK = "stacks/dev.lock.yaml";

/** A project with one stack, pinned and committed. */
function start(project: Project, version: string, range: string): void {
    keepOnly(project, "dev");
    project.write(
        LOCK,
        project.read(LOCK).replaceAll("1.31.1", version).replace("range: ~1.31", `range: ${range}`),
    );
    project.replace(SETTINGS, "range: ~1.31", `range: ${range}`);
    freshenSidecars(project, "dev");
    commitBase(project);
}

function pin(
    project: Project,
    part: "controlPlane" | "proxies",
    version: string,
    since = "2026-10-01",
): void {
    const at = new RegExp(`(${part}:\\n    version: )\\S+(\\n    since: )\\S+`);
    project.write(LOCK, project.read(LOCK).replace(at, `$1${version}$2"${since}"`));
    freshenSidecars(project, "dev");
}

describe("versionMoveFindings", () => {
    const fresh = projects();
    const moves = async (project: Project, from = "base"): Promise<readonly string[]> => {
        const { findings } = await checkProject(project, { args: ["--from", from], rules: ["move"] });
        return findings.map(({ level, about, file, remedy }) => `${level} ${file}: ${about}. ${remedy}`);
    };

    it("allows one step, and refuses two in one change with the safe way", async () => {
        const project = fresh();
        start(project, "1.31.0", "~1.31");
        pin(project, "controlPlane", "1.31.1");
        assert.deepEqual(await moves(project), []);
        pin(project, "proxies", "1.31.1");
        assert.deepEqual(await moves(project), [
            "refused stacks/dev.lock.yaml: control plane 1.31.0 → 1.31.1, proxies 1.31.0 → 1.31.1, gateway 1.31.0 → 1.31.1. One step a commit, each deployed before the next: (1) control plane 1.31.0 → 1.31.1, (2) proxies 1.31.0 → 1.31.1, (3) gateway 1.31.0 → 1.31.1; npm run -s windlass -- update --stack dev writes each",
        ]);
    });

    it("allows a git revert of the last step, and refuses the revert of both", async () => {
        const project = fresh();
        start(project, "1.31.0", "~1.31");
        const commit = (): void =>
            void git(project.root, "commit", "--quiet", "--all", "--message", "a step");
        pin(project, "controlPlane", "1.31.1");
        commit();
        pin(project, "proxies", "1.31.1");
        commit();
        git(project.root, "revert", "--no-edit", "HEAD");
        assert.deepEqual(await moves(project, "HEAD~1"), []);
        git(project.root, "revert", "--no-edit", "HEAD~2");
        assert.deepEqual(await moves(project, "HEAD~1"), []);
        assert.equal((await moves(project, "HEAD~2")).length, 1);
    });

    it("passes the exit status on", async () => {
        const project = fresh();
        start(project, "1.31.0", "~1.31");
        project.replace(LOCK, 'since: "2026-08-24"', 'since: "2020-01-01"');

        const { status, findings } = await checkProject(project, {
            args: ["--from", "base"],
            rules: ["move"],
        });
        assert.equal(status, ExitStatus.refused);
        assert.match(findings[0]?.reason ?? "", /since goes from 2026-08-24 to 2020-01-01/);
    });

    it("refuses another strategy in one step, and passes the first of its move", async () => {
        const project = fresh();
        start(project, "1.31.1", "~1.31");
        const begin = () =>
            project.run("update", "--offline", "--stack", "dev", "--only", "strategy", "--at", "2026-10-05");
        assert.match((await begin()).printed, /istio\.strategy is in-place in the last commit too/);
        project.replace(SETTINGS, "strategy: in-place", "strategy: revisions");
        const sidecars = project.read("stacks/dev.sidecars.yaml");
        freshenSidecars(project, "dev");
        assert.match((await moves(project))[0] ?? "", /^refused .* istio\.strategy in-place → revisions/);

        project.write("stacks/dev.sidecars.yaml", sidecars);
        assert.equal((await begin()).status, ExitStatus.ok);
        assert.match(project.read(LOCK), /strategyMove: old\n {2}strategySince: "2026-10-05"\n/);
        // Not a sidecar changes: the proxies ask the istiod they asked before.
        assert.equal((await project.run("inject", "--check", "--stack", "dev")).status, ExitStatus.ok);
        assert.deepEqual(await moves(project), []);
        const next = await project.run("update", "--offline", "--stack", "dev", "--at", "2026-10-05");
        assert.match(next.printed, /the step before is not committed yet/);
    });

    it("refuses a first lock that was copied", async () => {
        const project = fresh();
        start(project, "1.31.1", "~1.31");
        for (const file of ["Pulumi.NAME.yaml", "NAME.lock.yaml", "NAME.sidecars.yaml"]) {
            const text = project.read(`stacks/${file.replace("NAME", "dev")}`);
            project.write(
                `stacks/${file.replace("NAME", "other")}`,
                text.replaceAll("--stack dev", "--stack other"),
            );
        }
        freshenSidecars(project, "other");

        assert.match((await moves(project))[0] ?? "", /first lock/);
    });
});
