import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";

import { ExitStatus } from "../../lifecycle/kit/errors";
import { type Project, projects } from "../support/project";

const SETTINGS = "stacks/Pulumi.dev.yaml";
const LOCK = "stacks/dev.lock.yaml";
const DAY = "2026-10-05";
const AT = ["--offline", "--at", DAY];

interface Outcome {
    readonly stack: string;
    readonly action: string;
    readonly step: { readonly part: string; readonly from: string; readonly to: string } | null;
    readonly version: string | null;
    readonly title: string | null;
    readonly branch: string | null;
    readonly reasons: readonly string[];
    readonly warnings: readonly string[];
    readonly missing: readonly string[];
    readonly proposal: { readonly version: string; readonly branch: string } | null;
}

/** Pins every stack's Istio to a version, as an earlier run would have. */
function pinAll(project: Project, version: string, ...stacks: readonly string[]): void {
    for (const stack of stacks) {
        const file = `stacks/${stack}.lock.yaml`;
        project.write(file, project.read(file).replaceAll(/version: 1\.3\d\.\d/g, `version: ${version}`));
    }
}

async function update(
    project: Project,
    ...args: readonly string[]
): Promise<readonly [number, readonly Outcome[]]> {
    const { status, printed } = await project.run("update", "--json", ...args);
    return [status, JSON.parse(printed) as Outcome[]];
}

function brief(outcomes: readonly Outcome[]): readonly string[] {
    return outcomes.map(({ stack, action, step }) =>
        step ? `${stack} ${action} ${step.part} ${step.from} → ${step.to}` : `${stack} ${action}`,
    );
}

