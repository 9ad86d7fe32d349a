import assert from "node:assert/strict";

import { ExitStatus } from "../../lifecycle/kit/errors";
import { projects } from "../support/project";

const LOCK = "stacks/dev.lock.yaml";
const AT = ["--at", "2026-10-05"];

describe("windlass plan", () => {
    const fresh = projects();

    it("says that there is nothing to do", async () => {
        const { status, printed } = await fresh().run("plan", "--stack", "dev", ...AT);

        assert.equal(status, ExitStatus.ok);
        assert.equal(printed.split("\n")[0], "dev: 1.31.1, nothing to do");
    });

    it("shows the steps in their order, and why each is safe", async () => {
        const project = fresh();
        project.write(LOCK, project.read(LOCK).replaceAll("version: 1.31.1", "version: 1.29.8"));

        const { status, printed } = await project.run("plan", "--stack", "dev", ...AT);

        assert.equal(status, ExitStatus.ok);
        assert.deepEqual(printed.split("\n").slice(0, 7), [
            "dev: 1.29.8 → 1.31.1",
            "",
            "STEP  PART           VERSIONS         SAFE BECAUSE",
            "1     control plane  1.29.8 → 1.30.5  it serves the proxies 1.29.8, which are at most one minor older and not newer",
            "2     proxies        1.29.8 → 1.30.5  the control plane runs 1.30.5 already and serves both while they move",
            "3     gateway        1.29.8 → 1.30.5  the workloads run 1.30.5, and have measured it before all traffic goes through it",
            "4     control plane  1.30.5 → 1.31.1  it serves the proxies 1.30.5, which are at most one minor older and not newer",
        ]);
        assert.equal(project.read(LOCK).includes("1.29.8"), true);
    });

    it("shows the cohorts, how far they are, and what an exception keeps", async () => {
        const project = fresh();
        const apps = "    apps: # folders below apps/";
        const cohorts = [
            "    cohorts:",
            "      first: [loadtester]",
            "      except:",
            "        - { workload: frontend, reason: a migration, until: 2026-10-31 }",
        ];
        project.replace("stacks/Pulumi.dev.yaml", apps, [...cohorts, apps].join("\n"));
        project.write(
            LOCK,
            project
                .read(LOCK)
                .replace(/(proxies:\n {4}version: )\S+(\n {4}since: )\S+/, '$11.31.0$2"2026-09-01"'),
        );
        const rows = async (): Promise<readonly string[]> => {
            const { printed } = await project.run("plan", "--stack", "dev", ...AT);
            return printed
                .split("\n")
                .filter((line) => /^(dev|\d|warning {2}the)/.test(line))
                .map((line) => line.split(/ {2,}/).slice(0, 3).join(" | "));
        };
        const kept = "the last proxies stay where they are: frontend until 2026-10-31 (a migration)";
        assert.deepEqual(await rows(), [
            "dev: 1.31.1, proxies 1.31.0 → 1.31.1",
            "1 | proxies, cohort first | 1.31.0 → 1.31.1",
            "2 | proxies, cohort 50% | 1.31.0 → 1.31.1",
            "3 | proxies, cohort except | 1.31.0 → 1.31.1",
            "4 | proxies | 1.31.0 → 1.31.1",
            "5 | gateway | 1.31.0 → 1.31.1",
            `warning | ${kept}`,
        ]);
        const next = '    next:\n      version: 1.31.1\n      through: first\n      since: "2026-10-04"';
        project.write(
            LOCK,
            project.read(LOCK).replace('since: "2026-09-01"', `since: "2026-09-01"\n${next}`),
        );
        assert.deepEqual((await rows()).slice(0, 3), [
            "dev: 1.31.1, proxies 1.31.0, cohorts through first at 1.31.1 → 1.31.1",
            "1 | proxies, cohort 50% | 1.31.0 → 1.31.1",
            "2 | proxies, cohort except | 1.31.0 → 1.31.1",
        ]);
    });

    it("plans a way back that is named, with what speaks against it", async () => {
        const { status, printed } = await fresh().run(
            "plan",
            "--stack",
            "dev",
            "--to",
            "1.30.5",
            ...AT,
            "--json",
        );
        const { from, to, steps, reasons, warnings } = JSON.parse(printed) as {
            from: unknown;
            to: string;
            steps: { part: string; from: string; to: string; why: string }[];
            reasons: string[];
            warnings: string[];
        };

        assert.equal(status, ExitStatus.ok);
        assert.deepEqual([from, to, reasons], [{ controlPlane: "1.31.1", proxies: "1.31.1" }, "1.30.5", []]);
        assert.deepEqual(
            steps.map((step) => [step.part, step.from, step.to]),
            [
                ["gateway", "1.31.1", "1.30.5"],
                ["proxies", "1.31.1", "1.30.5"],
                ["control-plane", "1.31.1", "1.30.5"],
            ],
        );
        assert.equal(warnings.at(-1), "1.30.5 would not be picked (range): it is outside the range ~1.31");
    });

    it("shows the prune of a revision that retires, and until when it waits", async () => {
        const project = fresh();
        project.replace("stacks/Pulumi.dev.yaml", "strategy: in-place", "strategy: revisions");
        project.replace(LOCK, "  charts:", "  retiring: 1.30.5\n  charts:");
        const since =
            /proxies:\n {4}version: 1\.31\.1\n {4}since: "(.+)"/.exec(project.read(LOCK))?.[1] ?? "";

        const { status, printed } = await project.run("plan", "--stack", "dev", "--at", since);

        assert.equal(status, ExitStatus.ok);
        const lines = printed.split("\n");
        assert.deepEqual(lines.slice(0, 4), [
            "dev: 1.31.1, retiring 1.30.5 → 1.31.1",
            "",
            "STEP  PART   VERSIONS  SAFE BECAUSE",
            "1     prune  1.30.5    once every canary is promoted, no proxy of revision 1-30-5 is left",
        ]);
        assert.match(
            lines.at(-1) ?? "",
            /^warning {2}revision 1-30-5 stays until its proxies are gone: the proxies move to 1\.31\.1 since /,
        );
    });

    it("says why there is no way, with a status of its own", async () => {
        const { status, printed } = await fresh().run("plan", "--stack", "dev", "--to", "2.0.0", ...AT);

        assert.equal(status, ExitStatus.noCandidate);
        assert.deepEqual(printed.split("\n").slice(0, 2), [
            "dev: 1.31.1 → no way to 2.0.0",
            "  because  2.0.0 is of another major version than 1.31.1",
        ]);
    });

    it("says why no release of the range may be picked", async () => {
        const project = fresh();
        project.replace("stacks/Pulumi.dev.yaml", "range: ~1.31", "range: ~1.44");

        const { status, printed } = await project.run("plan", "--stack", "dev", ...AT, "--json");

        assert.equal(status, ExitStatus.noCandidate);
        assert.deepEqual((JSON.parse(printed) as { reasons: string[] }).reasons, [
            "no release lies in the range ~1.44",
        ]);
    });

    const refused: readonly (readonly [string, args: readonly string[], message: string])[] = [
        ["no stack", [], "--stack: One stack is needed. Choose dev, production, staging."],
        [
            "no version",
            ["--stack", "dev", "--to", "v1.31"],
            '--to: "v1.31": must be an exact version. Write it as 1.31.1.',
        ],
    ];
    for (const [what, args, message] of refused) {
        it(`refuses ${what}`, async () => {
            const { status, noted } = await fresh().run("plan", ...args);

            assert.deepEqual([status, noted], [ExitStatus.badInput, message]);
        });
    }

    it("says how long a step after one of the proxies waits", async () => {
        const project = fresh();
        const { printed } = await project.run(
            "plan",
            "--stack",
            "staging",
            "--to",
            "1.30.5",
            "--at",
            "2026-10-05",
        );

        assert.match(
            printed,
            /\n\nafter each move of the proxies the next step waits 7d, and one that mends a vulnerable pin 1d(?:\n|$)/,
        );
        const json = await project.run("plan", "--stack", "dev", "--at", "2026-10-05", "--json");
        assert.equal((JSON.parse(json.printed) as { wait?: string }).wait, undefined);
    });

    it("says what the next step waits to see, where evidence is required", async () => {
        const project = fresh();
        project.replace("stacks/Pulumi.dev.yaml", "evidence: none", "evidence: required");
        const look = "npm run -s windlass -- status --stack dev --record";
        const half = project
            .read(LOCK)
            .replace("version: 1.31.1", "version: 1.31.0")
            .replace("version: 1.31.1", "version: 1.30.5");
        project.write(LOCK, half);

        const { printed } = await project.run("plan", "--stack", "dev", ...AT);

        assert.match(
            printed,
            new RegExp(`after each step the next waits until the one before was seen to be whole: ${look}`),
        );
        assert.match(printed, new RegExp(`warning  .*nothing was seen of dev yet: run ${look}`));
    });
});
