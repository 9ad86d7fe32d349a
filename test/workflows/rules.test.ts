import assert from "node:assert/strict";
import { type WorkflowJob, type WorkflowStep, readWorkflows } from "../support/workflow";

const files = readWorkflows();
const steps = files.flatMap(({ id, workflow }) =>
    Object.entries(workflow.jobs).flatMap(([name, job]) =>
        job.steps.map((step) => ({ where: `${id}/${name}/${step.name ?? step.uses ?? ""}`, job, step })),
    ),
);

function isWriting({ permissions = {} }: WorkflowJob): boolean {
    return Object.values(permissions).includes("write");
}

function checksOut({ uses }: WorkflowStep): boolean {
    return uses?.startsWith("actions/checkout@") ?? false;
}

describe("the workflows", () => {
    it("are those the issue names", () => {
        assert.deepEqual(
            files.map(({ id }) => id),
            [
                "ci",
                "deploy",
                "e2e",
                "inject-sidecars",
                "look",
                "preview",
                "release",
                "update-flux",
                "update-istio",
            ],
        );
    });

    it("pin every action to a full commit, with its version beside it, and each action to one commit", () => {
        const pins = new Map<string, Set<string>>();
        for (const { id, text } of files) {
            for (const line of text.split("\n")) {
                if (!/^\s*(?:- )?uses:/.test(line)) continue;
                const [, action = "", pin = ""] =
                    /^\s*(?:- )?uses: ([\w-]+\/[\w-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)$/.exec(line) ?? [];
                assert.notEqual(action, "", `${id}: ${line}`);
                pins.set(action, (pins.get(action) ?? new Set()).add(pin));
            }
        }
        assert.deepEqual(
            [...pins].filter(([, commits]) => commits.size > 1),
            [],
        );
    });

    for (const { id, workflow } of files) {
        it(`${id}: grants nothing to the whole, and names each job's rights, time and turn`, () => {
            assert.deepEqual(workflow.permissions, {});
            assert.equal(workflow.env, undefined);
            assert.equal(workflow.defaults?.run?.shell, "bash");
            assert.match(workflow.concurrency?.group ?? "", /^[a-z]/);
            for (const [name, job] of Object.entries(workflow.jobs)) {
                assert.ok(job.permissions, name);
                assert.ok((job["timeout-minutes"] ?? 0) > 0, name);
                for (const right of Object.values(job.permissions)) assert.match(right, /^(?:read|write)$/);
            }
        });

        it(`${id}: is not started by an event that gives strangers its secrets`, () => {
            for (const event of ["pull_request_target", "workflow_run", "issue_comment", "issues"]) {
                assert.ok(!(event in workflow.on), event);
            }
        });
    }

    it("put no expression into a shell", () => {
        const found = steps.filter(({ step }) => step.run?.includes("${{")).map(({ where }) => where);

        assert.deepEqual(found, []);
    });

    it("write neither the environment nor the path of later steps", () => {
        const found = steps
            .filter(({ step }) => /GITHUB_(?:ENV|PATH)/.test(step.run ?? ""))
            .map(({ where }) => where);

        assert.deepEqual(found, []);
    });

    it("keep no credential in a checkout", () => {
        const kept = steps
            .filter(({ step }) => checksOut(step) && step.with?.["persist-credentials"] !== false)
            .map(({ where }) => where);

        assert.deepEqual(kept, []);
    });

    it("give secrets only to jobs with an environment", () => {
        const found = steps
            .filter(
                ({ step, job }) => JSON.stringify(step).includes("secrets.") && job.environment === undefined,
            )
            .map(({ where }) => where);

        assert.deepEqual(found, []);
    });

    it("give jobs of a pull request secrets or the right to write only where it is no fork's", () => {
        for (const { id, workflow } of files.filter(({ workflow: { on } }) => "pull_request" in on)) {
            for (const [name, job] of Object.entries(workflow.jobs)) {
                if (!isWriting(job) && !JSON.stringify(job).includes("secrets.")) continue;
                assert.match(
                    job.if ?? "",
                    /github\.event\.pull_request\.head\.repo\.full_name == github\.repository &&/,
                    `${id}/${name}`,
                );
            }
        }
    });

    it("run no code of a pull request in a job that may write", () => {
        for (const { id, workflow } of files.filter(({ workflow: { on } }) => "pull_request" in on)) {
            for (const [name, job] of Object.entries(workflow.jobs).filter(([, candidate]) =>
                isWriting(candidate),
            )) {
                const refs = job.steps.filter(checksOut).map((step) => step.with?.["ref"]);
                assert.deepEqual(refs, ["${{ github.event.pull_request.base.sha }}"], `${id}/${name}`);
            }
        }
    });

    it("queue deployments, so that none is dropped for a newer one: each commit is a step of its own", () => {
        const { concurrency } = files.find(({ id }) => id === "deploy")?.workflow as unknown as {
            readonly concurrency: unknown;
        };

        assert.deepEqual(concurrency, { group: "deploy", "cancel-in-progress": false, queue: "max" });
    });

    it("deploy every wave alike, each after all the earlier ones", () => {
        const jobs = files.find(({ id }) => id === "deploy")?.workflow.jobs ?? {};
        const waves = [0, 1, 2].map((wave) => {
            const job = jobs[`wave-${wave}`];
            assert.ok(job);
            const earlier = ["plan", ...Array.from({ length: wave }, (_, index) => `wave-${index}`)];
            assert.deepEqual([job.needs].flat(), earlier);
            return JSON.stringify({ ...job, needs: [] }).replaceAll(`wave-${wave}`, "wave-N");
        });

        assert.equal(new Set(waves).size, 1);
    });

    it("take nothing from a cache where something is released", () => {
        const release = files.find(({ id }) => id === "release")?.text ?? "";

        assert.doesNotMatch(release, /actions\/cache|cache: true/);
    });
});
