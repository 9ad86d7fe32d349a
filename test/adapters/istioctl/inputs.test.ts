import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { injectorDigests, injectorInputs } from "../../../adapters/istioctl/inputs";
import { fakeIstioctl } from "../../support/fake-istioctl";
import { temporaryFolder } from "../../support/temporary-folder";

describe("injectorInputs", () => {
    const root = temporaryFolder();
    const map = (name: string, data: string): string =>
        `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: istio-system\ndata:\n${data}---\n`;
    const manifest = `kind: Service\n---\n${map("istio-sidecar-injector-1-31-1", "  config: 'defaultTemplates: [sidecar]'\n  values: '{}'\n")}${map("istio-1-31-1", "  mesh: 'rootNamespace: x'\n")}`;
    const args = (istioctl: string) => ({
        istioctl,
        version: "1.31.1",
        revision: "1-31-1",
        operator: { kind: "IstioOperator" },
        root,
    });

    before(function () {
        if (process.platform === "win32") this.skip();
    });
    beforeEach(() => rmSync(join(root, ".cache"), { recursive: true, force: true }));

    it("finds the configuration of the revision in the generated manifest, once", async () => {
        const istioctl = fakeIstioctl(
            root,
            "generate",
            `echo x >> ${join(root, "calls")}; cat <<'EOT'\n${manifest}EOT`,
        );
        const expected = { template: "defaultTemplates: [sidecar]", values: "{}", mesh: "rootNamespace: x" };
        assert.deepEqual(await injectorInputs(args(istioctl)), expected);
        assert.deepEqual(await injectorInputs(args(istioctl)), expected);
        assert.equal(readFileSync(join(root, "calls"), "utf8"), "x\n");
        assert.deepEqual(Object.keys(injectorDigests(expected)), ["template", "values", "mesh"]);
    });

    it("says that istioctl refuses the values", async () => {
        const istioctl = fakeIstioctl(root, "refuses", 'echo "Error: unknown field" >&2; exit 1');
        await assert.rejects(injectorInputs(args(istioctl)), {
            message:
                "istio.values: istioctl manifest generate refuses the stack's values: unknown field. Correct istio.values in the stack file.",
        });
    });

    it("says that there is no configuration for the revision", async () => {
        await assert.rejects(
            injectorInputs({
                ...args(fakeIstioctl(root, "other", `cat <<'EOT'\n${manifest}EOT`)),
                revision: "default",
            }),
            /its manifest has no injector configuration for revision default/,
        );
    });
});
