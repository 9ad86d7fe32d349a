import assert from "node:assert/strict";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { join } from "node:path";
import { commitBase } from "../diff/repository";
import { checkProject, keepOnly } from "../support/check";
import { projects } from "../support/project";

describe("windlass check --from", () => {
    const fresh = projects();

    it("refuses a version that does not exist", async () => {
        const project = fresh();
        commitBase(project);

        const { status, noted } = await project.run("check", "--offline", "--from", "--upload-pack=x");

        assert.equal(status, ExitStatus.badInput);
        assert.match(noted, /--from/);
    });
});

describe("windlass check --from, with windows", function () {
    this.timeout(120_000);
    const fresh = projects();
    const LOCK = "stacks/dev.lock.yaml";
    const SATURDAYS = "schema: windlass/windows/v1\nwindows:\n  - { schedule: 0 9 * * SAT, duration: 8h }\n";

    for (const [what, before, now, found] of [
        [
            "refuses a step outside of them, by what was before and by what is now",
            SATURDAYS,
            "schema: windlass/windows/v1\n",
            ["refused dev"],
        ],
        [
            "is not held by a file that could not be read before",
            "windows: nine\n",
            "schema: windlass/windows/v1\n",
            [],
        ],
    ] as const)
        it(what, async () => {
            const project = fresh();
            keepOnly(project, "dev");
            const lock = project.read(LOCK);
            project.write(LOCK, lock.replace("version: 0.58.1", "version: 0.57.0"));
            project.write("stacks/windows.yaml", before);
            commitBase(project);
            project.write(LOCK, lock);
            project.write("stacks/windows.yaml", now);

            const result = await checkProject(project, { args: ["--from", "base"], rules: ["window"] });

            assert.deepEqual(result.found, found);
        });
});

describe("a team's own resources in index.ts", () => {
    const fresh = projects();
    const DEFINE_MESH = join(__dirname, "..", "..", "program", "define-mesh");
    const KUBERNETES = join(__dirname, "..", "..", "node_modules", "@pulumi", "kubernetes");

    /** A program that declares one object more, in the layer of the workloads. */
    const program = (resource: string) => `import { defineMesh } from ${JSON.stringify(DEFINE_MESH)};
import * as kubernetes from ${JSON.stringify(KUBERNETES)};
export = defineMesh({ extend: { workloads: ({ opts }) => void new kubernetes.${resource}, opts) } });
`;
    const PLAIN = `apiextensions.CustomResource("plain", { apiVersion: "security.istio.io/v1", kind: "PeerAuthentication", metadata: { name: "plain", namespace: "prod" }, spec: { mtls: { mode: "DISABLE" } } }`;
    const ADMIN = `rbac.v1.ClusterRoleBinding("admin", { metadata: { name: "team-admin" }, roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" }, subjects: [{ kind: "ServiceAccount", name: "team", namespace: "prod" }] }`;

    it("are judged by every policy", async () => {
        const project = fresh();
        keepOnly(project, "dev");
        project.write("index.ts", program(PLAIN));

        const { status, findings } = await checkProject(project, { rules: ["strict-mtls"] });

        assert.equal(status, ExitStatus.refused);
        assert.deepEqual(
            findings.map(({ about }) => about),
            ["prod/PeerAuthentication/plain"],
        );
    });

    it("are rendered, and told of when they come", async () => {
        const project = fresh();
        keepOnly(project, "dev");
        commitBase(project);
        project.write("index.ts", program(ADMIN));

        const rendered = await project.run("render", "--stack", "dev", "--out", join(project.root, "out"));
        const { printed } = await project.run("diff", "--from", "base");

        assert.equal(rendered.status, ExitStatus.ok, rendered.noted);
        assert.match(
            project.read("out/dev/workloads/_cluster/clusterrolebinding-team-admin.rbac.yaml"),
            /name: cluster-admin/,
        );
        assert.match(printed, /team-admin/);
        assert.match(printed, /cluster-admin|every right|full/i);
    });
});
