import assert from "node:assert/strict";
import { ExitStatus } from "../../../lifecycle/kit/errors";
import { checkProject, keepOnly } from "../../support/check";
import { type Project, projects } from "../../support/project";

const STACK = "stacks/Pulumi.dev.yaml";

function started(project: Project, documents: string, waiver = ""): Project {
    keepOnly(project, "dev");
    project.replace(STACK, "      - backend\n", "      - backend\n      - chart\n");
    project.replace(STACK, "    strategy: ", `${waiver}    strategy: `);
    project.write("apps/chart/all.yaml", documents);
    return project;
}

const account = (hook: string) =>
    `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: cleaner, namespace: prod, annotations: { helm.sh/hook: "${hook}" } }\n`;

describe("hookFindings", () => {
    const fresh = projects();
    const check = (project: Project) => checkProject(project, { rules: ["hook"] });

    it("refuses what belongs to a deletion, with file and line, and only warns of what belongs to an installation", async () => {
        const plain = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: prod }\n";
        const { status, findings } = await check(started(fresh(), `${plain}---\n${account("pre-delete")}`));

        assert.equal(status, ExitStatus.refused);
        assert.deepEqual(
            findings.map(({ level, about, file, line }) => [level, about, file, line]),
            [["refused", "prod/ServiceAccount/cleaner", "apps/chart/all.yaml", 5]],
        );
        assert.match(findings[0]?.reason ?? "", /^helm\.sh\/hook: pre-delete means nothing here/);

        assert.deepEqual((await check(started(fresh(), account("pre-install")))).found, ["warning dev"]);
    });

    it("is waived by name", async () => {
        const waiver = `    waivers: [{ id: hook, reason: "runs by hand", expires: "2026-10-31" }]\n`;

        assert.deepEqual((await check(started(fresh(), account("test"), waiver))).found, ["waived dev"]);
    });
});
