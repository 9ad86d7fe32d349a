import assert from "node:assert/strict";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { type Project, projects } from "../support/project";

const DEV = "stacks/Pulumi.dev.yaml";
const LOCK = "stacks/dev.lock.yaml";
const BACKEND = "apps/backend/deployment.yaml";

/** `[what is wrong, how it came about, what the message says, exit status]` */
const faults: readonly (readonly [string, (project: Project) => void, RegExp, ExitStatus?])[] = [
    [
        "a misspelt key",
        (project) => project.replace(DEV, "range: ~1.31", "rnage: ~1.31"),
        /^stacks\/Pulumi\.dev\.yaml:\d+: .*rnage.*range/m,
    ],
    [
        "a range that is none",
        (project) => project.replace(DEV, "range: ~1.31 ", "range: newest "),
        /^stacks\/Pulumi\.dev\.yaml:\d+: .*range: "newest": /m,
    ],
    [
        "a range without a lower bound",
        (project) => project.replace(DEV, "range: ~1.31 ", 'range: "*" '),
        /^stacks\/Pulumi\.dev\.yaml:\d+: .*range: "\*": .*broad/m,
    ],
    [
        "a missing lock",
        (project) => rmSync(join(project.root, LOCK)),
        /^stacks\/dev\.lock\.yaml: .*update --stack dev/m,
    ],
    [
        "a lock for another range",
        (project) => project.replace(DEV, "range: ~1.31 ", "range: ~1.30 "),
        /^stacks\/dev\.lock\.yaml:\d+: istio\.range: "~1\.31": .*the lock was made for this, but the settings say "~1\.30"\. Run .*update --stack dev/m,
    ],
    [
        "a lock with a version outside its range",
        (project) => project.replace(LOCK, "version: 1.31.1", "version: 1.30.5"),
        /^stacks\/dev\.lock\.yaml:\d+: istio\.controlPlane\.version: "1\.30\.5": .*outside/m,
    ],
    [
        "proxies newer than their control plane",
        (project) => project.replace(LOCK, "version: 1.31.1", "version: 1.31.0"),
        /^stacks\/dev\.lock\.yaml:\d+: istio\.proxies\.version: "1\.31\.1": .*newer/m,
    ],
    [
        "proxies more than one minor older",
        (project) => project.replace(LOCK, "proxies:\n    version: 1.31.1", "proxies:\n    version: 1.29.8"),
        /^stacks\/dev\.lock\.yaml:\d+: istio\.proxies\.version: "1\.29\.8": .*one minor/m,
    ],
    [
        "an unknown lock schema",
        (project) => project.replace(LOCK, "windlass/lock/v1", "windlass/lock/v9"),
        /^stacks\/dev\.lock\.yaml:\d+: schema: "windlass\/lock\/v9": /m,
    ],
    [
        "a key given twice in a lock",
        (project) =>
            project.replace(LOCK, "  hub: docker.io/istio", "  hub: docker.io/istio\n  hub: docker.io/evil"),
        /^stacks\/dev\.lock\.yaml:\d+: /m,
    ],
    [
        "a stale sidecar",
        (project) => project.replace(BACKEND, "containerPort: 9898", "containerPort: 9797"),
        /^stacks\/dev\.sidecars\.yaml: prod\/Deployment\/backend: .*stale.*inject --stack dev/m,
        ExitStatus.stale,
    ],
    [
        "a sidecars file changed by hand",
        (project) => project.replace("stacks/dev.sidecars.yaml", "runAsUser: 1337", "runAsUser: 0"),
        /^stacks\/dev\.sidecars\.yaml:\d+: .*by hand/m,
    ],
    [
        "a manifest with a syntax error",
        (project) => project.replace(BACKEND, "kind: Deployment", "kind: [Deployment"),
        /^apps\/backend\/deployment\.yaml:\d+: /m,
    ],
    [
        "a key given twice in a manifest",
        (project) => project.replace(BACKEND, "kind: Deployment", "kind: Deployment\nkind: Job"),
        /^apps\/backend\/deployment\.yaml:\d+: /m,
    ],
    [
        "an alias bomb",
        (project) => project.write("apps/backend/bomb.yaml", aliasBomb()),
        /^apps\/backend\/bomb\.yaml:\d+: .*alias/m,
    ],
    [
        "two documents of one name",
        (project) => project.write("apps/backend/twin.yaml", project.read(BACKEND)),
        /^apps\/backend\/twin\.yaml:\d+: .*prod\/Deployment\/backend is described twice, first in apps\/backend\/deployment\.yaml/m,
    ],
    [
        "no namespace where one is needed",
        (project) => project.replace(BACKEND, "  namespace: prod\n", ""),
        /^apps\/backend\/deployment\.yaml:\d+: metadata\.namespace: Deployment backend names no namespace/m,
    ],
    [
        "a workload folder that is missing",
        (project) => project.replace(DEV, "- loadtester", "- loadtseter"),
        /^apps\/loadtseter: .*There is no such workload folder/m,
    ],
    [
        "a Canary whose target does not exist",
        (project) => rmSync(join(project.root, BACKEND)),
        /^apps\/backend\/canary\.yaml:\d+: spec\.targetRef: .*Canary backend points at Deployment backend, which the stack does not declare/m,
    ],
    [
        "a pod that is injected already",
        (project) =>
            project.replace(
                BACKEND,
                'prometheus.io/scrape: "true"',
                'prometheus.io/scrape: "true"\n        sidecar.istio.io/status: "{}"',
            ),
        /^apps\/backend\/deployment\.yaml:\d+: .*already has a sidecar/m,
    ],
    [
        "an annotation that swaps the proxy's image",
        (project) =>
            project.replace(
                BACKEND,
                'prometheus.io/scrape: "true"',
                'prometheus.io/scrape: "true"\n        sidecar.istio.io/proxyImage: example.com/evil:1',
            ),
        /^apps\/backend\/deployment\.yaml:\d+: .*sidecar\.istio\.io\/proxyImage.*"example\.com\/evil:1"/m,
    ],
];

