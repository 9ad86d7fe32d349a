import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { ExitStatus } from "../../../lifecycle/kit/errors";
import { commitBase } from "../../diff/repository";
import { checkProject, keepOnly } from "../../support/check";
import { type Project, projects } from "../../support/project";

const STACK = "stacks/Pulumi.dev.yaml";
const STORE = "apps/store/store.yaml";

const NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: { name: store }\n";
const CLAIM = `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: data, namespace: store }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }
`;
const CRD = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: things.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Thing, plural: things }
  versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }]
`;
const VOLUME = `apiVersion: v1
kind: PersistentVolume
metadata: { name: disk }
spec: { capacity: { storage: 1Gi }, accessModes: [ReadWriteOnce], hostPath: { path: /disk } }
`;
const CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: monitoring }\n";
const ALL = [NAMESPACE, CLAIM, CRD, VOLUME, CONFIG];
const KEPT = "annotations: { kustomize.toolkit.fluxcd.io/prune: disabled }";

const check = (project: Project) => checkProject(project, { args: ["--from", "base"], rules: ["data-loss"] });
const about = async (project: Project) =>
    (await check(project)).findings.map(({ level, about }) => `${level} ${about}`);

function write(project: Project, ...documents: readonly string[]): void {
    project.write(STORE, documents.join("---\n"));
}

function waive(project: Project, id: string, file = STACK): void {
    const waiver = `    waivers: [{ id: "${id}", reason: "moved to another cluster", expires: "2026-10-31" }]\n`;
    project.write(file, project.read(file).replace(/^( {4}strategy: .*\n)/m, `$1${waiver}`));
}

describe("dataLossFindings", () => {
    const fresh = projects();

    /** Stack dev with an app `store` of these documents, committed. */
    function started(...documents: readonly string[]): Project {
        const project = fresh();
        keepOnly(project, "dev");
        project.replace(STACK, "      - backend\n", "      - backend\n      - store\n");
        project.replace(STACK, "    mode: git", "    removalLimit: 100\n    mode: git");
        write(project, ...documents);
        commitBase(project);
        return project;
    }

    it("refuses the end of a namespace, a claim, a volume and a CRD, whatever removalLimit says", async () => {
        const project = started(...ALL);
        write(project, CONFIG);

        const { status } = await check(project);

        assert.deepEqual((await about(project)).sort(), [
            "refused CustomResourceDefinition/things.example.com",
            "refused Namespace/store",
            "refused PersistentVolume/disk",
            "refused store/PersistentVolumeClaim/data",
        ]);
        assert.equal(status, ExitStatus.refused);
    });

    it("lets pass what is kept, and refuses to let it go in the change that keeps it", async () => {
        const kept = CLAIM.replace("namespace: store", `namespace: store, ${KEPT}`);
        const project = started(NAMESPACE, kept);
        write(project, NAMESPACE);

        assert.deepEqual(await about(project), []);
    });

    it("has nothing to say of a namespace that is somebody else's: nobody deletes it", async () => {
        const project = started(...ALL);
        write(project, NAMESPACE, CLAIM, CRD, VOLUME);

        assert.deepEqual(await about(project), []);
    });

    it("has nothing to say of a namespace whose manifest goes and whose objects stay: it is somebody else's then", async () => {
        const project = started(...ALL);
        write(project, CLAIM, CRD, VOLUME, CONFIG);

        assert.deepEqual(await about(project), []);
    });

    it("is waived for one object, or for all of them", async () => {
        const one = started(...ALL);
        write(one, NAMESPACE, VOLUME, CONFIG);
        waive(one, "data-loss:store/PersistentVolumeClaim/data");
        assert.deepEqual((await about(one)).sort(), [
            "refused CustomResourceDefinition/things.example.com",
            "waived store/PersistentVolumeClaim/data",
        ]);

        const all = started(...ALL);
        write(all, NAMESPACE, VOLUME, CONFIG);
        waive(all, "data-loss");
        assert.deepEqual((await about(all)).sort(), [
            "waived CustomResourceDefinition/things.example.com",
            "waived store/PersistentVolumeClaim/data",
        ]);
    });

    it("refuses to have a claim deleted and created anew", async () => {
        const project = started(NAMESPACE, CLAIM);
        write(project, NAMESPACE, CLAIM.replace("ReadWriteOnce", "ReadWriteMany"));

        const { findings } = await check(project);

        assert.match(findings[0]?.reason ?? "", /^it is deleted and created anew, as spec\.accessModes/);
    });

    it("refuses the gateway's namespace, which nobody wrote, when the gateway goes or moves", async () => {
        const project = started(NAMESPACE);
        const gateway = "  windlass:gateway:\n    enabled: true\n    hosts: [shop.example.com]\n";
        project.write(STACK, project.read(STACK).replace(/ {2}windlass:gateway:\n(?: {4}.*\n)+/, gateway));
        commitAgain(project);
        project.replace(STACK, gateway, gateway.replace("    hosts", "    namespace: edge\n    hosts"));
        assert.deepEqual(await about(project), ["refused Namespace/istio-ingress"]);

        project.replace(STACK, "    enabled: true\n    namespace: edge\n", "    enabled: false\n");
        assert.deepEqual(await about(project), ["refused Namespace/istio-ingress"]);

        // With an object in it the namespace is still there, in another layer: the one it leaves deletes it.
        write(project, CONFIG.replace("monitoring", "istio-ingress"), NAMESPACE);
        const { findings } = await check(project);
        assert.match(findings[0]?.reason ?? "", /^it moves from the layer gateways to workloads/);
    });

    it("refuses to uninstall Flux, whose kinds hold the mesh", async () => {
        const project = started(NAMESPACE);
        project.replace(STACK, "range: ~2.9", "range: ~2.9\n    bootstrap: none");

        assert.deepEqual((await about(project)).sort(), [
            "refused flux-system/FluxInstance/flux",
            "refused flux-system/Release/flux-bootstrap-operator",
        ]);
    });

    it("refuses the end of a whole stack, until another stack confirms it by name", async () => {
        const project = fresh();
        commitBase(project);
        for (const file of ["Pulumi.dev.yaml", "dev.lock.yaml", "dev.sidecars.yaml"])
            rmSync(join(project.root, "stacks", file));
        rmSync(join(project.root, "stacks", "Pulumi.production.yaml"));
        const refused = await about(project);
        waive(project, "data-loss:dev", "stacks/Pulumi.staging.yaml");

        assert.deepEqual(refused, ["refused the stack", "refused the stack"]);
        assert.deepEqual(await about(project), ["waived the stack", "refused the stack"]);
    });
});

function commitAgain(project: Project): void {
    rmSync(join(project.root, ".git"), { recursive: true });
    commitBase(project);
}
