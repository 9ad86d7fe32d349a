import assert from "node:assert/strict";
import { locateTool } from "../../../adapters/build/locate-tool";
import { fakeIstioctl } from "../../support/fake-istioctl";
import { temporaryFolder } from "../../support/temporary-folder";

describe("locateTool", () => {
    const folder = temporaryFolder();
    const helm = (answer: string): string => fakeIstioctl(folder, "helm", `echo '${answer}'`);

    it("takes the one that is named before that on PATH", async () => {
        const path = helm("v3.19.0");

        assert.deepEqual(await locateTool("helm", { env: { HELM: path, PATH: "/none" } }), {
            path,
            version: "3.19.0",
        });
        assert.deepEqual(await locateTool("helm", { env: { PATH: folder }, version: "3.19.0" }), {
            path,
            version: "3.19.0",
        });
    });

    it("refuses another version than is pinned, for it would build something else", async () => {
        const path = helm("v3.18.6");

        await assert.rejects(
            locateTool("helm", { env: { HELM: path }, version: "3.19.0" }),
            /HELM: .*: is helm 3\.18\.6, and apps\/tools\.yaml pins 3\.19\.0\. Install helm 3\.19\.0, or change/,
        );
    });

    it("refuses one that does not say exactly what it is", async () => {
        await assert.rejects(
            locateTool("helm", { env: { HELM: helm("v3.19") } }),
            /is no helm that says which version it is/,
        );
    });

    it("says that only building needs it where there is none", async () => {
        await assert.rejects(
            locateTool("kustomize", { env: { PATH: "/none" }, version: "5.7.1" }),
            /kustomize: "5\.7\.1": is not installed\. Put kustomize 5\.7\.1 on PATH, or set KUSTOMIZE/,
        );
    });
});
