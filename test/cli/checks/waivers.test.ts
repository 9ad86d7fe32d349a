import assert from "node:assert/strict";
import { checkProject, keepOnly } from "../../support/check";
import { projects } from "../../support/project";

const RULES = ["expired-waiver", "endless-waiver", "useless-waiver"];
const PLAIN =
    "{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: plain, namespace: prod}, spec: {mtls: {mode: DISABLE}}}";

describe("waiverFindings", () => {
    const fresh = projects();

    async function find(waivers: readonly (readonly [id: string, expires: string])[], objects = "") {
        const project = fresh();
        keepOnly(project, "dev");
        const items = waivers.map(
            ([id, expires]) => `      - { id: "${id}", reason: known, expires: "${expires}" }\n`,
        );
        project.replace(
            "stacks/Pulumi.dev.yaml",
            "    strategy:",
            `    waivers:\n${items.join("")}    strategy:`,
        );
        if (objects) project.write("apps/loadtester/more.yaml", objects);
        const { findings } = await checkProject(project, { rules: RULES });
        const lines = project.read("stacks/Pulumi.dev.yaml").split("\n");
        for (const { file, line = 0 } of findings) {
            assert.equal(file, "stacks/Pulumi.dev.yaml");
            assert.match(lines[line - 1] ?? "", /reason: known/);
        }
        return findings.map(
            ({ level, rule, about, reason, remedy }) => `${level} ${rule} ${about}: ${reason}. ${remedy}`,
        );
    }

    it("has nothing to say of one that lets something pass", async () => {
        assert.deepEqual(await find([["strict-mtls", "2026-10-01"]], PLAIN), []);
    });

    it("warns of one that lets nothing pass", async () => {
        assert.deepEqual(await find([["strict-mtls", "2026-10-31"]]), [
            "warning useless-waiver waiver of strict-mtls: it lets nothing pass: there is no finding of strict-mtls. Remove it",
        ]);
    });

    it("warns of a name nobody knows, and suggests one", async () => {
        assert.deepEqual(
            await find([
                ["strct-mtls", "2026-10-31"],
                ["ISTIO-SECURITY-2031-001x", "2026-10-31"],
            ]).then((all) => all.map((text) => text.replace(/Did you mean ISTIO.*/, "Did you mean …"))),
            [
                "warning useless-waiver waiver of strct-mtls: no rule, gate or bulletin has this name. Did you mean strict-mtls",
                "warning useless-waiver waiver of ISTIO-SECURITY-2031-001x: no rule, gate or bulletin has this name. Did you mean …",
            ],
        );
    });

    it("warns of a bulletin that concerns no version of the stack", async () => {
        assert.deepEqual(await find([["ISTIO-SECURITY-2019-001", "2026-10-31"]]), [
            "warning useless-waiver waiver of ISTIO-SECURITY-2019-001: the bulletin affects no version the stack pins or may pick. Remove it",
        ]);
        assert.deepEqual(await find([["GHSA-qm8v-g4f9-qhjx", "2026-10-31"]]), []);
    });

    it("leaves alone what only a change or a proposal shows", async () => {
        assert.deepEqual(
            await find([
                ["mass-deletion", "2026-10-31"],
                ["mass-deletion:old", "2026-10-31"],
                ["age", "2026-10-31"],
            ]),
            [],
        );
    });

    it("warns of one that has ended, and refuses where something shows again", async () => {
        assert.deepEqual(await find([["strict-mtls", "2026-09-30"]]), [
            "warning expired-waiver waiver of strict-mtls: it ended on 2026-09-30. Remove it",
        ]);
        assert.deepEqual(await find([["strict-mtls", "2026-09-30"]], PLAIN), [
            "refused expired-waiver waiver of strict-mtls: it ended on 2026-09-30, and what it let pass is refused again. Mend what it hid, or give it a later day with its reason",
        ]);
    });

    it("refuses one that never ends, and takes a year", async () => {
        assert.match(
            (await find([["mass-deletion", "9999-12-31"]]))[0] ?? "",
            /^refused endless-waiver .*ends on 9999-12-31, more than a year from now.*up to 2027-10-02$/,
        );
        assert.deepEqual(await find([["mass-deletion", "2027-10-01"]]), []);
        assert.equal((await find([["mass-deletion", "2027-10-03"]])).length, 1);
    });
});
