import assert from "node:assert/strict";
import { checkProject, keepOnly } from "../../support/check";
import { projects } from "../../support/project";

const FILE = "apps/loadtester/service.yaml";
const PLAIN =
    "{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: plain, namespace: prod}, spec: {mtls: {mode: DISABLE}}}";

describe("policyFindings", () => {
    const fresh = projects();

    it("says where a person wrote the object, in a file of many documents too", async () => {
        const project = fresh();
        keepOnly(project, "dev");
        const before = project.read(FILE);
        project.write(FILE, `${before}---\n${PLAIN}\n`);

        const { findings } = await checkProject(project, { rules: ["strict-mtls"] });

        assert.deepEqual(
            findings.map(({ level, about, file, line }) => [level, about, file, line]),
            [["refused", "prod/PeerAuthentication/plain", FILE, before.split("\n").length + 1]],
        );
    });

    it("tells objects of one kind and name apart by their group, and carries a warning and its remedy", async () => {
        const project = fresh();
        keepOnly(project, "dev");
        const before = project.read(FILE);
        const lines = before.split("\n").length;
        project.write(
            FILE,
            `${before}---\n{apiVersion: projectcalico.org/v3, kind: NetworkPolicy, metadata: {name: loadtester, namespace: prod}, spec: {selector: "app == 'backend'"}}\n---\n{apiVersion: example.com/v1, kind: Scan, metadata: {name: a, namespace: prod}, spec: {selector: {matchLabels: {app: backend}}}}\n`,
        );

        const { findings } = await checkProject(project, { rules: ["canary-selectors"] });

        assert.deepEqual(
            findings.map(({ level, about, file, line }) => [level, about, file, line]),
            [
                ["refused", "prod/NetworkPolicy/loadtester", FILE, lines + 1],
                ["warning", "prod/Scan/a", FILE, lines + 3],
            ],
        );
        assert.match(findings[0]?.remedy ?? "", /name both: app In \[backend, backend-primary\]/);
    });
});
