import assert from "node:assert/strict";
import { cpSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { putEvidence } from "../adapters/git/evidence-repository";
import { readLock } from "../../adapters/files/lock-store";
import type { Evidence } from "../../lifecycle/evidence/evidence";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { LockHistory, climb } from "../support/lock-history";
import { type Project, projects } from "../support/project";
import { keepSeen, seenFailed, seenWhole } from "../support/seen";
import { temporaryFolder } from "../support/temporary-folder";
import { freshenSidecars, git } from "../diff/repository";

const DAY = "2026-10-05";
const AT = ["--offline", "--at", DAY];

interface Outcome {
    readonly stack: string;
    readonly action: string;
    readonly step: { readonly part: string; readonly from: string; readonly to: string } | null;
    readonly reasons: readonly string[];
    readonly warnings: readonly string[];
}

interface Finding {
    readonly stack: string;
    readonly rule: string;
    readonly about: string;
    readonly reason: string;
    readonly remedy: string;
    readonly level: string;
}

async function update(project: Project, stack: string, ...more: readonly string[]): Promise<Outcome> {
    const args = ["--json", "--only", "istio", "--stack", stack, ...AT, ...more];
    const { printed, noted } = await project.run("update", ...args);
    const [outcome] = JSON.parse(printed || "[]") as readonly Outcome[];
    assert.ok(outcome, noted);
    return outcome;
}

async function holdFindings(project: Project, ...more: readonly string[]): Promise<readonly Finding[]> {
    const { printed, noted } = await project.run(...["check", "--stack", "dev", "--json", ...AT, ...more]);
    assert.notEqual(printed, "", noted);
    const { findings } = JSON.parse(printed) as { readonly findings: readonly Finding[] };
    return findings.filter(({ rule }) => rule === "hold");
}

function brief({ action, step }: Outcome): string {
    return step ? `${action} ${step.part} ${step.from} → ${step.to}` : action;
}

/** A project whose stack dev was at 1.31.0, before there was 1.31.1. No sidecars stand in Git, so that no istioctl is needed. */
function start(project: Project): LockHistory {
    project.replace("stacks/Pulumi.dev.yaml", "mode: git", "mode: none");
    freshenSidecars(project, "dev");
    const history = new LockHistory(project);
    history.pin("dev", { controlPlane: "1.31.0", proxies: "1.31.0" }, "1.31.0");
    return history;
}

/** Makes a release known that mends what 1.31.1 mends. */
function release(project: Project, version: string): void {
    project.replace(
        "catalog/releases.json",
        '{ "version": "1.31.1",',
        `{ "version": "${version}", "date": "2026-09-28", "source": "tag" },\n    { "version": "1.31.1",`,
    );
}

describe("holds", () => {
    const fresh = projects();

    it("does not propose again what was reverted, and says by which commit and when", async () => {
        const project = fresh();
        const history = start(project);
        const [first, second] = climb(history, "dev", "1.31.1");
        const proxies = history.revert(second);
        history.revert(first);

        const outcome = await update(project, "dev");

        assert.equal(brief(outcome), "held");
        const day = history.git("log", "-1", "--format=%cs");
        assert.deepEqual(
            outcome.reasons.filter((reason) => reason.startsWith("1.31.1 ")),
            [
                `1.31.1 (hold): it is held: taken back in dev on ${day} by commit ${proxies.slice(0, 12)}, the proxies; to lift it, npm run -s windlass -- hold lift --stack dev --version 1.31.1 --reason "…"`,
            ],
        );
    });

    it("goes on with a newer release", async () => {
        const project = fresh();
        const history = start(project);
        history.revert(...[...climb(history, "dev", "1.31.1")].reverse());
        release(project, "1.31.2");

        assert.equal(brief(await update(project, "dev")), "step control-plane 1.31.0 → 1.31.2");
    });

    it("says loudly what only the held release mends", async () => {
        const project = fresh();
        const history = start(project);
        history.revert(...[...climb(history, "dev", "1.31.1")].reverse());
        const said =
            /^of what may run here only 1\.31\.1 mends .*GHSA-qm8v-g4f9-qhjx.* of the pinned 1\.31\.0, and it is held: taken back/;

        const { warnings } = await update(project, "dev");
        release(project, "1.31.2");
        const free = await update(project, "dev");

        assert.equal(warnings.filter((warning) => said.test(warning)).length, 1, warnings.join("\n"));
        assert.deepEqual(
            free.warnings.filter((warning) => said.test(warning)),
            [],
        );
    });

    it("with the proxies taken back alone proposes them no more, and check accepts the way back", async () => {
        const project = fresh();
        const history = start(project);
        const [first, second] = climb(history, "dev", "1.31.1");
        history.revert(second);
        assert.equal(brief(await update(project, "dev")), "held");
        assert.deepEqual(await holdFindings(project), []);

        history.revert(first);
        assert.deepEqual(await holdFindings(project), []);
        assert.deepEqual(await holdFindings(project, "--from", "HEAD~1"), []);
    });

    it("finds a revert that was squashed, done by hand, or made together with other changes", async () => {
        for (const other of ["", "squash", "hand"]) {
            const project = fresh();
            const history = start(project);
            const [first, second] = climb(history, "dev", "1.31.1");
            if (other === "hand") history.pin("dev", { controlPlane: "1.31.0", proxies: "1.31.0" });
            else {
                history.git("revert", "--no-commit", second, first);
                project.write("apps/frontend/other.txt", "more");
                if (other === "squash")
                    project.replace("stacks/Pulumi.dev.yaml", "range: ~1.44", "range: ~1.44 ");
                history.commit("Take 1.31.1 back, and more");
            }

            assert.equal(brief(await update(project, "dev")), "held", other);
        }
    });

    it("finds a revert that a pull request brought in by a merge", async () => {
        const project = fresh();
        const history = start(project);
        const steps = climb(history, "dev", "1.31.1");
        history.git("switch", "--quiet", "--create=back");
        history.revert(...[...steps].reverse());
        history.git("switch", "--quiet", "main");
        history.commit("meanwhile");
        history.git("merge", "--quiet", "--no-ff", "--message=Merge back", "back");

        assert.equal(brief(await update(project, "dev")), "held");
    });

    it("refuses the revert of a revert until the hold is lifted, and holds it anew when it is taken back again", async () => {
        const project = fresh();
        const history = start(project);
        const [first] = climb(history, "dev", "1.31.1");
        history.revert(...["HEAD", first]);
        history.revert("HEAD", "HEAD~1");

        const [finding, ...others] = await holdFindings(project);
        assert.deepEqual(
            [finding?.about, finding?.level, others.map(({ about }) => about)],
            ["control plane 1.31.1", "refused", ["proxies 1.31.1"]],
        );
        assert.match(finding?.remedy ?? "", /hold lift --stack dev --version 1\.31\.1/);

        const lift = ["hold", "lift", "--stack", "dev", "--version", "1.31.1", "--reason", "it was DNS"];
        assert.equal((await project.run(...lift)).status, 0);
        assert.deepEqual(await holdFindings(project), []);
        history.commit("lift");

        history.pin("dev", { proxies: "1.31.0" });
        history.pin("dev", { controlPlane: "1.31.0" });
        assert.equal(brief(await update(project, "dev")), "held");
    });

    it("proposes again what a person has lifted, until the lift expires", async () => {
        const project = fresh();
        const history = start(project);
        history.revert(...[...climb(history, "dev", "1.31.1")].reverse());
        const lift = ["hold", "lift", "--version", "1.31.1", "--reason", "it was DNS", "--at", DAY];

        assert.equal((await project.run(...lift, "--expires", "2026-10-06")).status, 0);

        history.commit("lift");
        const later = await project.run(
            "update",
            "--stack",
            "dev",
            "--only",
            "istio",
            "--offline",
            "--at",
            "2026-10-07",
        );
        assert.equal(later.status, 3);
        assert.equal(brief(await update(project, "dev")), "step control-plane 1.31.0 → 1.31.1");
    });

    it("holds the waves after the stack, not those before it nor its own, and lifts for one alone", async () => {
        const project = fresh();
        for (const stack of ["staging", "production"])
            project.replace(`stacks/Pulumi.${stack}.yaml`, "mode: git", "mode: none");
        const history = start(project);
        history.pin("production", { controlPlane: "1.31.0", proxies: "1.31.0" });
        history.pin("staging", { controlPlane: "1.31.0", proxies: "1.31.0" });
        history.revert(...[...climb(history, "staging", "1.31.1")].reverse());
        const held = async (stack: string): Promise<boolean> =>
            JSON.stringify((await update(project, stack)).reasons).includes("taken back in staging");

        assert.deepEqual(
            [await held("dev"), await held("staging"), await held("production")],
            [false, true, true],
        );

        const lift = [
            "hold",
            "lift",
            "--version",
            "1.31.1",
            "--reason",
            "only there",
            "--stack",
            "production",
        ];
        assert.equal((await project.run(...lift)).status, 0);
        assert.deepEqual([await held("staging"), await held("production")], [true, false]);
    });

    it("lets go of nothing on the way back by a lower range, and bars no stop of it", async () => {
        const project = fresh();
        const history = start(project);
        history.pin("dev", { controlPlane: "1.30.5", proxies: "1.30.5" });
        const [, up] = climb(history, "dev", "1.31.1");
        assert.ok(up);
        // 1.30.5 is all that may run of 1.30, and it is held, too.
        assert.equal(
            (await project.run("hold", "add", "--stack", "dev", "--version", "1.30.5", "--reason", "slow"))
                .status,
            0,
        );
        for (const file of ["stacks/Pulumi.dev.yaml", "stacks/dev.lock.yaml"])
            project.replace(file, "range: ~1.31", "range: ~1.30");
        project.replace(
            "stacks/Pulumi.dev.yaml",
            "strategy: in-place",
            "strategy: in-place\n    allowDowngrade: true",
        );

        assert.equal(brief(await update(project, "dev")), "step gateway 1.31.1 → 1.30.5");
    });

    it("holds releases of Flux and Flagger by the same rule", async () => {
        const project = fresh();
        const history = start(project);
        for (const [part, older, newer] of [
            ["distribution", "2.9.3", "2.9.4"],
            ["operator", "0.57.0", "0.58.1"],
            ["release", "1.43.0", "1.44.0"],
        ] as const) {
            history.pin("dev", { [part]: older });
            history.pin("dev", { [part]: newer });
            history.revert("HEAD");
        }
        const { printed } = await project.run("hold", "list", "--stack", "dev", "--json");
        const { holds } = JSON.parse(printed) as { holds: readonly { system: string; version: string }[] };

        assert.deepEqual(
            holds.map(({ system, version }) => `${system} ${version}`),
            ["flux 2.9.4", "flux-operator 0.58.1", "flagger 1.44.0"],
        );
        const flux = await project.run("update", "--stack", "dev", "--only", "flux", ...AT);
        assert.match(flux.printed, /flux-operator 0\.57\.0 → 0\.58\.0$/m);
    });

    it("says that it does not know the history in a shallow clone, and outside of every repository", async () => {
        const project = fresh();
        start(project);
        const folder = join(temporaryFolderOf(), "clone");
        git(project.root, "clone", "--quiet", "--depth=1", `file://${project.root}`, folder);
        const clone = Object.assign(Object.create(Object.getPrototypeOf(project) as object), {
            root: folder,
        }) as Project;

        const shallow = await clone.run("update", "--stack", "dev", "--only", "istio", ...AT);
        rmSync(join(clone.root, ".git"), { recursive: true });
        const nowhere = await clone.run("check", "--stack", "dev", "--json", ...AT);

        assert.match(
            shallow.noted,
            /holds: what was taken back before may not be known: the clone is shallow/,
        );
        const { skipped } = JSON.parse(nowhere.printed) as { skipped: readonly string[] };
        assert.equal(
            skipped[0],
            "holds: what was taken back before may not be known: the project is in no Git repository",
        );
    });

    it("stops at a damaged file of holds, whatever it is", async () => {
        const project = fresh();
        start(project);
        const entry = "  - { version: 1.31.1, reason: x, since: '2026-10-01' }\n";
        for (const [text, rule] of [
            ["schema: windlass/holds/v1\nholds:\n  - { version: 1.31.1, reas", "is not valid YAML"],
            ["schema: windlass/holds/v1\nschema: windlass/holds/v1\n", "twice"],
            ["schema: windlass/holds/v2\n", "schema"],
            [`schema: windlass/holds/v1\nholds:\n${entry}${entry}`, "holds"],
            ["schema: windlass/holds/v1\nholds:\n  - !!js/function x\n", "tag"],
            ["schema: windlass/holds/v1\nholds: &a\n  - *a\n", ""],
            ["schema: windlass/holds/v1\nhold: []\n", "Did you mean"],
            [
                "schema: windlass/holds/v1\nholds:\n  - { version: '1.31', reason: x, since: '2026-10-01' }\n",
                "exact version",
            ],
            [
                'schema: windlass/holds/v1\nholds:\n  - { version: 1.31.1, reason: "a\\nb", since: "2026-10-01" }\n',
                "control characters",
            ],
            [
                "schema: windlass/holds/v1\nholds:\n  - { version: 1.31.1, reason: x, since: '2026-02-30' }\n",
                "day",
            ],
        ] as const) {
            project.write("stacks/holds.yaml", text);
            const { status, printed, noted } = await project.run("update", "--stack", "dev", ...AT);

            assert.deepEqual([status, printed], [2, ""], text);
            assert.match(noted, /^stacks\/holds\.yaml:\d+: /, noted);
            assert.ok(noted.includes(rule), `${rule}: ${noted}`);
        }
        rmSync(join(project.root, "stacks/holds.yaml"));
        symlinkSync("nowhere.yaml", join(project.root, "stacks/holds.yaml"));
        assert.match((await project.run("update", ...AT)).noted, /stacks\/holds\.yaml: is a link to nothing/);
    });

    it("reads more holds from a file another tool has written", async () => {
        const project = fresh();
        start(project);
        const hold = { stack: "dev", version: "1.31.1", reason: "#17 was closed", since: DAY, of: "#17" };
        const file = join(temporaryFolderOf(), "holds.json");
        project.write("../holds.json", JSON.stringify({ schema: "windlass/holds/v1", holds: [hold] }));
        cpSync(join(project.root, "../holds.json"), file);

        const { reasons } = await update(project, "dev", "--holds", file);
        assert.match(reasons.join("\n"), /1\.31\.1 \(hold\): it is held: #17 was closed; .*--pull 17/);

        await project.run(
            "hold",
            "lift",
            "--stack",
            "dev",
            "--version",
            "1.31.1",
            "--pull",
            "17",
            "--reason",
            "meant",
        );
        assert.equal(
            brief(await update(project, "dev", "--holds", file)),
            "step control-plane 1.31.0 → 1.31.1",
        );
    });

    const temporaryFolderOf = temporaryFolders();
});

function temporaryFolders(): () => string {
    const folder = temporaryFolder();
    return () => folder;
}

describe("rollouts that were seen to fail", () => {
    const fresh = projects();
    const LOCK = (stack: string): string => `stacks/${stack}.lock.yaml`;

    /** Staging and production follow dev, whose evidence is required; production is where dev comes from. */
    async function failed(...change: readonly Partial<Evidence>[]): Promise<Project> {
        const project = fresh();
        project.replace("stacks/Pulumi.dev.yaml", "evidence: none", "evidence: required");
        git(project.root, "init", "--quiet", "--initial-branch=main");
        git(project.root, "add", "--all");
        git(project.root, "commit", "--quiet", "--message", "base");
        const { lock } = readLock(project.root, "dev");
        const seen = change.map((each) => seenFailed(lock, each));
        if (seen.length > 0) await keepSeen(project.root, ...seen);
        return project;
    }

    it("stops every later wave, names the canary and says the way back", async () => {
        const project = await failed({});
        const before = project.read(LOCK("production"));
        const { status, printed } = await project.run("update", ...AT);
        assert.equal(status, ExitStatus.noCandidate);
        assert.match(
            printed,
            /the rollout of 1\.31\.1 failed in dev: shop\/Canary\/backend; the way back is /,
        );
        assert.equal(project.read(LOCK("production")), before);
        const own = await update(project, "production");
        assert.equal(own.action, "held");
        assert.match(own.reasons.join(), /rollout.*fail.* in dev.*shop\/Canary\/backend/);
    });

    it("lists them with the holds, and lets a person lift them for as long as the pins stay", async () => {
        const project = await failed({});
        const list = async (): Promise<string> => (await project.run("hold", "list", "--at", DAY)).printed;
        assert.match(
            await list(),
            /dev +istio 1\.31\.1 +in force +held: its rollout was seen to fail in dev on 2026-10-05/,
        );
        const lift = ["hold", "lift", "--stack", "dev", "--version", "1.31.1", "--reason", "it was DNS"];
        assert.equal((await project.run(...lift, "--at", DAY)).status, ExitStatus.ok);
        assert.equal(await list(), "nothing is held");
        const { lock } = readLock(project.root, "dev");
        await keepSeen(project.root, seenFailed(lock, { seen: "2026-10-05T13:00:00Z" }));
        assert.equal(await list(), "nothing is held");
    });

    it("warns of them in check, and refuses none that was pinned before", async () => {
        const [finding] = await holdFindings(await failed({}));
        assert.deepEqual([finding?.level, finding?.about], ["warning", "proxies 1.31.1"]);
    });

    it("hears nothing of stacks that do not ask, and goes with the evidence", async () => {
        const project = await failed({});
        project.replace("stacks/Pulumi.dev.yaml", "evidence: required", "evidence: none");
        assert.equal((await project.run("hold", "list", "--at", DAY)).printed, "nothing is held");
        project.replace("stacks/Pulumi.dev.yaml", "evidence: none", "evidence: required");
        const { lock } = readLock(project.root, "dev");
        await keepSeen(project.root, seenWhole(lock));
        assert.equal((await project.run("hold", "list", "--at", DAY)).printed, "nothing is held");
    });

    it("takes what is torn for not seen, and says so", async () => {
        const project = await failed();
        putEvidence(project.root, "dev.yaml", "schema: windlass/evidence/v1\nstack: dev\nseen: yest");
        const { noted } = await project.run("update", "--stack", "dev", ...AT);
        assert.match(noted, /^evidence: windlass-evidence:dev\.yaml/m);
    });
});
