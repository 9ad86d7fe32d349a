import assert from "node:assert/strict";

import { chartObjects, generateManifest } from "../../../adapters/istioctl/generate";
import { fakeIstioctl } from "../../support/fake-istioctl";
import { temporaryFolder } from "../../support/temporary-folder";

describe("chartObjects", () => {
    const root = temporaryFolder();
    const args = (istioctl: string) => ({ istioctl, operator: { kind: "IstioOperator" } });

    before(function () {
        if (process.platform === "win32") this.skip();
    });

    it("reads what istioctl makes of the operator it is given", async () => {
        const istioctl = fakeIstioctl(root, "echo", `cat "$4"; printf '\\n---\\nkind: Service\\n---\\n'`);

        assert.deepEqual(await chartObjects(args(istioctl)), [
            { kind: "IstioOperator" },
            { kind: "Service" },
        ]);
        assert.match(await generateManifest(args(istioctl)), /kind: Service/);
    });

    it("says why istioctl refuses the values", async () => {
        const istioctl = fakeIstioctl(root, "refuse", "echo 'Error: unknown field foo' >&2; exit 1");

        await assert.rejects(chartObjects(args(istioctl)), /refuses the stack's values: unknown field foo/);
    });
});
