import assert from "node:assert/strict";
import { ExitStatus } from "../../../lifecycle/kit/errors";
import { checkProject, keepOnly } from "../../support/check";
import { projects } from "../../support/project";

const SETTINGS = "stacks/Pulumi.dev.yaml";

describe("istioValuesFindings", () => {
    const fresh = projects();

    it("say the line of the key in the stack's file", async () => {
        const project = fresh();
        keepOnly(project, "dev");
        const before = project.read(SETTINGS);
        const values = [
            "    values:",
            "      pilot:",
            "        autoscaleMax: many",
            "      # for later",
            "      experimental:",
            "        stableValidationPolcy: true",
            "",
        ].join("\n");
        project.write(SETTINGS, before.replace("  windlass:istio:\n", `  windlass:istio:\n${values}`));
        const first = before.split("\n").indexOf("  windlass:istio:") + 1;

        const { findings, status } = await checkProject(project, { rules: ["istio-values"] });

        assert.equal(status, ExitStatus.refused);
        assert.deepEqual(
            findings.map(({ level, about, file, line, reason, remedy }) => [
                level,
                about,
                file,
                line,
                reason,
                remedy,
            ]),
            [
                [
                    "refused",
                    "istio.values.pilot.autoscaleMax",
                    SETTINGS,
                    first + 3,
                    '"many" must be a whole number that is not negative',
                    "Correct it; if it is meant, add a waiver of istio-values to windlass:istio.waivers",
                ],
                [
                    "refused",
                    "istio.values.experimental.stableValidationPolcy",
                    SETTINGS,
                    first + 6,
                    "true is read by nothing in this version of Istio",
                    "Did you mean stableValidationPolicy; if it is meant, add a waiver of istio-values to windlass:istio.waivers",
                ],
            ],
        );
    });

    it("come before sidecars that are stale because of them", async () => {
        const project = fresh();
        keepOnly(project, "dev");
        project.write(
            SETTINGS,
            project
                .read(SETTINGS)
                .replace("  windlass:istio:\n", "  windlass:istio:\n    values: {profile: ambient}\n"),
        );

        const { status, noted } = await project.run("check", "--offline", "--at", "2026-10-01");

        assert.equal(status, ExitStatus.refused);
        assert.match(noted, /Pulumi\.dev\.yaml:\d+: istio\.values\.profile: "ambient": is not supported yet/);
        assert.doesNotMatch(noted, /stale/);
    });

    it("let a waiver pass them", async () => {
        const project = fresh();
        keepOnly(project, "dev");
        const values =
            '    values: {ownKey: 1}\n    waivers: [{id: istio-values, reason: a chart of our own, expires: "2026-12-31"}]\n';
        project.write(
            SETTINGS,
            project.read(SETTINGS).replace("  windlass:istio:\n", `  windlass:istio:\n${values}`),
        );

        const { found } = await checkProject(project, { rules: ["istio-values"] });

        assert.deepEqual(found, ["waived dev"]);
    });
});
