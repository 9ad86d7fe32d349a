import assert from "node:assert/strict";
import { ExitStatus } from "../../../lifecycle/kit/errors";
import { checkProject, keepOnly } from "../../support/check";
import { type Project, projects } from "../../support/project";

const STACK = "stacks/Pulumi.dev.yaml";

describe("tenantFindings", () => {
    const fresh = projects();
    const check = (project: Project) => checkProject(project, { rules: ["tenant"] });

    /** A project in which the team `pay` has an app of one file. */
    function withTeam(documents: string, waiver = ""): Project {
        const project = fresh();
        keepOnly(project, "dev");
        project.replace(STACK, "      - backend\n", "      - backend\n      - pay\n");
        const tenants = "    tenants: { payments: { apps: [pay], namespaces: [pay] } }\n";
        project.replace(STACK, "    mode: git", `${tenants}    mode: git`);
        project.replace(STACK, "    strategy: ", `${waiver}    strategy: `);
        project.write("apps/pay/all.yaml", documents);
        return project;
    }
    const configMap = (namespace: string) =>
        `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: ${namespace} }\n`;

    it("refuses what a team's app has in others' namespaces, with file and line, and nothing of the platform's apps", async () => {
        const { status, findings } = await check(withTeam(`${configMap("pay")}---\n${configMap("prod")}`));

        assert.equal(status, ExitStatus.refused);
        assert.deepEqual(
            findings.map(({ level, about, file, line }) => [level, about, file, line]),
            [["refused", "prod/ConfigMap/a", "apps/pay/all.yaml", 5]],
        );
        assert.match(findings[0]?.reason ?? "", /^it is in prod, and payments has pay alone/);
    });

    it("is waived by name", async () => {
        const waiver = `    waivers: [{ id: tenant, reason: "moves next week", expires: "2026-10-31" }]\n`;
        assert.deepEqual((await check(withTeam(configMap("prod"), waiver))).found, ["waived dev"]);
    });
});
