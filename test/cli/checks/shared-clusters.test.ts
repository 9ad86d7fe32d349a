import assert from "node:assert/strict";
import { sharedClusterFindings } from "../../../cli/checks/shared-clusters";
import type { ClusterSettings, StackSettings } from "../../../lifecycle/settings/settings";
import type { Stack } from "../../../lifecycle/stack/stack";
import { exampleSettings } from "../../support/example-stack";
import { checkProject } from "../../support/check";
import { projects } from "../../support/project";

const AT = { time: Date.parse("2026-10-01"), asked: true };

describe("sharedClusterFindings", () => {
    const fresh = projects();

    function stack(
        name: string,
        cluster: Partial<ClusterSettings>,
        more: Partial<StackSettings> = {},
    ): Stack {
        const settings = exampleSettings();
        const own = { name, context: name, meshId: "mesh", ...cluster };
        return {
            settings: { ...settings, stack: name, cluster: { ...settings.cluster, ...own }, ...more },
        } as Stack;
    }

    function find(...stacks: Stack[]): readonly string[] {
        const project = fresh();
        for (const { settings } of stacks)
            project.write(
                `stacks/Pulumi.${settings.stack}.yaml`,
                "config:\n  windlass:cluster:\n    context: a\n",
            );
        return sharedClusterFindings({ root: project.root, stacks, at: AT }).map(
            ({ level, stack: name, rule, about, reason }) => `${level} ${name} ${rule} ${about}: ${reason}`,
        );
    }

    it("has nothing to say of stacks that are apart", () => {
        assert.deepEqual(find(stack("a", {}), stack("b", {})), []);
    });

    it("refuses two stacks of one context, with the place", () => {
        const project = fresh();
        project.write(
            "stacks/Pulumi.a.yaml",
            "config:\n  windlass:cluster:\n    name: a\n    context: one\n",
        );
        project.write("stacks/Pulumi.b.yaml", "config:\n  windlass:cluster:\n    context: one\n");
        const stacks = [stack("a", { context: "one" }), stack("b", { context: "one" })];

        const found = sharedClusterFindings({ root: project.root, stacks, at: AT });

        assert.deepEqual(
            found.map(({ level, file, line }) => [level, file, line]),
            [
                ["refused", "stacks/Pulumi.a.yaml", 4],
                ["refused", "stacks/Pulumi.b.yaml", 3],
            ],
        );
        assert.match(found[0]?.reason ?? "", /^one is also that of b, so both would own one cluster/);
    });

    it("refuses one cluster name in a mesh, in another network too, and passes it in another mesh", () => {
        const same = { name: "shop" };

        assert.match(
            find(stack("a", same), stack("b", { ...same, network: "other" }))[0] ?? "",
            /^refused a shared-cluster cluster\.name: shop is also that of b/,
        );
        assert.deepEqual(find(stack("a", same), stack("b", { ...same, meshId: "other" })), []);
        assert.equal(
            find(stack("a", { ...same, meshId: undefined }), stack("b", { ...same, meshId: undefined }))
                .length,
            2,
        );
    });

    it("only warns of stacks that leave the cluster to the kubeconfig", () => {
        const found = find(
            stack("a", { context: undefined }),
            stack("b", { context: undefined }),
            stack("c", { context: undefined }),
        );

        assert.equal(found.length, 3);
        assert.match(
            found[0] ?? "",
            /^warning a shared-cluster cluster\.context: it names no context, nor do b and c/,
        );
        assert.deepEqual(find(stack("a", { context: undefined }), stack("b", {})), []);
    });

    it("refuses two stacks that render into one folder of one repository", () => {
        const { flux } = exampleSettings();
        const git = (path: string, branch = "main") => ({
            delivery: "flux" as const,
            flux: { ...flux, git: { ...flux.git, url: "https://example.com/mesh", path, branch } },
        });

        assert.match(
            find(stack("a", {}, git("clusters/x")), stack("b", {}, git("clusters/x/")))[0] ?? "",
            /^refused a shared-path flux\.git\.path: clusters\/x is also that of b/,
        );
        assert.deepEqual(
            find(stack("a", {}, git("clusters/x")), stack("b", {}, git("clusters/x", "next"))),
            [],
        );
        assert.deepEqual(
            find(
                stack("a", {}, git("clusters/x")),
                stack("b", {}, { ...git("clusters/x"), delivery: "pulumi" }),
            ),
            [],
        );
    });

    it("holds a stack against those that are not looked at, and blames it alone", async () => {
        const project = fresh();
        project.replace("stacks/Pulumi.staging.yaml", "context: staging", "context: kind-dev");

        const { status, found } = await checkProject(project, {
            args: ["--stack", "dev"],
            rules: ["shared-cluster"],
        });

        assert.deepEqual([status, found], [5, ["refused dev"]]);
    });

    it("names three of many, and heeds a waiver", () => {
        const stacks = ["a", "b", "c", "d", "e"].map((name) => stack(name, { context: "one" }));
        assert.match(find(...stacks)[0] ?? "", /that of b, c, d and 1 more,/);

        const waivers = [{ id: "shared-cluster", reason: "moving", expires: "2026-10-31" }];
        const { istio } = exampleSettings();
        const waiving = stack("a", { context: "one" }, { istio: { ...istio, waivers } });
        assert.match(find(waiving, stack("b", { context: "one" })).join("\n"), /^waived a .*\nrefused b /);
    });
});
