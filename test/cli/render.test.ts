import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { projects } from "../support/project";
import { sopsSecret } from "../support/sops";

describe("windlass render", () => {
    const fresh = projects();

    it("writes the stacks that are named to the folder that is named", async () => {
        const project = fresh();
        const out = join(project.root, "elsewhere");

        const { status, noted } = await project.run("render", "--stack", "dev", "--out", out);

        assert.equal(status, ExitStatus.ok);
        assert.deepEqual(readdirSync(out), ["dev"]);
        assert.match(noted, /^dev: \d+ files written in /);
        assert.match(project.read("elsewhere/dev/workloads/prod/namespace-prod.yaml"), /^kind: Namespace$/m);
    });

    it("touches nothing the second time", async () => {
        const project = fresh();
        const file = join(project.root, "clusters/dev/workloads/prod/namespace-prod.yaml");
        await project.run("render", "--stack", "dev");
        const before = statSync(file);

        const { noted } = await project.run("render", "--stack", "dev");

        assert.match(noted, /^dev: \d+ files unchanged in /);
        assert.deepEqual([statSync(file).ino, statSync(file).mtimeMs], [before.ino, before.mtimeMs]);
    });

    it("writes what SOPS encrypted to the byte, and has its layer decrypted", async () => {
        const project = fresh();
        const [one, other] = [sopsSecret("one"), sopsSecret("other")];
        project.write("apps/backend/secret.yaml", one);
        project.replace("apps/loadtester/service.yaml", "apiVersion", `---\n${other}---\napiVersion`);
        project.replace(
            "stacks/Pulumi.staging.yaml",
            "  windlass:flux:\n",
            "  windlass:flux:\n    decryption: { provider: sops, secret: sops-age }\n",
        );

        const { status } = await project.run("render", "--stack", "staging");

        assert.equal(status, ExitStatus.ok);
        assert.equal(project.read("clusters/staging/workloads/prod/secret-one.yaml"), one);
        assert.equal(project.read("clusters/staging/workloads/prod/secret-other.yaml"), other);
        const layer = project.read("clusters/staging/namespaces/workloads-prod.yaml");
        assert.match(layer, /decryption:\n {4}provider: sops\n {4}secretRef:\n {6}name: sops-age\n/);
        assert.match(
            project.read("clusters/staging/workloads/prod/service-loadtester.yaml"),
            /^kind: Service$/m,
        );
        const check = await project.run("render", "--stack", "staging", "--check");
        assert.equal(check.status, ExitStatus.ok);
    });

    it("writes nothing encrypted that Pulumi would apply", async () => {
        const project = fresh();
        project.write("apps/backend/secret.yaml", sopsSecret("one"));

        const { status, noted } = await project.run("render", "--stack", "dev");

        assert.equal(status, ExitStatus.badInput);
        assert.match(noted, /apps\/backend\/secret\.yaml:2: prod\/Secret\/one: sops: .*delivery pulumi/);
    });
});
