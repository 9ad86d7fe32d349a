import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ExitStatus } from "../../lifecycle/kit/errors";
import { fakeKubeconfig, kubeconfigVariable } from "../support/fake-cluster";
import { faultServer } from "../support/http-server";
import { serveMesh, serveService } from "../support/mesh-cluster";
import { projects } from "../support/project";

describe("windlass adopt", function () {
    this.timeout(60_000);
    const server = faultServer();
    const fresh = projects();
    const useKubeconfig = kubeconfigVariable();

    async function adopt(...args: readonly string[]) {
        const project = fresh();
        const file = join(project.root, "kubeconfig");
        writeFileSync(file, fakeKubeconfig(server.url, "eu"));
        useKubeconfig(file);
        const words = ["adopt", "--context", "eu", "--stack", "prod", "--at", "2026-10-05"];
        return { project, ...(await project.run(...words, ...args)) };
    }

    it("writes settings, lock and report, which verify, and changes nothing", async () => {
        serveMesh(server, { pilot: { autoscaleMin: 2 } });
        serveService(server);
        const { project, status, printed, noted } = await adopt();

        assert.equal(status, ExitStatus.ok, printed + noted);
        assert.deepEqual(
            server.requests.filter(({ method, path }) => method !== "GET" && !path.includes("dryRun=All")),
            [],
        );
        assert.match(project.read("stacks/prod.adoption.md"), /every value they work with is the same/);
        assert.match(project.read("stacks/Pulumi.prod.yaml"), /autoscaleMin: 2/);
        const started = await project.run("start");
        assert.equal(started.status, ExitStatus.ok, started.noted);
    });

    it("writes nothing with --dry-run, and prints the report", async () => {
        serveMesh(server);
        serveService(server);
        const { project, status, printed } = await adopt("--dry-run");

        assert.equal(status, ExitStatus.ok);
        assert.match(printed, /^# Adoption of eu as prod/);
        assert.equal(existsSync(join(project.root, "stacks/Pulumi.prod.yaml")), false);
    });

    it("prints one document with --json", async () => {
        serveMesh(server);
        serveService(server);
        const { printed } = await adopt("--dry-run", "--json");
        const said = JSON.parse(printed) as { found: { releases: object[] }; written: string[] };

        assert.deepEqual(said.written, []);
        assert.equal(said.found.releases.length, 2);
        assert.doesNotMatch(printed, /"manifest"/);
    });

    it("writes nothing where a pod would be made anew", async () => {
        serveMesh(server);
        serveService(server, { spec: { template: { x: 1 } } });
        const { project, status, printed } = await adopt();

        assert.equal(status, ExitStatus.refused, printed);
        assert.equal(existsSync(join(project.root, "stacks/Pulumi.prod.yaml")), false);
    });

    it("overwrites no stack", async () => {
        serveMesh(server);
        const project = fresh();
        const { status, noted } = await project.run("adopt", "--context", "eu", "--stack", "dev");

        assert.equal(status, ExitStatus.badInput);
        assert.match(noted, /^stacks\/Pulumi\.dev\.yaml: is there already/);
    });

    it("wants a context and a stack", async () => {
        const { status, noted } = await fresh().run("adopt", "--stack", "prod");

        assert.equal(status, ExitStatus.badInput);
        assert.match(noted, /^--context: A context is needed/);
    });
});
