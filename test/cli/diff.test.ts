import assert from "node:assert/strict";
import { readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { commitBase, freshenSidecars, git } from "../diff/repository";
import { type Project, projects } from "../support/project";

const DEPLOYMENT = "apps/backend/deployment.yaml";
const CANARY = "apps/backend/canary.yaml";

function bumpProxies(project: Project): void {
    const old = 'proxies:\n    version: 1.31.0\n    since: "2026-09-07"';
    project.replace(
        "stacks/production.lock.yaml",
        old,
        'proxies:\n    version: 1.31.1\n    since: "2026-11-20"',
    );
    freshenSidecars(project, "production");
}

function changeApplication(project: Project): void {
    project.replace(DEPLOYMENT, "podinfo:6.9.2", "podinfo:6.10.0");
    project.replace(
        DEPLOYMENT,
        "              drop:",
        "              add:\n                - SYS_PTRACE\n              drop:",
    );
    freshenSidecars(project, "dev", "staging", "production");
}

/** `[what, what is done to the project, lines the summary holds]` */
const changes: readonly (readonly [string, (project: Project) => void, readonly string[]])[] = [
    [
        "an in-range step of the proxies",
        bumpProxies,
        [
            "Objects: 4 changed, in 1 of 3 stacks. Workloads that roll out: 3 proxy only.",
            "   3 workloads (prod/Deployment/backend, prod/Deployment/frontend, prod/Deployment/loadtester) in production: proxies 1.31.0 → 1.31.1, a patch release",
            "     - pinned on 2026-11-20 within the range ~1.31.0, by the catalog of 2026-10-01",
            "   istio-ingress/HelmRelease/istio-ingress in production: gateway 1.31.0 → 1.31.1",
            "     - image of istio-init, istio-proxy docker.io/istio/proxyv2:1.31.0-distroless → docker.io/istio/proxyv2:1.31.1-distroless",
            "     - 1 without a canary",
        ],
    ],
    [
        "an application's change with a hidden privilege",
        changeApplication,
        [
            "Objects: 3 changed, in 3 of 3 stacks. Workloads that roll out: 3 application only. 1 line to read with care.",
            "!! prod/Deployment/backend in all 3 stacks: capability SYS_PTRACE for container backend",
            "   prod/Deployment/backend in all 3 stacks: application changes",
            "     - image of backend ghcr.io/stefanprodan/podinfo:6.9.2 → ghcr.io/stefanprodan/podinfo:6.10.0",
        ],
    ],
    [
        "a port, which the injector writes into the sidecar too",
        (project) => {
            project.replace(DEPLOYMENT, "initialDelaySeconds: 5", "initialDelaySeconds: 6");
            freshenSidecars(project, "dev", "staging", "production");
        },
        [
            "   prod/Deployment/backend in all 3 stacks: application changes",
            "     - backend: livenessProbe/initialDelaySeconds 5 → 6",
        ],
    ],
    [
        "both at once",
        (project) => {
            bumpProxies(project);
            changeApplication(project);
        },
        [
            "!! prod/Deployment/backend in production: application and proxy change at once: a failed analysis could not name its cause",
            "   prod/Deployment/backend in dev and staging: application changes",
            "   2 workloads (prod/Deployment/frontend, prod/Deployment/loadtester) in production: proxy changes",
        ],
    ],
    [
        "a loosened canary",
        (project) => {
            project.replace(CANARY, "threshold: 10", "threshold: 50");
            project.replace(CANARY, "max: 500", "max: 5000");
            project.replace(CANARY, "maxWeight: 50", "maxWeight: 60");
        },
        [
            "!! prod/Canary/backend in all 3 stacks: analysis loosened",
            "     - threshold 10 → 50 (failed checks before it rolls back)",
            "     - metric latency: thresholdRange/max 500 → 5000 (highest accepted value)",
            "   prod/Canary/backend in all 3 stacks: analysis tightened",
            "     - maxWeight 50 → 60 (traffic it must have stood before it promotes)",
        ],
    ],
    [
        "a deleted workload",
        (project) => {
            project.replace("stacks/Pulumi.dev.yaml", "      - backend\n", "");
            freshenSidecars(project, "dev");
        },
        [
            "!! prod/Deployment/backend in dev: deleted, its pods stop",
            "!! prod/Canary/backend in dev: deleted: nothing measures changes of its target any more",
        ],
    ],
    [
        "a stack that is gone",
        (project) => rmSync(join(project.root, "stacks/Pulumi.dev.yaml")),
        ["!! dev: the stack is removed: nothing describes its "],
    ],
    [
        "a file that is no YAML, and all the rest",
        (project) => {
            project.write(DEPLOYMENT, "a: [\n");
            project.replace("apps/frontend/canary.yaml", "threshold: 10", "threshold: 50");
        },
        ["!! prod/Canary/frontend in all 3 stacks: analysis loosened"],
    ],
    [
        "mutual TLS that is no longer demanded",
        (project) =>
            project.replace("stacks/Pulumi.dev.yaml", "range: ~1.31 ", "mtls: PERMISSIVE\n    range: ~1.31 "),
        ["!! dev: mutual TLS of the mesh: STRICT → PERMISSIVE"],
    ],
];

describe("windlass diff", () => {
    const make = projects();
    const base = (): Project => {
        const project = make();
        commitBase(project);
        return project;
    };

    for (const [what, change, lines] of changes) {
        it(`tells of ${what}`, async () => {
            const project = base();
            change(project);
            const { status, printed, noted } = await project.run("diff", "--from", "base");
            assert.equal(status, ExitStatus.ok, noted);
            const found = printed.split("\n");
            assert.deepEqual(
                lines.filter((line) => !found.some((other) => other.startsWith(line))),
                [],
                printed,
            );
        });
    }

    it("finds no difference between a version and itself, whatever the ref is called", async () => {
        const project = base();
        git(project.root, "branch", "$(touch${IFS}hacked)`x`");
        const { printed } = await project.run(
            "diff",
            "--from",
            "base",
            "--to",
            "$(touch${IFS}hacked)`x`",
            "--format",
            "json",
        );
        const { findings, objects, unread } = JSON.parse(printed) as Record<string, unknown[]>;
        assert.deepEqual([findings, objects, unread], [[], [], []]);
        assert.ok(!readdirSync(project.root).includes("hacked"));
    });

    it("says the same of two commits as of a commit and the files", async () => {
        const project = base();
        changeApplication(project);
        const files = await project.run("diff", "--from", "base");
        git(project.root, "commit", "--all", "--quiet", "--message=next");
        const commits = await project.run("diff", "--from", "base", "--to", "HEAD");
        const body = (text: string): string => text.split("\n").slice(1).join("\n");
        assert.equal(body(commits.printed), body(files.printed));
    });

    it("compares with a version that does not load, as far as it goes", async () => {
        const project = make();
        const good = project.read(DEPLOYMENT);
        project.write(DEPLOYMENT, "a: [\n");
        commitBase(project);
        project.write(DEPLOYMENT, good);
        project.replace(CANARY, "threshold: 10", "threshold: 50");
        project.replace("apps/frontend/canary.yaml", "threshold: 10", "threshold: 50");
        const { printed } = await project.run("diff", "--from", "base");
        assert.match(
            printed,
            /Faults in the files: what cannot be read is left out, all else is compared as it stands\n ! all 3 stacks, older version: apps\/backend\/deployment\.yaml:2: is not valid YAML/,
        );
        assert.match(printed, /prod\/Canary\/frontend in all 3 stacks: analysis loosened/);
        assert.doesNotMatch(printed, /prod\/Deployment\/backend/);
    });

    it("tells of stale sidecars and compares them as they are", async () => {
        const project = base();
        project.replace(DEPLOYMENT, "podinfo:6.9.2", "podinfo:6.10.0");
        const { printed } = await project.run("diff", "--from", "base", "--stack", "dev");
        assert.match(
            printed,
            / ! dev, newer version: sidecars are stale, and are compared as they are: prod\/Deployment\/backend/,
        );
        assert.match(printed, /image of backend/);
    });

    it("does not follow a link in a commit, and says so", async () => {
        const project = make();
        rmSync(join(project.root, CANARY));
        symlinkSync("/etc/passwd", join(project.root, CANARY));
        commitBase(project);
        const { printed } = await project.run("diff", "--from", "base");
        assert.match(printed, /apps\/backend\/canary\.yaml is a link, which is not followed/);
        assert.doesNotMatch(printed, /root:/);
    });

    it("never prints what a Secret holds", async () => {
        const project = base();
        const secret = (value: string): string =>
            `apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\n  namespace: prod\nstringData:\n  password: ${value}\n`;
        project.write("apps/backend/secret.yaml", secret("first-secret"));
        git(project.root, "add", ".");
        git(project.root, "commit", "--quiet", "--message=secret");
        project.write("apps/backend/secret.yaml", secret("second-secret"));
        for (const format of ["text", "markdown", "json"]) {
            const { printed } = await project.run("diff", "--from", "HEAD", "--format", format);
            assert.match(printed, /prod\/Secret\/s/);
            assert.doesNotMatch(printed, /(?:first|second)-secret/);
        }
    });

    it("keeps hostile names data in Markdown", async () => {
        const project = base();
        project.replace(
            CANARY,
            "- name: conformance-test",
            '- name: "</details><img src=x>`@all` #1 \\u202e\\u001b[31m"',
        );
        const { printed } = await project.run("diff", "--from", "base", "--format", "markdown");
        // eslint-disable-next-line no-control-regex
        assert.doesNotMatch(printed, /[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
        assert.match(printed, /webhook ``<\/details><img src=x>`@all` #1 \\u\{202e\}\\u\{1b\}\[31m`` added/);
    });

    it("leaves no temporary folder behind", async () => {
        const folders = (): readonly string[] =>
            readdirSync(tmpdir()).filter((name) => name.startsWith("windlass-version-"));
        const before = folders();
        const project = base();
        await project.run("diff", "--from", "base", "--to", "base");
        await project.run("diff", "--from", "base", "--to", "nowhere");
        assert.deepEqual(
            folders().filter((name) => !before.includes(name)),
            [],
        );
    });

    /** `[what, arguments, message]` */
    const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
        ["no older version", [], /^--from: The older version is needed\./],
        ["a ref that is an option", ["--from=--help"], /^--from: "--help": There is no such commit/],
        ["a ref that is not there", ["--from", "nowhere"], /^--from: "nowhere": There is no such commit/],
        [
            "a format that is none",
            ["--from", "base", "--format", "xml"],
            /^--format: "xml": There is no such format/,
        ],
        [
            "a stack that is none",
            ["--from", "base", "--stack", "prodution"],
            /^--stack: "prodution": .*Did you mean production\?/,
        ],
    ];
    for (const [what, args, message] of refused) {
        it(`refuses ${what}`, async () => {
            const { status, noted } = await base().run("diff", ...args);
            assert.equal(status, ExitStatus.badInput);
            assert.match(noted, message);
        });
    }
});
