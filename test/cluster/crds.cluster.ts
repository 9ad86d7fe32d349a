import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { clusterDown } from "../../tools/test-bed/control-plane-process";
import { getIn } from "../../lifecycle/kit/json-path";
import {
    connect,
    crdsOrSkip,
    eventually,
    installCrds,
    programsOrSkip,
    testLayout,
} from "../support/control-plane";
import { temporaryFolder } from "../support/temporary-folder";

const ROOT = join(__dirname, "..", "..");
const PATH = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const CRD = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: pawls.windlass.example
spec:
  group: windlass.example
  scope: Namespaced
  names: { kind: Pawl, listKind: PawlList, plural: pawls, singular: pawl }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object } }
`;

describe("windlass cluster up --crds", function () {
    this.timeout(180_000);
    const layout = testLayout("crds");
    const folder = temporaryFolder({ "crds/pawls.yaml": CRD });
    const up = (env: Readonly<Record<string, string>>) =>
        spawnSync(
            process.execPath,
            [join(ROOT, "cli", "windlass.cjs"), "cluster", "up", "--crds", "--name", layout.name],
            { cwd: ROOT, env: { ...process.env, ...env }, encoding: "utf8" },
        );

    before(async function () {
        await programsOrSkip(this);
    });
    after(() => clusterDown(layout));

    it("starts nothing where there are none to be had", () => {
        const { status, stderr } = up({
            WINDLASS_CRDS: "",
            WINDLASS_CACHE: join(folder, "cache"),
            WINDLASS_GITHUB_FILES: "http://127.0.0.1:1",
        });

        assert.equal(status, 3, stderr);
        assert.match(stderr, /customresourcedefinitions\.gen\.yaml|127\.0\.0\.1:1\/istio\/api/);
        assert.equal(connectable(), false);
    });

    it("starts one that serves them, and brings them to one that is up", async () => {
        for (const said of [/: Kubernetes v1\.\S+ up in /, / is up already /]) {
            const { status, stdout, stderr } = up({ WINDLASS_CRDS: join(folder, "crds") });

            assert.equal(status, 0, stderr);
            assert.match(stdout, said);
        }
        const api = connect(layout);
        try {
            // A kind that was just established answers 429 for a moment.
            await eventually("the kind to be served", async () => {
                const { status } = await api.request({ path: "/apis/windlass.example/v1/pawls" });
                return status === 200;
            });
        } finally {
            api.close();
        }
    });

    it("does the same with all that a stack needs, twice", async function () {
        await crdsOrSkip(this);
        const api = connect(layout);
        try {
            const names = await installCrds(api);
            const before = await versions(names);
            await installCrds(api);

            assert.ok(
                names.includes("canaries.flagger.app") &&
                    names.includes("virtualservices.networking.istio.io"),
            );
            assert.deepEqual(await versions(names), before);
        } finally {
            api.close();
        }

        async function versions(names: readonly string[]): Promise<readonly unknown[]> {
            const found: unknown[] = [];
            for (const name of names) {
                const { body } = await api.request({ path: `${PATH}/${name}` });
                found.push(getIn(body, ["metadata", "generation"]));
            }
            return found;
        }
    });

    function connectable(): boolean {
        try {
            connect(layout).close();
            return true;
        } catch {
            return false;
        }
    }
});