function aliasBomb(): string {
    const levels = Array.from(
        { length: 9 },
        (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(9)}]`,
    );
    return ["l0: &l0 [x]", ...levels, ""].join("\n");
}

describe("windlass start, with pins that nobody made", () => {
    const fresh = projects();

    it("refuses them, with file, key and value, and prints no table", async () => {
        const project = fresh();
        const lock = project.read("stacks/dev.lock.yaml");
        project.write(
            "stacks/dev.lock.yaml",
            lock.replaceAll("1.31.1", "1.31.9").replace("1.44.0", "1.44.9"),
        );
        const { status, printed, noted } = await project.run("start");

        assert.equal(status, ExitStatus.badInput);
        assert.equal(printed, "");
        assert.match(
            noted,
            /^stacks\/dev\.lock\.yaml: istio\.controlPlane\.version: "1\.31\.9": the catalog of 2026-10-01 knows no such release/m,
        );
        assert.match(noted, /flagger\.release\.version: "1\.44\.9"/);
    });
});

describe("windlass start", () => {
    const fresh = projects();

    it("writes every stack's manifests by layer and prints what they come to", async () => {
        const project = fresh();

        const { status, printed } = await project.run("start");

        assert.equal(status, ExitStatus.ok);
        assert.deepEqual(readdirSync(join(project.root, "dist/render")).sort(), [
            "dev",
            "production",
            "staging",
        ]);
        for (const stack of ["dev", "production", "staging"]) {
            assert.deepEqual(readdirSync(join(project.root, "dist/render", stack)).sort(), [
                "flux",
                "gateways",
                ...(stack === "dev" ? [] : ["health", "namespaces"]),
                "system",
                "workloads",
            ]);
        }
        const rows = printed.split("\n").map((line) => line.split(/ {2,}/));
        assert.deepEqual(rows.find(([stack]) => stack === "dev")?.slice(1, 5), [
            "~1.31 → 1.31.1",
            "1.31.1 in-place",
            "3 × 1.31.1",
            "2",
        ]);
        assert.match(printed, /^warning {2}production: proxies behind: 1\.31\.0, control plane 1\.31\.1$/m);
    });

    it("removes the manifests of what is gone", async () => {
        const project = fresh();
        project.write("dist/render/dev/workloads/prod-service-gone.yaml", "a: 1\n");

        await project.run("start");

        assert.equal(
            existsSync(join(project.root, "dist/render/dev/workloads/prod-service-gone.yaml")),
            false,
        );
    });

    it("replaces no folder that holds somebody's own file", async () => {
        const project = fresh();
        project.write("dist/render/dev/notes.md", "mine");

        const { status, noted } = await project.run("start");

        assert.equal(status, ExitStatus.badInput);
        assert.match(noted, /notes\.md: is not a file Windlass writes/);
        assert.equal(project.read("dist/render/dev/notes.md"), "mine");
    });

    for (const [what, breakIt, message, expected = ExitStatus.badInput] of faults) {
        it(`refuses ${what}, says where and what mends it, and writes nothing`, async () => {
            const project = fresh();
            breakIt(project);

            const { status, noted } = await project.run("start");

            assert.match(noted, message);
            assert.equal(status, expected);
            assert.equal(existsSync(join(project.root, "dist")), false);
            assert.doesNotMatch(noted, /\n\s+at /, "no stack trace");
        });
    }

    it("tells of everything that is wrong at once", async () => {
        const project = fresh();
        project.replace(DEV, "range: ~1.31", "rnage: ~1.31");
        project.replace("stacks/Pulumi.staging.yaml", "strategy: revisions", "strategy: hope");
        project.replace(BACKEND, "  namespace: prod\n", "");

        const { noted } = await project.run("start");

        assert.match(noted, /rnage/);
        assert.match(noted, /"hope"/);
        assert.match(noted, /names no namespace/);
    });
});
