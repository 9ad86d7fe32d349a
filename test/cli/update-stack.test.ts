import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { updateStack } from "../../cli/update-stack";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { parseLock } from "../../lifecycle/settings/lock-parse";
import { momentOf } from "../../lifecycle/versions/request";
import { fakeIstioctl } from "../support/fake-istioctl";
import { type Project, projects } from "../support/project";
import { DAY, catalog } from "../support/stack-pins";
import { temporaryFolder } from "../support/temporary-folder";

const LOCK = "stacks/dev.lock.yaml";
const SIDECARS = "stacks/dev.sidecars.yaml";
const ARGS = ["update", "--stack", "dev", "--offline", "--at", DAY, "--json"];
const WINDLASS = join(__dirname, "..", "..", "cli", "windlass.cjs");
const ISTIOCTL = process.env["ISTIOCTL"];

/** Pins control plane and proxies, as earlier runs would have. */
function pin(project: Project, controlPlane: string, proxies: string): void {
    const [first = "", second = "", ...rest] = project.read(LOCK).split(/version: 1\.3\d\.\d/);
    project.write(LOCK, [`${first}version: ${controlPlane}${second}version: ${proxies}`, ...rest].join(""));
}

function pins(project: Project): readonly string[] {
    const { istio } = parseLock("dev", project.read(LOCK)).lock;
    return [istio.controlPlane.version, istio.proxies.version];
}

function start(project: Project, env: Readonly<Record<string, string>> = {}): ChildProcess {
    return spawn(process.execPath, [WINDLASS, ...ARGS], {
        cwd: project.root,
        env: { ...process.env, ...env },
        stdio: ["ignore", "pipe", "ignore"],
    });
}

async function until(condition: () => boolean): Promise<void> {
    for (let round = 0; round < 300; round++) {
        if (condition()) return;
        await sleep(100);
    }
    throw new Error("it never came to that");
}

describe("updateStack", () => {
    const fresh = projects();
    const folder = temporaryFolder();

    it("lets whoever comes second find the lock changed, and leave it", async () => {
        const project = fresh();
        pin(project, "1.30.5", "1.30.5");

        const results = await Promise.all([project.run(...ARGS), project.run(...ARGS)]);

        assert.deepEqual(results.map(({ status }) => status).sort(), [ExitStatus.ok, ExitStatus.noCandidate]);
        const late = results.find(({ status }) => status !== ExitStatus.ok);
        const [second] = JSON.parse(late?.printed ?? "[]") as { action: string; reasons: string[] }[];
        assert.deepEqual(
            [second?.action, second?.reasons],
            [
                "held",
                [
                    "stacks/dev.lock.yaml: somebody else has written it while this update was at work, and nothing was written over it. Look at it, and run the update again",
                ],
            ],
        );
        assert.deepEqual(pins(project), ["1.31.1", "1.30.5"]);
    });

    it("leaves one whole lock when two processes update a stack at once", async function () {
        this.timeout(120_000);
        const project = fresh();
        pin(project, "1.30.5", "1.30.5");

        const codes = await Promise.all(
            [start(project), start(project)].map(async (child) => (await once(child, "exit"))[0] as number),
        );

        // Either the second saw the first at work, or it came later and took the second step.
        const outcome = JSON.stringify([codes.sort(), pins(project)]);
        assert.ok(
            ['[[0,3],["1.31.1","1.30.5"]]', '[[0,0],["1.31.1","1.31.1"]]'].includes(outcome),
            `neither of the two outcomes: ${outcome}`,
        );
        assert.deepEqual(
            readdirSync(join(project.root, "stacks")).filter((name) => name.includes("tmp")),
            [],
        );
    });

    it("keeps old sidecars and the old lock where a workload cannot be injected", async () => {
        const project = fresh();
        pin(project, "1.31.1", "1.31.0");
        rmSync(join(project.root, SIDECARS));
        const before = project.read(LOCK);
        const broken = fakeIstioctl(folder, "broken", 'case "$1" in version) echo 1.31.1;; *) exit 1;; esac');
        const stack = { stack: "dev", only: undefined, catalog, at: momentOf(DAY), fleet: [] };

        await assert.rejects(
            updateStack(stack, {
                root: project.root,
                options: { offline: true },
                positionals: [],
                terminal: { print: noop, note: noop, progress: noop, paint: (_, text) => text },
                env: { ISTIOCTL: broken },
                signal: new AbortController().signal,
            }),
            { name: "WindlassError" },
        );
        assert.deepEqual([project.read(LOCK), existsSync(join(project.root, SIDECARS))], [before, false]);
    });

    it("is taken up where a killed process left it", async function () {
        this.timeout(120_000);
        const project = fresh();
        pin(project, "1.31.1", "1.31.0");
        const sidecars = project.read(SIDECARS);
        const before = project.read(LOCK);
        rmSync(join(project.root, SIDECARS));
        const marker = join(folder, "at-work");
        // Ends with who started it, so that nothing is left running.
        const slow = fakeIstioctl(
            folder,
            "slow",
            `case "$1" in version) echo 1.31.1;; *) : > '${marker}'; while kill -0 $PPID 2>/dev/null; do sleep 0.1; done;; esac`,
        );

        const child = start(project, { ISTIOCTL: slow });
        await until(() => existsSync(marker));
        child.kill("SIGKILL");
        await once(child, "exit");

        assert.deepEqual([project.read(LOCK), existsSync(join(project.root, SIDECARS))], [before, false]);
        assert.equal(existsSync(join(project.root, ".cache/update/dev")), true);
        // As if it had been killed after the sidecars and before the lock: no istioctl is needed for what is there.
        project.write(SIDECARS, sidecars);
        const { status } = await project.run(...ARGS);
        assert.equal(status, ExitStatus.ok);
        assert.deepEqual(pins(project), ["1.31.1", "1.31.1"]);
        assert.equal(project.read(SIDECARS), sidecars);
        assert.equal(existsSync(join(project.root, ".cache/update/dev")), false);
    });

    it("warns of sidecars that another istioctl made", async () => {
        const project = fresh();
        pin(project, "1.30.5", "1.30.5");

        const { printed } = await project.run(...ARGS);
        const [outcome] = JSON.parse(printed) as { warnings: string[] }[];

        assert.equal(
            outcome?.warnings.at(-1),
            "the sidecars were made by istioctl 1.31.1: run npm run -s windlass -- inject --stack dev",
        );
    });

    it("makes the sidecars of the proxies it moves", async function () {
        if (!ISTIOCTL) {
            process.stdout.write("      skipped: ISTIOCTL names no istioctl 1.31.1\n");
            this.skip();
        }
        this.timeout(120_000);
        const project = fresh();
        pin(project, "1.31.1", "1.31.0");
        const sidecars = project.read(SIDECARS);
        rmSync(join(project.root, SIDECARS));

        const { status, noted } = await project.run(...ARGS);

        assert.equal(status, ExitStatus.ok, noted);
        assert.deepEqual(pins(project), ["1.31.1", "1.31.1"]);
        assert.equal(project.read(SIDECARS), sidecars);
    });
});

function noop(): void {
    // Nothing is said.
}
