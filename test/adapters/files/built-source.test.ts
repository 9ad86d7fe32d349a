import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { builtApps, inputsDigest } from "../../../adapters/files/app-files";
import { builtStaleness, readBuilt } from "../../../adapters/files/built-source";
import { manifestReader } from "../../../adapters/files/manifest-source";
import { ExitStatus } from "../../../lifecycle/kit/errors";
import { formatBuilt } from "../../../lifecycle/workloads/built-text";
import { temporaryFolder } from "../../support/temporary-folder";

describe("what an app was built into", () => {
    const root = temporaryFolder({
        "apps/shop/helm.yaml": "chart: chart\n",
        "apps/shop/chart/Chart.yaml": "name: shop\n",
        "apps/shop/values.prod.yaml": "a: 1\n",
        "apps/shop/built/prod.yaml": "kind: Secret\n",
    });
    const built = (stack: string) => {
        const found = builtApps(root)("shop", stack);
        assert(found);
        return found;
    };
    const write = (tool: "helm" | "kustomize") => {
        const inputs = inputsDigest(root, "shop", built("dev"));
        const objects = [{ apiVersion: "v1", kind: "Secret", metadata: { name: "a", namespace: "prod" } }];
        writeFileSync(
            join(root, "apps/shop/built/_all.yaml"),
            formatBuilt({ tool, version: "3.19.0", inputs }, objects),
        );
    };

    it("was never built, or not by Windlass", () => {
        assert.equal(builtStaleness(root, "shop", built("dev")), "was never built");
        assert.equal(builtStaleness(root, "shop", built("prod")), "was not written by windlass build");
    });

    it("is read as the app's manifests while its sources stay as they are", () => {
        write("helm");

        assert.deepEqual(
            manifestReader(root)
                .read(["shop"], "dev")
                .map(({ file, manifest }) => [file, manifest.metadata.name]),
            [["apps/shop/built/_all.yaml", "a"]],
        );
        writeFileSync(join(root, "apps/shop/values.yaml"), "b: 1\n");
        assert.throws(() => readBuilt(root, "shop", built("dev")), {
            exitStatus: ExitStatus.stale,
            message: /_all\.yaml: is stale: its sources have changed\. Run npm run -s windlass -- build\.$/,
        });
    });

    it("is not that of another tool", () => {
        write("kustomize");

        assert.equal(
            builtStaleness(root, "shop", built("dev")),
            "was built by kustomize, and the app is helm's now",
        );
    });
});