describe("windlass update", () => {
    const fresh = projects();

    it("goes where --to says, one step a run, and remembers what was pinned", async () => {
        const project = fresh();
        pinAll(project, "1.29.8", "dev");
        const [status, outcomes] = await update(project, "--stack", "dev", "--to", "1.31.1", ...AT);

        assert.deepEqual([status, ...brief(outcomes)], [0, "dev step control-plane 1.29.8 → 1.30.5"]);
        assert.match(project.read(LOCK), /^ {2}towards: 1\.31\.1$/m);
        assert.match(project.read(LOCK), /^history:\n {2}- part: control-plane\n {4}version: 1\.29\.8$/m);
    });

    it("is held where --to names what a gate refuses, and touches nothing", async () => {
        const project = fresh();
        const before = project.read(LOCK);
        const [status, [outcome]] = await update(project, "--stack", "dev", "--to", "1.31.0", ...AT);

        assert.deepEqual([status, outcome?.action], [ExitStatus.noCandidate, "held"]);
        assert.match(outcome?.reasons.join() ?? "", /^1\.31\.0 would not be picked \(/);
        assert.equal(project.read(LOCK), before);
    });

    it("wants one stack for --to, a version, and no other system", async () => {
        const project = fresh();
        for (const args of [
            ["--to", "1.31.1"],
            ["--stack", "dev", "--to", "1.31"],
            ["--stack", "dev", "--to", "1.31.1", "--only", "flux"],
        ]) {
            const { status, noted } = await project.run("update", ...args, ...AT);
            assert.equal(status, ExitStatus.badInput);
            assert.match(noted, /^--to: /m);
        }
    });

    it("moves the control plane, the next time the proxies, and has the gateway wait for them", async () => {
        const project = fresh();
        pinAll(project, "1.30.5", "dev");
        const said: unknown[] = [];
        for (let run = 0; run < 3; run++) {
            const [status, outcomes] = await update(project, "--stack", "dev", ...AT);
            said.push([status, ...brief(outcomes)]);
        }

        // The sidecars of this project are of 1.31.1 already, so that no istioctl is needed.
        assert.deepEqual(said, [
            [ExitStatus.ok, "dev step control-plane 1.30.5 → 1.31.1"],
            [ExitStatus.ok, "dev step proxies 1.30.5 → 1.31.1"],
            [ExitStatus.noCandidate, "dev held"],
        ]);
        const { status, noted } = await project.run("start");
        assert.equal(status, ExitStatus.ok, noted);
    });

    it("by revision prunes what the proxies have left, after the soak and in a step of its own", async () => {
        const project = fresh();
        pinAll(project, "1.30.5", "dev");
        project.replace(SETTINGS, "strategy: in-place", "strategy: revisions");
        // The sidecars of this project are of the default revision; without any no istioctl is needed.
        project.replace(SETTINGS, "mode: git", "mode: none");
        const said: unknown[] = [];
        for (const day of [DAY, DAY, DAY, "2026-10-20", "2026-10-22", "2026-10-22"]) {
            const [status, [outcome]] = await update(
                project,
                ...["--stack", "dev", "--only", "istio", "--offline", "--at", day],
            );
            const kept = /^ {2}retiring: (.+)$/m.exec(project.read(LOCK))?.[1];
            said.push([status, outcome?.title ?? outcome?.action, outcome?.branch, kept]);
        }

        const retired = "windlass/dev/prune-1.30.5";
        assert.deepEqual(said, [
            [
                ExitStatus.ok,
                "dev: Istio control plane 1.30.5 → 1.31.1",
                "windlass/dev/control-plane-1.31.1",
                undefined,
            ],
            [ExitStatus.ok, "dev: Istio proxies 1.30.5 → 1.31.1", "windlass/dev/proxies-1.31.1", undefined],
            [ExitStatus.noCandidate, "held", null, undefined],
            [ExitStatus.ok, "dev: Istio gateway 1.30.5 → 1.31.1", "windlass/dev/gateway-1.31.1", "1.30.5"],
            [ExitStatus.ok, "dev: remove the retired Istio revision 1.30.5", retired, undefined],
            [ExitStatus.ok, "none", null, undefined],
        ]);
    });

    it("hops over a minor, and the lock says where it is going", async () => {
        const project = fresh();
        pinAll(project, "1.29.8", "dev");

        const [, outcomes] = await update(project, "--stack", "dev", ...AT);

        assert.deepEqual(brief(outcomes), ["dev step control-plane 1.29.8 → 1.30.5"]);
        assert.match(project.read(LOCK), /^ {2}towards: 1\.31\.1$/m);
    });

    it("prints what a workflow needs for a pull request", async () => {
        const project = fresh();
        pinAll(project, "1.30.5", "dev");

        const [, [outcome]] = await update(project, "--stack", "dev", ...AT);

        assert.deepEqual(Object.keys(outcome ?? {}), [
            "stack",
            "action",
            "step",
            "version",
            "title",
            "branch",
            "reasons",
            "warnings",
            "missing",
            "proposal",
        ]);
        assert.deepEqual(
            [outcome?.version, outcome?.title, outcome?.branch, outcome?.reasons],
            ["1.31.1", "dev: Istio control plane 1.30.5 → 1.31.1", "windlass/dev/control-plane-1.31.1", []],
        );
        assert.equal(
            outcome?.missing[0],
            "digests of charts of Istio 1.31.1: left out, as --offline fetches none",
        );
    });

    it("makes the first lock of a stack that has none", async () => {
        const project = fresh();
        const before = project.read(LOCK);
        rmSync(join(project.root, LOCK));

        const [status, outcomes] = await update(project, "--stack", "dev", ...AT);

        assert.deepEqual([status, brief(outcomes)], [ExitStatus.ok, ["dev created"]]);
        const changed = project
            .read(LOCK)
            .split("\n")
            .filter((line) => !before.includes(line));
        assert.deepEqual([...new Set(changed)], [`    since: "${DAY}"`, "    marked: true", "  gateway:"]);
    });

    it("holds a later wave for the soak, touches none of its files, and says so with a status of its own", async () => {
        const project = fresh();
        // 1.31.0 to 1.31.1 mends a fault, which lifts the soak; Flux has no bulletins.
        project.replace("stacks/production.lock.yaml", "version: 2.9.4", "version: 2.9.3");
        project.replace(
            "stacks/dev.lock.yaml",
            '2.9.4\n    since: "2026-08-24"',
            '2.9.4\n    since: "2026-09-25"',
        );
        const before = project.read("stacks/production.lock.yaml");

        const [status, [outcome]] = await update(project, "--stack", "production", "--only", "flux", ...AT);

        assert.deepEqual(
            [status, outcome?.action, outcome?.reasons],
            [
                ExitStatus.noCandidate,
                "held",
                ["dev (wave 0) runs 2.9.4 since 2026-09-25, and the soak of 14d is over on 2026-10-09"],
            ],
        );
        assert.equal(project.read("stacks/production.lock.yaml"), before);
        const [later] = await update(
            project,
            "--stack",
            "production",
            "--only",
            "flux",
            "--offline",
            "--at",
            "2026-10-09",
        );
        assert.equal(later, ExitStatus.ok);
    });

    it("does not let one run carry a version through several waves", async () => {
        const project = fresh();
        pinAll(project, "1.31.0", "dev", "staging", "production");
        for (const stack of ["staging", "production"]) {
            const file = `stacks/Pulumi.${stack}.yaml`;
            project.write(file, project.read(file).replace(/soak: \d+d/, "soak: 0d"));
        }

        const [status, outcomes] = await update(project, ...AT);

        assert.deepEqual(
            [status, brief(outcomes)],
            [
                ExitStatus.noCandidate,
                ["dev step control-plane 1.31.0 → 1.31.1", "staging held", "production held"],
            ],
        );
    });

    it("is held where no release may be picked, and the pins stay", async () => {
        const project = fresh();
        project.replace(SETTINGS, "range: ~1.31", "range: ~1.44");
        const before = project.read(LOCK);

        const { status, printed } = await project.run("update", "--stack", "dev", ...AT);

        assert.equal(status, ExitStatus.noCandidate);
        assert.deepEqual(printed.split("\n").slice(0, 2), [
            "held     dev: the pins stay",
            "  because  no release lies in the range ~1.44",
        ]);
        assert.equal(project.read(LOCK), before);
    });

    it("follows a range that still holds what runs, so that a preview is possible again", async () => {
        const project = fresh();
        project.replace(SETTINGS, "range: ~1.31", "range: ~1.31.0");
        assert.equal((await project.run("inject", "--check", "--stack", "dev")).status, ExitStatus.badInput);

        const [, outcomes] = await update(project, "--stack", "dev", ...AT);

        assert.deepEqual(brief(outcomes), ["dev step settings 1.31.1 → 1.31.1"]);
        assert.equal((await project.run("inject", "--check", "--stack", "dev")).status, ExitStatus.ok);
    });

    it("proposes a better release out of range apart from the update", async () => {
        const project = fresh();
        pinAll(project, "1.30.5", "dev");
        project.replace(SETTINGS, "range: ~1.31", "range: ~1.30");
        project.replace(LOCK, "range: ~1.31", "range: ~1.30");

        const [status, [outcome]] = await update(project, "--stack", "dev", ...AT);

        assert.deepEqual(
            [status, outcome?.action, outcome?.proposal?.version, outcome?.proposal?.branch],
            [ExitStatus.ok, "none", "1.31.1", "windlass/dev/allow-1.31.1"],
        );
    });

    it("warns of a pin that has become vulnerable and cannot be mended", async () => {
        const project = fresh();
        pinAll(project, "1.31.0", "dev");
        project.replace(SETTINGS, "range: ~1.31", "range: 1.31.0");
        project.replace(LOCK, "range: ~1.31", "range: 1.31.0");
        const before = project.read(LOCK);

        const [status, [outcome]] = await update(project, "--stack", "dev", ...AT);

        assert.deepEqual([status, outcome?.action], [ExitStatus.noCandidate, "held"]);
        assert.match(
            outcome?.warnings.join("\n") ?? "",
            /the current 1\.31\.0 would not be picked today .*the pin stays/,
        );
        assert.equal(project.read(LOCK), before);
    });

    it("goes on with the other stacks where one cannot be read, and complains of it in the end", async () => {
        const project = fresh();
        project.write(LOCK, "schema: windlass/lock/v1\n");

        const { status, printed, noted } = await project.run("update", "--json", "--only", "flux", ...AT);

        assert.equal(status, ExitStatus.badInput);
        assert.match(noted, /^stacks\/dev\.lock\.yaml/m);
        assert.deepEqual(brief(JSON.parse(printed) as Outcome[]), ["staging none", "production none"]);
    });

    it("is held outside of the windows, and touches nothing", async () => {
        const project = fresh();
        pinAll(project, "1.31.0", "dev");
        project.write(
            "stacks/windows.yaml",
            "schema: windlass/windows/v1\nwindows:\n  - { schedule: 0 9 * * SAT, duration: 8h }\n",
        );
        const before = project.read(LOCK);

        const [status, [dev]] = await update(project, "--stack", "dev", ...AT);
        assert.equal(status, ExitStatus.noCandidate);
        assert.deepEqual(dev?.reasons, ["no window is open: the next window opens on 2026-10-10 09:00 UTC"]);
        assert.equal(project.read(LOCK), before);

        const [open] = await update(project, "--stack", "dev", "--offline", "--at", "2026-10-10");
        assert.equal(open, ExitStatus.ok);
    });

    it("refuses what is no system", async () => {
        const { status, noted } = await fresh().run("update", "--only", "linkerd");

        assert.deepEqual(
            [status, noted],
            [
                ExitStatus.badInput,
                '--only: "linkerd": There is no such system. Choose istio, flux, flagger, settings, strategy.',
            ],
        );
    });
});
