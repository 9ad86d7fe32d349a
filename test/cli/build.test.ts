import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { type Project, projects } from "../support/project";
import { fakeIstioctl } from "../support/fake-istioctl";
import { recordedInvocation } from "../support/invocation";
import { run as runBuild } from "../../cli/build";

const CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: config, namespace: prod }\n";

describe("windlass build", () => {
    const fresh = projects();

    /** A project whose stacks have a kustomization, and a kustomize that prints a ConfigMap. */
    function withApp(answer = CONFIG): { project: Project; env: Readonly<Record<string, string>> } {
        const project = fresh();
        project.write("apps/shop/kustomization.yaml", "resources: [config.yaml]\n");
        project.write("apps/shop/config.yaml", CONFIG);
        for (const stack of ["dev", "staging", "production"])
            project.replace(`stacks/Pulumi.${stack}.yaml`, "- loadtester", "- loadtester\n      - shop");
        project.write("answer", answer);
        const script = `[ "$1" = version ] && echo v5.7.1 || cat '${join(project.root, "answer")}'`;
        return { project, env: { KUSTOMIZE: fakeIstioctl(project.root, "kustomize", script) } };
    }

    async function build(project: Project, env: Readonly<Record<string, string>>): Promise<string> {
        const { invocation, printed } = recordedInvocation(project.root, { env });
        await runBuild(invocation);
        return printed.join("\n");
    }

    it("builds once what no stack has differently, pins the tool, and lets every command read it without one", async () => {
        const { project, env } = withApp();

        assert.equal(
            await build(project, env),
            "apps/shop/built/_all.yaml: 1 objects by kustomize 5.7.1, written",
        );
        assert.match(project.read("apps/tools.yaml"), /^kustomize: 5\.7\.1$/m);
        assert.equal((await project.run("build", "--check")).printed, "ok     apps/shop/built/_all.yaml");
        assert.equal((await project.run("render", "--stack", "dev", "--out", "out")).status, ExitStatus.ok);
        assert.equal(
            await build(project, env),
            "apps/shop/built/_all.yaml: 1 objects by kustomize 5.7.1, unchanged",
        );
    });

    it("says with a status of its own what is stale, as every other command does", async () => {
        const { project, env } = withApp();
        await build(project, env);
        project.write("apps/shop/config.yaml", `${CONFIG}data: { a: b }\n`);

        const check = await project.run("build", "--check", "--json");
        const start = await project.run("start");

        assert.equal(check.status, ExitStatus.stale);
        assert.deepEqual(JSON.parse(check.printed), [
            { file: "apps/shop/built/_all.yaml", stale: "its sources have changed" },
        ]);
        assert.equal(start.status, ExitStatus.stale);
        assert.match(start.noted, /Run npm run -s windlass -- build/);
    });

    it("writes nothing of what is no manifest", async () => {
        const { project, env } = withApp("hello\n");

        await assert.rejects(
            build(project, env),
            /^WindlassError: apps\/shop, printed by kustomize:1: .*A manifest is a map/,
        );
        assert.equal(existsSync(join(project.root, "apps/shop/built/_all.yaml")), false);
    });

    it("needs no tool where no app is built", async () => {
        const project = fresh();

        const { status, printed } = await project.run("build");

        assert.deepEqual([status, printed], [ExitStatus.ok, "No app is a kustomization or a chart"]);
        assert.equal(existsSync(join(project.root, "apps/tools.yaml")), false);
    });
});
