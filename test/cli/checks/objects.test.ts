import assert from "node:assert/strict";
import { ExitStatus } from "../../../lifecycle/kit/errors";
import { checkProject, keepOnly } from "../../support/check";
import { type Project, projects } from "../../support/project";

const FILE = "apps/loadtester/service.yaml";
const RULES = ["object-schema", "object-kind", "object-metadata", "object-rules"];

describe("objectFindings", () => {
    const fresh = projects();

    function projectWith(...documents: readonly string[]): { project: Project; first: number } {
        const project = fresh();
        keepOnly(project, "dev");
        const before = project.read(FILE);
        project.write(FILE, [before, ...documents.map((text) => `${text.trim()}\n`)].join("---\n"));
        return { project, first: before.split("\n").length + 1 };
    }

    it("say where in a file of many documents the field stands", async () => {
        const { project, first } = projectWith(
            `
apiVersion: v1
kind: Service
metadata:
    name: extra
    namespace: prod
spec:
    ports:
        - port: 80
          targetport: 8080`,
            `
apiVersion: v1
kind: ConfigMap
metadata:
    name: copied
    namespace: prod
    uid: 0f3c
    resourceVersion: "7"`,
        );

        const { findings, status } = await checkProject(project, { rules: RULES });

        assert.equal(status, ExitStatus.refused);
        assert.deepEqual(
            findings.map(({ level, rule, about, file, line, reason }) => [
                level,
                rule,
                about,
                file,
                line,
                reason,
            ]),
            [
                [
                    "refused",
                    "object-schema",
                    "prod/Service/extra",
                    FILE,
                    first + 8,
                    "spec.ports.0.targetport (8080) is no field of spec.ports.0",
                ],
                [
                    "refused",
                    "object-metadata",
                    "prod/ConfigMap/copied",
                    FILE,
                    first + 15,
                    'metadata.uid ("0f3c") is set by the API server, which refuses a new object that has it: it was copied from a running one',
                ],
                [
                    "refused",
                    "object-metadata",
                    "prod/ConfigMap/copied",
                    FILE,
                    first + 16,
                    'metadata.resourceVersion ("7") is set by the API server, which refuses a new object that has it: it was copied from a running one',
                ],
            ],
        );
    });

    it("let a waiver pass them, by the rule", async () => {
        const { project } = projectWith(
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: prod}, dta: {}}",
        );
        const settings = "stacks/Pulumi.dev.yaml";
        project.write(
            settings,
            project
                .read(settings)
                .replace(
                    "  windlass:istio:\n",
                    '  windlass:istio:\n    waivers: [{id: object-schema, reason: a field of a newer server, expires: "2026-12-31"}]\n',
                ),
        );

        const { found } = await checkProject(project, { rules: RULES });

        assert.deepEqual(found, ["waived dev"]);
    });

    it("say once of a kind nobody knows that it is not looked into", async () => {
        const widget = (name: string) =>
            `{apiVersion: example.com/v1, kind: Widget, metadata: {name: ${name}, namespace: prod}, spec: {x: 1}}`;
        const { project } = projectWith(widget("a"), widget("b"));

        const { findings, status } = await checkProject(project, { rules: RULES });

        assert.equal(status, ExitStatus.ok);
        assert.deepEqual(
            findings.map(({ level, rule, about }) => [level, rule, about]),
            [["warning", "object-kind", "example.com/v1 Widget"]],
        );
    });

    it("hold the repository's own objects to nothing", async () => {
        const { findings } = await checkProject(fresh(), { rules: RULES });
        assert.deepEqual(findings, []);
    });

    it("say when schemas of another version had to do", async () => {
        const { project } = projectWith();
        const settings = "stacks/Pulumi.dev.yaml";
        project.write(settings, project.read(settings).replace('kubernetes: "1.34"', 'kubernetes: "1.39"'));

        const { findings } = await checkProject(project, { rules: RULES });

        assert.deepEqual(
            findings.map(({ level, reason }) => [level, reason]),
            [["warning", "there are no schemas of Kubernetes 1.39; those of 1.37 stand for them"]],
        );
    });
});
