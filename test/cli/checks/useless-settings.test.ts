import assert from "node:assert/strict";
import { uselessSettingFindings } from "../../../cli/checks/useless-settings";
import type { Stack } from "../../../lifecycle/stack/stack";
import { exampleSettings } from "../../support/example-stack";
import { checkProject, keepOnly } from "../../support/check";
import { projects } from "../../support/project";

describe("uselessSettingFindings", () => {
    const fresh = projects();

    it("warns of a namespace no object is in, with its line, and of no other", async () => {
        const project = fresh();
        keepOnly(project, "dev");
        const modes =
            "    namespaces:\n      prod: { mode: git }\n      prdo: { mode: none }\n      others: { mode: webhook, elsewhere: true }\n";
        project.replace("stacks/Pulumi.dev.yaml", "    mode: git", `${modes}    mode: git`);
        const line =
            project
                .read("stacks/Pulumi.dev.yaml")
                .split("\n")
                .findIndex((text) => text.includes("prdo")) + 1;

        const { findings } = await checkProject(project, { rules: ["useless-setting"] });

        assert.deepEqual(
            findings.map(({ level, about, file, line: at }) => [level, about, file, at]),
            [["warning", "workloads.namespaces.prdo", "stacks/Pulumi.dev.yaml", line]],
        );
    });

    it("warns of allowed hosts where every host is allowed, and nowhere else", () => {
        const { root } = fresh();
        const found = (outboundTraffic: "ALLOW_ANY" | "REGISTRY_ONLY") => {
            const settings = exampleSettings({
                istio: { allowedHosts: ["api.example.com"], outboundTraffic },
            });
            return uselessSettingFindings({ root, stack: { settings, manifests: [] } as unknown as Stack });
        };

        assert.deepEqual(
            found("ALLOW_ANY").map(({ level, about }) => [level, about]),
            [["warning", "istio.allowedHosts"]],
        );
        assert.deepEqual(found("REGISTRY_ONLY"), []);
    });
});
