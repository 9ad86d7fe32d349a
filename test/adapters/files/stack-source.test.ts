import assert from "node:assert/strict";
import { ExitStatus } from "../../../lifecycle/kit/errors";
import { readSettings } from "../../../adapters/files/settings-source";
import { readStack, readStackSources } from "../../../adapters/files/stack-source";
import { type Project, projects } from "../../support/project";

const read = ({ root }: Project, stack = "dev") => readStack(root, readSettings(root, stack));

describe("readStack", () => {
    const fresh = projects();

    it("composes the sidecar of every workload that has one in Git", () => {
        const { workloads } = read(fresh());

        const deployments = workloads.objects.filter(({ kind }) => kind === "Deployment");
        assert.deepEqual(
            deployments.map((object) => [
                object.metadata.name,
                JSON.stringify(object).includes("istio-proxy"),
            ]),
            [
                ["frontend", true],
                ["backend", true],
                ["loadtester", true],
            ],
        );
    });

    it("warns of proxies behind and of workloads no canary gates", () => {
        const { warnings } = read(fresh(), "production");

        assert.deepEqual(warnings, [
            "proxies behind: 1.31.0, control plane 1.31.1",
            "not gated by a canary: prod/Deployment/loadtester",
        ]);
    });

    it("leaves out the sidecar of pods that use the host's network, and says so", () => {
        const project = fresh();
        project.replace(
            "apps/loadtester/deployment.yaml",
            "    spec:\n",
            "    spec:\n      hostNetwork: true\n",
        );

        assert.throws(() => read(project), {
            exitStatus: ExitStatus.stale,
            message:
                /prod\/Deployment\/loadtester: the sidecar is stale: it no longer gets one \(it uses the host's network/,
        });
    });

    it("names the first ten stale sidecars and counts the rest", () => {
        const project = fresh();
        const deployment = project.read("apps/backend/deployment.yaml");
        for (let index = 0; index < 12; index++) {
            const name = `extra-${String(index).padStart(2, "0")}`;
            project.write(`apps/backend/${name}.yaml`, deployment.replaceAll("backend", name));
        }

        assert.throws(
            () => read(project),
            ({ message }: Error) => {
                const lines = message.split("\n");
                assert.equal(lines.length, 11);
                assert.match(lines[0] ?? "", /prod\/Deployment\/extra-00: the sidecar is stale: it is new/);
                assert.match(lines[10] ?? "", /2 more sidecars are stale/);
                return true;
            },
        );
    });

    it("refuses a Canary that Flagger would refuse silently", () => {
        const project = fresh();
        project.replace("apps/backend/canary.yaml", "maxWeight: 50", "maxWeight: 500");

        assert.throws(() => read(project), { message: /^apps\/backend\/canary\.yaml:24: .*maxWeight.*500/m });
    });
});

describe("readStackSources", () => {
    const fresh = projects();

    it("asks for no sidecars: inject works on it before there are any", () => {
        const project = fresh();
        project.write("stacks/dev.sidecars.yaml", "damaged: [");

        const { lock, manifests } = readStackSources(project.root, readSettings(project.root, "dev"));

        assert.equal(lock.istio.controlPlane.version, "1.31.1");
        assert.ok(manifests.length > 10);
    });

    it("tells what is wrong with lock and manifests at once", () => {
        const project = fresh();
        project.replace("stacks/dev.lock.yaml", "range: ~1.31", "range: ~1.30");
        project.replace("apps/backend/deployment.yaml", "  namespace: prod\n", "");

        assert.throws(
            () => readStackSources(project.root, readSettings(project.root, "dev")),
            ({ message }: Error) =>
                /stacks\/dev\.lock\.yaml/.test(message) && /names no namespace/.test(message),
        );
    });
});
