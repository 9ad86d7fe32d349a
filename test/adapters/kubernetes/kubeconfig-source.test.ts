import assert from "node:assert/strict";
import { delimiter, join } from "node:path";
import { kubeconfigWith, requireContext } from "../../../adapters/kubernetes/kubeconfig-source";
import type { StackSettings } from "../../../lifecycle/settings/settings";
import { temporaryFolder } from "../../support/temporary-folder";

const settings = (context?: string): StackSettings =>
    ({ stack: "dev", cluster: { context } }) as StackSettings;
const config = (...names: readonly string[]): string =>
    JSON.stringify({ contexts: names.map((name) => ({ name, context: {} })) });

describe("requireContext", () => {
    const folder = temporaryFolder({
        one: config("kind-one", "kind-prod"),
        two: "contexts:\n  - name: kind-dev\n",
        empty: "",
        broken: "a: [",
        "home/.kube/config": config("kind-home"),
    });
    const [one, two, none] = [join(folder, "one"), join(folder, "two"), join(folder, "none")];

    const passes: readonly (readonly [
        what: string,
        context: string | undefined,
        env: Record<string, string>,
        needed: boolean,
    ])[] = [
        ["a context that is there", "kind-one", { KUBECONFIG: one }, true],
        ["one in the second of two files", "kind-dev", { KUBECONFIG: [one, two].join(delimiter) }, true],
        ["one in the file of the home folder", "kind-home", { HOME: join(folder, "home") }, true],
        ["no context at all", undefined, { KUBECONFIG: none }, true],
        ["what can be read only once, and so by the provider", "kind-dev", { KUBECONFIG: "/dev/null" }, true],
        ["a machine without a kubeconfig, for a preview", "kind-dev", { KUBECONFIG: none }, false],
    ];
    for (const [what, context, env, needed] of passes) {
        it(`passes ${what}`, () => {
            requireContext({ settings: settings(context), env, needed });
        });
    }

    const refused: readonly (readonly [
        what: string,
        context: string | undefined,
        env: Record<string, string>,
        needed: boolean,
        message: string,
    ])[] = [
        [
            "a context that is not there, in a preview too",
            "kind-pord",
            { KUBECONFIG: one },
            false,
            `stacks/Pulumi.dev.yaml: cluster.context: "kind-pord": the kubeconfig ${one} has no such context, but kind-one, kind-prod. Did you mean kind-prod? Else point KUBECONFIG at the file that has it.`,
        ],
        [
            "any in a kubeconfig that has none",
            "kind-dev",
            { KUBECONFIG: join(folder, "empty") },
            false,
            `stacks/Pulumi.dev.yaml: cluster.context: "kind-dev": the kubeconfig ${join(folder, "empty")} has no such context. Point KUBECONFIG at the file that has it, or correct the name.`,
        ],
        [
            "a machine without a kubeconfig, for up",
            "kind-dev",
            { KUBECONFIG: none },
            true,
            `stacks/Pulumi.dev.yaml: cluster.context: "kind-dev": there is no kubeconfig at ${none}, and the cluster has to be reached. Point KUBECONFIG at the file that has it, or correct the name.`,
        ],
        [
            "a kubeconfig that nobody can read",
            "kind-dev",
            { KUBECONFIG: join(folder, "broken") },
            false,
            `${join(folder, "broken")}: is no kubeconfig: it cannot be read as YAML. Correct it.`,
        ],
    ];
    for (const [what, context, env, needed, message] of refused) {
        it(`refuses ${what}`, () => {
            assert.throws(() => requireContext({ settings: settings(context), env, needed }), {
                name: "WindlassError",
                message,
            });
        });
    }
});

describe("kubeconfigWith", () => {
    const folder = temporaryFolder({ one: config("kind-one"), two: config("kind-two") });
    const KUBECONFIG = ["none", "one", "two"].map((name) => join(folder, name)).join(delimiter);

    it("is the file that has the context, of those there are", () => {
        assert.equal(kubeconfigWith("kind-two", { KUBECONFIG }), config("kind-two"));
        assert.equal(kubeconfigWith("kind-three", { KUBECONFIG }), undefined);
        assert.equal(kubeconfigWith("kind-two", { KUBECONFIG: "/dev/null" }), undefined);
    });
});
