import assert from "node:assert/strict";

import { lookAtStacks, readObservable } from "../../cli/live-status";
import { fakeKubeconfig, kubeconfigVariable } from "../support/fake-cluster";
import { faultServer } from "../support/http-server";
import { projects } from "../support/project";

const { signal } = new AbortController();

describe("readObservable", () => {
    const fresh = projects();

    it("leaves out stacks without a context or a lock, and tells what is wrong with others", async () => {
        const project = fresh();
        project.replace("stacks/Pulumi.dev.yaml", "    context: kind-dev # context of the kubeconfig\n", "");
        project.replace("stacks/staging.lock.yaml", "version: ", "version: x");
        const { stacks, errors } = await readObservable({ root: project.root, signal }, [
            "dev",
            "staging",
            "production",
        ]);
        assert.deepEqual(
            stacks.map(({ stack, context, commit }) => [stack, context, commit]),
            [["production", "production", undefined]],
        );
        assert.match(errors.map(({ message }) => message).join("\n"), /^stacks\/staging\.lock\.yaml/);
    });
});

describe("lookAtStacks", function () {
    this.timeout(30_000);
    const server = faultServer();
    const fresh = projects();
    const useKubeconfig = kubeconfigVariable();

    it("says how far it has come, and has no evidence of what it could not see", async () => {
        const project = fresh();
        project.write("kubeconfig", fakeKubeconfig(server.url));
        useKubeconfig(`${project.root}/kubeconfig`);
        const said: string[] = [];
        const terminal = {
            print: () => undefined,
            note: () => undefined,
            paint: (_: string, text: string) => text,
            progress: (text: string) => void said.push(text),
        };
        const { stacks } = await readObservable({ root: project.root, signal }, ["dev", "staging"]);
        const looks = await lookAtStacks({ terminal, signal }, stacks);
        assert.deepEqual(
            [...looks.values()].map(({ live, extend }) => [live.health, extend]),
            [
                ["unreachable", undefined],
                ["unreachable", undefined],
            ],
        );
        assert.equal(said.at(-1), "looking at clusters: 2 of 2 have answered");
    });
});
