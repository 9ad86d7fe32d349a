import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { RecordedRequest } from "../support/http-server";
import { faultServer } from "../support/http-server";
import { temporaryFolder } from "../support/temporary-folder";
import { readWorkflows } from "../support/workflow";
import { Runner, type StepResult } from "../support/workflow-run";

const ROOT = join(__dirname, "..", "..");
const workflows = new Map(readWorkflows().map(({ id, workflow }) => [id, workflow]));

/** A branch as git allows it, that is code to a shell. */
const BRANCH = "x/$(touch${IFS}pwned1);`touch${IFS}pwned2`&'\"<b>";
/** Text of others: code to a shell, a command to the runner, markup to a reader. */
const TEXT =
    "$(touch pwned3)`touch pwned4`;\n::set-env name=BASH_ENV::pwned\n@everyone <img src=x> [a](javascript:b)";

const RENDER_CHECK = "Hold what Flux applies against what the program says";

describe("what the workflows run", function () {
    this.timeout(120_000);
    const server = faultServer();
    const folder = temporaryFolder();
    const ran = new Set<string>();
    let count = 0;
    let runner: Runner;

    beforeEach(() => {
        const own = join(folder, `runner-${count++}`);
        mkdirSync(own);
        runner = new Runner(own, server.url);
        runner.expressions.set("github.token", "ghs_default");
    });

    afterEach(() => {
        const { strays } = runner;
        runner.remove();
        assert.deepEqual(strays, [], "something was run as code, or written where nothing should be");
    });

    /** Runs a step by its name. */
    async function step(workflow: string, job: string, name: string): Promise<StepResult> {
        const found = workflows.get(workflow)?.jobs[job]?.steps.find((candidate) => candidate.name === name);
        assert.ok(found?.run, `${workflow}/${job}/${name}`);
        ran.add(`${workflow}/${job}/${name}`);
        return runner.run(found);
    }

    async function succeeds(workflow: string, job: string, name: string): Promise<StepResult> {
        const result = await step(workflow, job, name);
        assert.equal(result.status, 0, result.output);
        return result;
    }

    function pullRequest({ fork = false, sha = "a".repeat(40) } = {}): object {
        const to = { full_name: "example/mesh" };
        const from = fork ? { full_name: "stranger/mesh" } : to;
        return {
            pull_request: {
                number: 7,
                title: TEXT,
                head: { ref: BRANCH, sha, repo: from },
                base: { repo: to },
            },
        };
    }

    function sent(request: RecordedRequest | undefined): Record<string, string> {
        return JSON.parse(Buffer.from(request?.body ?? "{}", "latin1").toString()) as Record<string, string>;
    }

    function writing(): string[] {
        return server.requests
            .filter(({ method }) => method !== "GET")
            .map(({ method, path }) => `${method} ${path}`);
    }

    it("ci: every check, the main job and the tests", async () => {
        const { output } = await succeeds("ci", "all", "Run every check");
        await succeeds("ci", "node", "Run the main job and the tests");

        assert.equal(output, "ran every check\n");
        assert.deepEqual(runner.lines, ["npm start", "npm test"]);
    });

    it("preview: a diff of hostile names, texts and messages, and the stacks it touches", async () => {
        runner.git("checkout", "--quiet", "-b", BRANCH);
        runner.write("apps/backend/$(touch pwned5)\n::add-path::x", TEXT);
        const deployment = runner.read("apps/backend/deployment.yaml");
        const annotation = `annotations:\n        note: ${JSON.stringify(TEXT)}`;
        runner.write(
            "apps/backend/deployment.yaml",
            deployment.replace("annotations:", () => annotation),
        );
        runner.commit(TEXT);
        runner.git("checkout", "--quiet", "main");
        runner.git("merge", "--quiet", "--no-ff", "-m", TEXT, BRANCH);

        await succeeds("preview", "diff", "Say what changes");
        const { outputs } = await succeeds("preview", "diff", "Find the stacks it touches");

        assert.deepEqual(outputs, { stacks: '["dev","production","staging"]' });
        const diff = readFileSync(join(runner.temp, "diff", "diff.md"), "utf8");
        assert.match(diff, /^### windlass diff\n/);
        assert.equal(runner.summary, diff);
        for (const line of diff.split("\n")) assert.doesNotMatch(line, /^::/);
    });

    it("preview: gates, policies and tests", async () => {
        runner.answers = [
            { call: "npm run -s windlass -- check --from HEAD^1" },
            { call: "npm run -s windlass -- render --check" },
        ];

        await succeeds("preview", "check", "Hold it, and the way to it, against every gate and policy");
        await succeeds("preview", "check", RENDER_CHECK);
        await succeeds("preview", "check", "Run the tests");

        assert.deepEqual(runner.lines, [
            "npm run -s windlass -- check --from HEAD^1",
            "npm run -s windlass -- render --check",
            "npm test",
        ]);
    });

    it("preview: manifests in Git that the program would write otherwise fail their step", async () => {
        runner.write("clusters/production/system/old.yaml", "kind: Namespace\n");
        runner.commit("clusters");
        runner.answers = [{ call: "npm run -s windlass -- render --check", status: 4 }];

        assert.equal((await step("preview", "check", RENDER_CHECK)).status, 4);
        assert.deepEqual(runner.lines, ["npm run -s windlass -- render --check"]);
    });

    for (const stack of ["dev", "$(touch${IFS}pwned6)`touch pwned7`;"]) {
        it(`preview: pulumi preview of ${stack}`, async () => {
            previewValues(stack);

            await succeeds("preview", "pulumi", "Install the packages");
            await succeeds("preview", "pulumi", "Preview the stack");

            const call = `npm run -s preview -- --stack ${stack} --non-interactive --color never`;
            assert.deepEqual(runner.lines, [call]);
            const file = join(runner.temp, "preview", `pulumi-preview-${stack}.txt`);
            assert.equal(readFileSync(file, "utf8"), "would change 3\n");
        });
    }

    it("preview: a pulumi preview that fails fails the step, and what it said is kept", async () => {
        previewValues("dev");
        runner.answers = [{ call: "npm run -s preview", status: 255, print: "no backend\n" }];

        assert.equal((await step("preview", "pulumi", "Preview the stack")).status, 255);
        assert.equal(
            readFileSync(join(runner.temp, "preview", "pulumi-preview-dev.txt"), "utf8"),
            "no backend\n",
        );
    });

    function previewValues(stack: string): void {
        for (const [name, value] of [
            ["matrix.stack", stack],
            ["vars.PULUMI_BACKEND_URL", "s3://state"],
            ["secrets.PULUMI_ACCESS_TOKEN", "pul-secret"],
            ["secrets.PULUMI_CONFIG_PASSPHRASE", "phrase"],
        ] as const) {
            runner.expressions.set(name, value);
        }
    }

    it("preview: one comment, written once and then kept up to date", async () => {
        runner.event(pullRequest());
        runner.artifact("windlass-diff/diff.md", "### windlass diff\n");
        runner.artifact("windlass-pulumi-dev/pulumi-preview-dev.txt", `${TEXT}\n\`\`\`\`\n</details>\n`);
        const comments: object[] = [
            { id: 1, user: { login: "stranger" }, body: "<!-- windlass:preview -->\nmine" },
            { id: 2, user: { login: "github-actions[bot]" }, body: "<!-- windlass:other -->\n" },
        ];
        server.on("/repos/example/mesh/issues/7/comments", ({ method, body }) => {
            if (method === "GET") return { body: JSON.stringify(comments) };
            const made = JSON.parse(Buffer.from(body, "latin1").toString()) as object;
            comments.push({ id: 3, user: { login: "github-actions[bot]" }, ...made });
            return { status: 201, body: "{}" };
        });
        server.on("/repos/example/mesh/issues/comments/3", { body: "{}" });
        await succeeds("preview", "comment", "Install the packages");
        await succeeds("preview", "comment", "Fetch what the other jobs made");

        const said = await succeeds("preview", "comment", "Keep the comment up to date");
        assert.match(said.output, /comment preview created/);
        assert.deepEqual(writing(), ["POST /repos/example/mesh/issues/7/comments"]);
        assert.equal(server.requests[0]?.headers.authorization, "Bearer ghs_default");
        assert.equal(sent(server.requests.at(-1))["body"], COMMENT);

        server.requests.length = 0;
        assert.match(
            (await succeeds("preview", "comment", "Keep the comment up to date")).output,
            /unchanged/,
        );
        assert.deepEqual(writing(), []);

        runner.artifact("windlass-diff/diff.md", "### windlass diff\n\nother\n");
        await succeeds("preview", "comment", "Fetch what the other jobs made");
        assert.match((await succeeds("preview", "comment", "Keep the comment up to date")).output, /updated/);
        assert.deepEqual(writing(), ["PATCH /repos/example/mesh/issues/comments/3"]);
    });

    it("preview: nothing is written to the pull request of a fork, even if the job ran", async () => {
        runner.event(pullRequest({ fork: true }));
        runner.artifact("windlass-diff/diff.md", "### windlass diff\n");
        await succeeds("preview", "comment", "Fetch what the other jobs made");

        await succeeds("preview", "comment", "Keep the comment up to date");

        assert.equal(runner.summary, "### windlass diff\n");
        assert.deepEqual(server.requests, []);
    });

    describe("inject-sidecars", () => {
        it("finds nothing where nothing is stale", async () => {
            const { outputs } = await succeeds("inject-sidecars", "inject", "Look for stale sidecars");

            assert.deepEqual(outputs, { stale: "false" });
        });

        it("injects with the pinned istioctl where a workload has changed", async () => {
            const deployment = runner.read("apps/backend/deployment.yaml");
            runner.write(
                "apps/backend/deployment.yaml",
                deployment.replace("annotations:", 'annotations:\n        a: "b"'),
            );
            const { outputs } = await succeeds("inject-sidecars", "inject", "Look for stale sidecars");
            runner.answers = [
                { call: "npm run -s windlass -- inject", write: { "stacks/dev.sidecars.yaml": "new" } },
            ];
            const told = await step("inject-sidecars", "inject", "Tell the author of a fork what to run");
            await succeeds("inject-sidecars", "inject", "Inject");

            assert.deepEqual(outputs, { stale: "true" });
            assert.equal(told.status, 4);
            assert.match(told.output, /npm run -s windlass -- inject/);
            assert.deepEqual(runner.lines.slice(1), ["npm run -s windlass -- inject"]);
            assert.equal(readFileSync(join(runner.temp, "sidecars", "dev.sidecars.yaml"), "utf8"), "new");
        });

        it("fails where the check itself cannot be made", async () => {
            runner.answers = [{ call: "npm run -s windlass -- inject --check", status: 2 }];

            const { status, outputs } = await step("inject-sidecars", "inject", "Look for stale sidecars");

            assert.deepEqual([status, outputs], [2, {}]);
        });

        it("commits sidecars, and nothing else, to a branch with a hostile name", async () => {
            const sha = pushBranch();
            const sidecars = runner.read("stacks/staging.sidecars.yaml");
            runner.artifact("windlass-sidecars/dev.sidecars.yaml", sidecars);
            runner.artifact("windlass-sidecars/$(touch pwned8).yaml", "x");
            runner.event(pullRequest({ sha }));
            appValues("");
            await succeeds("inject-sidecars", "push", "Install the packages");
            await succeeds("inject-sidecars", "push", "Fetch what the other job made");

            await succeeds("inject-sidecars", "push", "Commit it to the pull request's branch");

            runner.git("fetch", "--quiet", "origin", `refs/heads/${BRANCH}`);
            assert.equal(runner.git("rev-parse", "FETCH_HEAD^"), sha);
            assert.equal(runner.git("diff", "--name-only", sha, "FETCH_HEAD"), "stacks/dev.sidecars.yaml");
            assert.equal(
                runner.git("show", "-s", "--format=%an|%s", "FETCH_HEAD"),
                "github-actions[bot]|Bring the sidecars of dev up to date",
            );
            assert.equal(runner.git("status", "--porcelain"), "");
        });

        it("pushes nothing that is no sidecars file, nothing to a fork, and nothing to a branch that has moved", async () => {
            const sha = pushBranch();
            appValues("");
            const push = async (): Promise<StepResult> => {
                await succeeds("inject-sidecars", "push", "Fetch what the other job made");
                return step("inject-sidecars", "push", "Commit it to the pull request's branch");
            };
            runner.artifact(
                "windlass-sidecars/dev.sidecars.yaml",
                "schema: windlass/sidecars/v1\ncommon: $(touch pwned9)\n",
            );
            runner.event(pullRequest({ sha }));
            assert.equal((await push()).status, 2);

            runner.artifact(
                "windlass-sidecars/dev.sidecars.yaml",
                runner.read("stacks/staging.sidecars.yaml"),
            );
            runner.event(pullRequest({ fork: true, sha }));
            assert.equal((await push()).status, 4);

            runner.event(pullRequest({ sha: runner.git("rev-parse", "main") }));
            assert.match((await push()).output, /its branch has moved/);
            assert.equal(runner.git("ls-remote", "origin", `refs/heads/${BRANCH}`).split("\t")[0], sha);
        });
    });

    function pushBranch(): string {
        runner.git("checkout", "--quiet", "-b", BRANCH);
        runner.write("apps/backend/README", "x");
        const sha = runner.commit("change");
        runner.git("push", "--quiet", "origin", `HEAD:refs/heads/${BRANCH}`);
        runner.git("checkout", "--quiet", "main");
        return sha;
    }

    function appValues(slug: string): void {
        runner.expressions.set("steps.app.outputs.token || github.token", slug ? "ghs_app" : "ghs_default");
        runner.expressions.set("steps.app.outputs.app-slug", slug);
    }

    for (const [workflow, only, slug] of [
        ["update-istio", "istio", ""],
        ["update-flux", "flux", "mesh-bot"],
    ] as const) {
        it(`${workflow}: a pull request a step and one for a wider range, once, as ${slug || "the default token"}`, async () => {
            const open: Record<string, unknown>[] = [];
            serveForge(open, `${slug || "github-actions"}[bot]`);
            runner.expressions.set("matrix.system", only);
            appValues(slug);
            const lock = runner.read("stacks/dev.lock.yaml");
            const update = `npm run -s windlass -- update --only ${only} --holds`;
            runner.answers = [
                { call: "npm run -s windlass -- catalog refresh" },
                { call: "npm run -s windlass -- report --format markdown", print: "## The fleet\n" },
                {
                    call: update,
                    status: 3,
                    print: JSON.stringify(STEPS),
                    write: { "stacks/dev.lock.yaml": lock.replaceAll("1.31.1", "1.31.2") },
                },
            ];
            await succeeds(workflow, "update", "Renew the catalog");
            if (workflow === "update-istio") {
                await succeeds(workflow, "update", "Say how the fleet does");
                assert.equal(runner.summary, "## The fleet\n");
            }
            await succeeds(workflow, "update", "Learn which steps people have declined");
            await succeeds(workflow, "update", "Take the next step of every stack");
            await succeeds(workflow, "update", "Render the manifests Flux reads from Git");
            const step = "Open the pull requests, or bring them up to date";
            await succeeds(workflow, "update", step);

            const branches = ["windlass/dev/allow-1.32.0", "windlass/dev/control-plane-1.31.2"];
            assert.deepEqual(heads(), ["main", ...branches]);
            assert.deepEqual(open.map(({ title }) => title).sort(), [
                "dev: Istio control plane 1.31.1 → 1.31.2",
                "dev: allow Istio 1.32.0",
            ]);
            assert.deepEqual(changedIn(branches[0]), ["stacks/Pulumi.dev.yaml", "stacks/dev.lock.yaml"]);
            assert.deepEqual(changedIn(branches[1]), ["stacks/dev.lock.yaml"]);
            for (const { body } of open) {
                assert.doesNotMatch(String(body), /<img|@everyone|\]\(javascript|^::/m);
                assert.match(String(body), /windlass diff/);
            }
            const dispatches = writing().filter((line) => line.includes("dispatches"));
            assert.equal(dispatches.length, slug ? 0 : 2);
            // Staging and production, which Flux delivers, had not been rendered.
            assert.deepEqual(runner.git("status", "--porcelain").split(/\s+/), [
                ...["M", "stacks/dev.lock.yaml"],
                ...["??", "clusters/"],
            ]);

            server.requests.length = 0;
            const again = await succeeds(workflow, "update", step);
            assert.equal(again.output.match(/is up to date/g)?.length, 2, again.output);
            assert.deepEqual(writing(), []);
        });

        it(`${workflow}: fails where the update fails, and proposes nothing`, async () => {
            runner.expressions.set("matrix.system", only);
            runner.answers = [{ call: "npm run -s windlass -- update", status: 2 }];

            assert.equal((await step(workflow, "update", "Take the next step of every stack")).status, 1);
        });
    }

    function serveForge(open: Record<string, unknown>[], login: string): void {
        const repo = { full_name: "example/mesh" };
        server.on("/repos/example/mesh/pulls", ({ method, path, body }) => {
            if (method === "GET") {
                const head = new URLSearchParams(path.split("?")[1]).get("head")?.replace("example:", "");
                const found = open.filter(
                    ({ head: at }) => head === undefined || (at as { ref: string }).ref === head,
                );
                return { body: JSON.stringify(found) };
            }
            const { head: ref, ...asked } = JSON.parse(Buffer.from(body, "latin1").toString()) as Record<
                string,
                string
            >;
            const ends = { head: { ref, repo }, base: { repo } };
            open.push({ number: 10 + open.length, state: "open", user: { login }, ...asked, ...ends });
            return { status: 201, body: JSON.stringify(open.at(-1)) };
        });
        server.on("/repos/example/mesh/actions/workflows/ci.yaml/dispatches", { status: 204 });
    }

    function heads(): string[] {
        return runner
            .git("ls-remote", "--heads", "origin")
            .split("\n")
            .map((line) => line.replace(/^.*refs\/heads\//, ""))
            .sort();
    }

    function changedIn(branch = ""): string[] {
        runner.git("fetch", "--quiet", "origin", `refs/heads/${branch}`);
        return runner.git("diff", "--name-only", "main", "FETCH_HEAD").split("\n");
    }

    describe("look", () => {
        const LOOK = "Look, keep what was seen, and start what may follow";
        const call = "npm run -s windlass -- status --record --push --start update-istio.yaml";

        it("asks the clusters by the kubeconfig that is given, and leaves none behind", async () => {
            runner.expressions.set("secrets.KUBECONFIG", TEXT);
            runner.answers = [{ call, status: 6 }];
            await succeeds("look", "look", LOOK);
            assert.deepEqual(runner.lines, [call]);
            assert.deepEqual(readdirSync(runner.temp), []);
        });

        it("asks the forge where there is none, and is red where a cluster fails", async () => {
            runner.expressions.set("secrets.KUBECONFIG", "");
            const asked = call.replace("--record", "--from-forge --record");
            runner.answers = [{ call: asked }];
            await succeeds("look", "look", LOOK);
            runner.answers = [{ call: asked, status: 7 }];
            assert.equal((await step("look", "look", LOOK)).status, 1);
        });
    });

    describe("deploy", () => {
        it("puts the stacks in their order", async () => {
            runner.answers = [{ call: "npm run -s windlass -- check" }];
            await succeeds("deploy", "plan", "Hold it against every gate and policy");

            const { outputs } = await succeeds("deploy", "plan", "Put the stacks in their order");

            assert.deepEqual(outputs, {
                "wave-0": '["dev"]',
                "wave-1": '["staging"]',
                "wave-2": '["production"]',
            });
        });

        it("stops where a gate refuses", async () => {
            runner.answers = [{ call: "npm run -s windlass -- check", status: 5 }];

            assert.equal((await step("deploy", "plan", "Hold it against every gate and policy")).status, 5);
        });

        for (const wave of ["wave-0", "wave-1", "wave-2"]) {
            it(`${wave}: deploys a stack and records its outputs`, async () => {
                deployValues("staging");
                await succeeds("deploy", wave, "Install the packages");
                await succeeds("deploy", wave, "Deploy the stack and record its outputs");

                assert.deepEqual(runner.lines, [
                    "pulumi stack output --json --stack staging",
                    "npm run -s windlass -- forge deployable --stack staging",
                    "npm run -s up -- --stack staging --yes --skip-preview --non-interactive --color never",
                    "pulumi stack output --json --stack staging",
                ]);
                assert.deepEqual(
                    runner.calls.map(({ secrets }) => secrets),
                    runner.calls.map(() => ["PULUMI_ACCESS_TOKEN"]),
                );
                assert.deepEqual(readdirSync(join(runner.temp, "outputs")), ["staging.json"]);
                assert.deepEqual(leftInTmp(), []);
            });
        }

        it("refuses several steps at once, and deploys nothing", async () => {
            deployValues("staging");
            const istio = { controlPlane: "1.30.5", proxies: "1.30.5" };
            runner.answers = [{ call: "pulumi stack output", print: JSON.stringify({ istio }) }];

            const { status, output } = await step(
                "deploy",
                "wave-0",
                "Deploy the stack and record its outputs",
            );
            assert.equal(status, 5);
            assert.match(output, /would be deployed at once/);
            assert.ok(!runner.lines.some((line) => line.startsWith("npm run -s up")));
        });

        it("records nothing where a deployment fails, and leaves no kubeconfig behind", async () => {
            deployValues("staging");
            runner.answers = [{ call: "npm run -s up", status: 255 }];

            assert.equal(
                (await step("deploy", "wave-0", "Deploy the stack and record its outputs")).status,
                255,
            );
            assert.deepEqual(readdirSync(join(runner.temp, "outputs")), []);
            assert.deepEqual(leftInTmp(), []);
        });

        it("refuses what is no name of a stack", async () => {
            deployValues("$(touch pwned)`touch pwned`;../x");

            assert.equal(
                (await step("deploy", "wave-0", "Deploy the stack and record its outputs")).status,
                2,
            );
            assert.deepEqual(runner.lines, []);
        });

        /** What a run has left behind, tsx's own cache apart. */
        function leftInTmp(): readonly string[] {
            return readdirSync(join(runner.temp, "..", "tmp")).filter((name) => !name.startsWith("tsx-"));
        }

        function deployValues(stack: string): void {
            previewValues(stack);
            runner.expressions.set("secrets.KUBECONFIG", `apiVersion: v1\n# ${TEXT}`);
        }
    });

    it("e2e: the previous lock, traffic, this lock, a bad proxy, and its rollback", async () => {
        const shared = ["eventually", "mesh-observed", "rollout-objects", "rollouts"];
        const paths = [
            ...["adapters", "lifecycle", "schemas", "test/e2e-kind"],
            ...shared.map((name) => `test/support/${name}.ts`),
        ];
        for (const path of paths) {
            cpSync(join(ROOT, path), join(runner.repository, path), { recursive: true });
        }
        const lock = runner.read("stacks/dev.lock.yaml");
        runner.write("stacks/dev.lock.yaml", lock.replaceAll("1.31.1", "1.31.2"));
        runner.commit(TEXT);
        await succeeds("e2e", "upgrade", "Install the packages");

        const { output } = await succeeds(
            "e2e",
            "upgrade",
            "Upgrade under traffic, then roll a bad proxy back",
        );

        assert.match(output, /the upgrade: 0 of \d+ requests failed; the budget is 0\.1 %/);
        assert.match(output, /the rollback: 0 of \d+ requests failed/);
        const steps = runner.lines.map(
            (line) => /pulumi (?:up|stack)|kubectl apply|kubectl -n prod patch/.exec(line)?.[0],
        );
        assert.deepEqual(
            steps.filter((found) => found !== undefined),
            [
                "pulumi stack",
                "pulumi up",
                "kubectl apply",
                "pulumi stack",
                "pulumi up",
                "kubectl -n prod patch",
            ],
        );
        assert.equal(runner.git("worktree", "list").split("\n").length, 1);
    });

    it("release: the package, its bill of materials and their digests; then the release", async () => {
        await succeeds("release", "build", "Test");
        await succeeds("release", "build", "Compile what the package holds");
        await succeeds("release", "build", "Pack");
        const files = readdirSync(join(runner.temp, "release")).sort();
        const made = [
            "SHA256SUMS",
            "windlass-0.2.0.cdx.json",
            "windlass-0.2.0.spdx.json",
            "windlass-0.2.0.tgz",
        ];
        for (const name of made) runner.artifact(`release/${name}`, "x");
        await succeeds("release", "publish", "Fetch what was built");
        await succeeds("release", "publish", "Make the release");

        assert.deepEqual(files, made);
        const options = "--repo example/mesh --verify-tag --generate-notes --";
        const paths = made.map((name) => `…/temp/release/${name}`).join(" ");
        assert.equal(runner.lines.at(-1), `gh release create v0.2.0 ${options} ${paths}`);
    });

    it("release: not under a tag of another version", async () => {
        const found = runner.read("package.json");
        runner.write("package.json", found.replace('"version": "0.2.0"', '"version": "0.3.0"'));

        assert.equal((await step("release", "build", "Pack")).status, 1);
        assert.deepEqual(runner.lines, []);
    });

    after("no step was left out", () => {
        const all = [...workflows].flatMap(([id, { jobs }]) =>
            Object.entries(jobs).flatMap(([job, { steps }]) =>
                steps.filter(({ run }) => run !== undefined).map(({ name }) => `${id}/${job}/${name ?? ""}`),
            ),
        );

        assert.deepEqual(
            all.filter((name) => !ran.has(name)),
            [],
        );
    });
});

const COMMENT = [
    "<!-- windlass:preview -->",
    "### windlass diff",
    "",
    "<details><summary><code>pulumi-preview-dev.txt</code></summary>",
    "",
    "`````text",
    ...TEXT.split("\n"),
    "````",
    "</details>",
    "`````",
    "",
    "</details>",
].join("\n");

/** As `update --json` prints it; the sentences are upstream's. */
const STEPS = [
    {
        stack: "dev",
        action: "step",
        step: { part: "control-plane", from: "1.31.1", to: "1.31.2", why: TEXT },
        version: "1.31.2",
        title: TEXT,
        branch: "main",
        reasons: [],
        warnings: [TEXT],
        missing: [],
        proposal: {
            version: "1.32.0",
            range: "~1.31 || ~1.32",
            meaning: [TEXT],
            title: TEXT,
            branch: "main",
        },
    },
    {
        stack: "production",
        action: "held",
        step: null,
        version: "1.31.1",
        title: null,
        branch: null,
        reasons: [TEXT],
        warnings: [],
        missing: [],
        proposal: null,
    },
];
