import assert from "node:assert/strict";
import { commitBase, freshenSidecars } from "../../diff/repository";
import { checkProject, keepOnly } from "../../support/check";
import { type Project, projects } from "../../support/project";

const APP = "apps/chart/all.yaml";
const FORCE = "kustomize.toolkit.fluxcd.io/force: enabled";

/** Out of the mesh, so that no istioctl is needed. */
const job = (image: string, annotations = "") => `apiVersion: batch/v1
kind: Job
metadata:
  name: migrate
  namespace: prod
  annotations: { windlass.dev/data-plane-mode: none${annotations && `, ${annotations}`} }
spec: { template: { spec: { restartPolicy: Never, containers: [{ name: app, image: "${image}" }] } } }
`;
const binding = (role: string, annotations = "") => `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: reader, namespace: prod, annotations: { ${annotations} } }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ${role} }
`;

describe("immutableFieldFindings", () => {
    const fresh = projects();

    /** What is found where one document becomes another: `level`, reason, remedy of each. */
    async function move(stack: "dev" | "production", before: string, after: string, waiver = "") {
        const project: Project = fresh();
        const file = `stacks/Pulumi.${stack}.yaml`;
        keepOnly(project, stack);
        project.replace(file, "      - backend\n", "      - backend\n      - chart\n");
        project.write(APP, before);
        freshenSidecars(project, stack);
        commitBase(project);
        project.write(APP, after);
        project.replace(file, "    strategy: ", `${waiver}    strategy: `);
        freshenSidecars(project, stack);
        const { findings } = await checkProject(project, {
            args: ["--from", "base"],
            rules: ["immutable-field"],
        });
        return findings;
    }

    it("refuses a Job that Flux would stop at, where it stands, until the Job says that it may run again", async () => {
        const [found, ...others] = await move("production", job("a:1"), job("a:2"));

        assert.deepEqual(others, []);
        assert.deepEqual(
            [found?.level, found?.about, found?.file, found?.line],
            ["refused", "prod/Job/migrate", APP, 1],
        );
        assert.match(found?.reason ?? "", /^spec\.template\.\S+ cannot be changed: Flux stops there/);
        assert.match(found?.remedy ?? "", /annotate it with kustomize\.toolkit\.fluxcd\.io\/force: enabled/);
        assert.deepEqual(await move("production", job("a:1"), job("a:2", FORCE)), []);
    });

    it("warns that Pulumi has the Job run again, until the Job says that it may", async () => {
        const found = await move("dev", job("a:1"), job("a:2"));

        assert.deepEqual(
            found.map(({ level }) => level),
            ["warning"],
        );
        assert.deepEqual(await move("dev", job("a:1"), job("a:2", FORCE)), []);
    });

    it("refuses another role of a binding with Flux, and lets Pulumi replace it", async () => {
        const levels = async (stack: "dev" | "production", annotations = "") =>
            (await move(stack, binding("a"), binding("b", annotations))).map(({ level }) => level);

        assert.deepEqual(await levels("production"), ["refused"]);
        assert.deepEqual(await levels("production", FORCE), []);
        assert.deepEqual(await levels("dev"), []);
    });

    it("passes what is no change of such a field, and is waived by name", async () => {
        const labelled = job("a:1").replace("namespace: prod", "namespace: prod\n  labels: { a: b }");
        assert.deepEqual(await move("production", job("a:1"), labelled), []);

        const waiver = `    waivers: [{ id: immutable-field, reason: "deleted by hand", expires: "2026-10-31" }]\n`;
        const [found] = await move("production", job("a:1"), job("a:2"), waiver);
        assert.equal(found?.level, "waived");
    });
});
