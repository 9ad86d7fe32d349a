import assert from "node:assert/strict";
import { checkProject, keepOnly } from "../../support/check";
import { projects } from "../../support/project";
import { sopsSecret } from "../../support/sops";

const PLAIN =
    "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\n  namespace: prod\nstringData:\n  password: hunter2\n";

describe("secretFileFindings", () => {
    const fresh = projects();

    it("finds plain Secrets where no stack reads: another app, a folder below, JSON, beside the rendered files", async () => {
        const project = fresh();
        keepOnly(project, "dev");
        project.write("apps/unused/secret.yaml", `${sopsSecret("a")}---\n${PLAIN}`);
        project.write("apps/backend/old/secret.yml", PLAIN);
        project.write(
            "apps/backend/secret.json",
            JSON.stringify({
                apiVersion: "v1",
                kind: "List",
                items: [
                    { apiVersion: "v1", kind: "Secret", metadata: { name: "db" }, stringData: { a: "1" } },
                ],
            }),
        );
        project.write("clusters/dev/extra/secret.yaml", PLAIN);
        project.write("clusters/dev/workloads/sealed.yaml", sopsSecret("b"));
        project.replace(
            "stacks/Pulumi.dev.yaml",
            "    range: ~2.9",
            "    range: ~2.9\n    git: { path: deploy/dev }",
        );
        project.write("deploy/dev/secret.yaml", PLAIN);
        project.write("clusters/notes.yaml", "kind: Secret\n  broken");

        const { findings } = await checkProject(project, { rules: ["plaintext-secret"] });

        assert.deepEqual(
            findings.map(({ level, stack, file, line }) => [level, stack, file, line]),
            [
                ["refused", "every stack", "apps/backend/old/secret.yml", 1],
                ["refused", "every stack", "apps/backend/secret.json", 1],
                ["refused", "every stack", "apps/unused/secret.yaml", 22],
                ["refused", "every stack", "clusters/dev/extra/secret.yaml", 1],
                ["refused", "every stack", "deploy/dev/secret.yaml", 1],
            ],
        );
        assert.ok(findings.every(({ reason }) => !reason.includes("hunter2")));
    });

    it("names a Secret a stack reads once, and not again for its rendered copy", async () => {
        const project = fresh();
        keepOnly(project, "dev");
        project.write("apps/backend/secret.yaml", PLAIN);
        project.write("clusters/dev/workloads/prod-secret-db.yaml", PLAIN);

        const { findings, status } = await checkProject(project, { rules: ["plaintext-secret"] });

        assert.deepEqual(
            findings.map(({ stack, file, line }) => [stack, file, line]),
            [["dev", "apps/backend/secret.yaml", 1]],
        );
        assert.match(findings[0]?.remedy ?? "", /SOPS.*ExternalSecret.*a waiver of plaintext-secret/);
        assert.equal(status, 5);
    });
});
