import assert from "node:assert/strict";

import { commitBase, freshenSidecars } from "../../diff/repository";
import { checkProject, keepOnly } from "../../support/check";
import { type Project, projects } from "../../support/project";

const SETTINGS = "stacks/Pulumi.dev.yaml";
const LOCK = "stacks/dev.lock.yaml";
const APPS = "    apps: # folders below apps/";
const COHORTS = `    cohorts:
      first: [loadtester]
      last: [frontend]
`;

/** A project whose control plane is at 1.31.1 and whose proxies are at 1.31.0, with a cohort for each of three workloads. */
function start(project: Project, cohorts = COHORTS): void {
    keepOnly(project, "dev");
    project.replace(SETTINGS, APPS, `${cohorts}${APPS}`);
    edit(project, /(proxies:\n {4}version: )1\.31\.1(\n {4}since: )\S+/, '$11.31.0$2"2026-08-24"');
    edit(project, /\n {2}gateway:\n {4}version: \S+\n {4}since: \S+/, "");
    freshenSidecars(project, "dev");
    commitBase(project);
}

function edit(project: Project, at: RegExp, by: string): void {
    const text = project.read(LOCK);
    project.write(LOCK, text.replace(at, by));
}

function move(project: Project, through: string): void {
    const next = `    next:\n      version: 1.31.1\n      through: ${through}\n      since: "2026-10-01"`;
    edit(project, /(proxies:\n {4}version: \S+\n {4}since: \S+)/, `$1\n${next}`);
    freshenSidecars(project, "dev");
}

describe("cohortFindings", () => {
    const fresh = projects();
    const found = async (project: Project): Promise<readonly string[]> => {
        const { findings } = await checkProject(project, {
            args: ["--from", "base"],
            rules: ["cohorts", "move"],
        });
        return findings.map(({ level, rule, reason, remedy }) => `${level} ${rule}: ${reason}. ${remedy}`);
    };
    const [all, some] = ["all proxies move", "the cohorts through last move"].map(
        (what) =>
            `${what} at once, and windlass:workloads.cohorts has those through first first, to be seen before the next`,
    );
    const remedy =
        "Take the step of npm run -s windlass -- update --stack dev, which moves those through first; if it is meant, add a waiver of cohorts to windlass:istio.waivers";

    it("refuses a pin that moves directly, and lets a waiver pass it", async () => {
        const project = fresh();
        start(project);
        edit(project, /(proxies:\n {4}version: )1\.31\.0(\n {4}since: )\S+/, '$11.31.1$2"2026-10-01"');
        edit(
            project,
            /(proxies:\n {4}version: \S+\n {4}since: \S+)/,
            '$1\n  gateway:\n    version: 1.31.0\n    since: "2026-08-24"',
        );
        freshenSidecars(project, "dev");
        assert.deepEqual(await found(project), [`refused cohorts: ${all}. ${remedy}`]);
        // Not even one that takes the cohorts away with it.
        project.replace(SETTINGS, COHORTS, "");
        assert.deepEqual(await found(project), [`refused cohorts: ${all}. ${remedy}`]);
        project.replace(
            SETTINGS,
            "    minimumAge: 3d",
            '    waivers:\n      - id: cohorts\n        reason: all at once\n        expires: "2026-10-31"\n    minimumAge: 3d',
        );
        assert.deepEqual(
            (await found(project)).map((line) => line.slice(0, 15)),
            ["waived cohorts:"],
        );
    });

    it("refuses skipped cohorts, and allows the next", async () => {
        const project = fresh();
        start(project);
        move(project, "last");
        assert.match((await found(project)).join("\n"), new RegExp(`^refused cohorts: ${some}`));
        edit(project, /through: last/, "through: first");
        freshenSidecars(project, "dev");
        assert.deepEqual(await found(project), []);
    });
});
