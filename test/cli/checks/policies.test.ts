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
});
