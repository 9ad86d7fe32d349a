import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { parseYamlDocuments } from "../../lifecycle/kit/strict-yaml";
import { writeYamlDocuments } from "../../lifecycle/kit/write-yaml";
import { type Manifest, objectId } from "../../lifecycle/workloads/manifest";
import { isWorkload } from "../../lifecycle/workloads/pod-template";
import { type Project, projects } from "../support/project";
import { istioctlVersionOrSkip } from "../support/real-istioctl";
import { runWindlass } from "../support/run-windlass";
import { temporaryFolder } from "../support/temporary-folder";

const CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name:   settings }  # kept\n";
const OPEN =
    'apiVersion: v1\nkind: Pod\nmetadata: { name: tool }\nspec: { containers: [{ name: a, image: "a:1" }] }\n';

const objectsOf = (text: string): readonly Manifest[] =>
    parseYamlDocuments(text, { file: "answer", dialect: "kubernetes" }).map(
        ({ value }) => value as unknown as Manifest,
    );

describe("windlass inject -f", () => {
    const fresh = projects();
    const elsewhere = temporaryFolder();

    function written(name: string, text: string): string {
        const file = join(elsewhere, name);
        writeFileSync(file, text);
        return file;
    }

    async function pinOf(project: Project, stack = "dev"): Promise<string> {
        return written(`${stack}.pin.yaml`, `${(await project.run("pin", "--stack", stack)).printed}\n`);
    }

    describe("with the real istioctl", function () {
        this.timeout(60_000);
        before(async function () {
            await istioctlVersionOrSkip(this);
        });

        it("gives workloads of another repository what the mesh gives its own", async () => {
            const project = fresh();
            const own = ["backend", "frontend", "loadtester"].flatMap((app) => objectsOfApp(project, app));
            const file = written("apps.yaml", writeYamlDocuments(own));
            const pin = await pinOf(project);

            const { status, printed, noted } = await runWindlass(
                elsewhere,
                "inject",
                "-f",
                file,
                "--pin",
                pin,
            );

            assert.deepEqual([status, noted], [ExitStatus.ok, ""]);
            const answered = objectsOf(printed);
            assert.deepEqual(answered.map(objectId), own.map(objectId));
            const workloads = answered.filter(isWorkload);
            assert.equal(workloads.length, 3);
            for (const workload of workloads) {
                const shown = await project.run("sidecars", "show", objectId(workload), "--stack", "dev");
                assert.deepEqual(workload, objectsOf(shown.printed)[0]);
            }
        });

        it("takes the namespace it is told for the sidecar, and leaves it out of the object", async () => {
            const file = written("pod.yaml", `${CONFIG}---\n${OPEN}`);

            const { printed } = await fresh().run(
                "inject",
                "-f",
                file,
                "--stack",
                "dev",
                "--namespace",
                "team-a",
            );

            assert.equal(printed.split("---\n")[0], CONFIG);
            const [, pod] = objectsOf(printed);
            assert.deepEqual(pod?.metadata.namespace, undefined);
            assert.match(JSON.stringify(pod), /namespaces\/team-a\/pods\/tool/);
        });

        it("prints nothing where one of them cannot be injected", async () => {
            const bad = OPEN.replace("spec:", "spec: { volumes: 7 }\nignored:");

            const { status, printed } = await fresh().run(
                ...["inject", "-f", written("bad.yaml", `${OPEN}---\n${bad.replace("tool", "other")}`)],
                ...["--stack", "dev", "--namespace", "team-a"],
            );

            assert.deepEqual([status, printed], [ExitStatus.badInput, ""]);
        });
    });

    it("passes a stream without workloads to the byte, without an istioctl", async () => {
        const file = written("config.yaml", CONFIG);

        const { status, printed } = await fresh().run("inject", "-f", file, "--stack", "dev");

        assert.deepEqual([status, `${printed}\n`], [ExitStatus.ok, CONFIG]);
    });

    it("tells who gets no sidecar, and why, beside what it prints", async () => {
        const text = OPEN.replace(
            "metadata: {",
            'metadata: { namespace: prod, labels: { sidecar.istio.io/inject: "false" },',
        );

        const { printed, noted } = await fresh().run(
            "inject",
            "-f",
            written("out.yaml", text),
            "--stack",
            "dev",
        );

        assert.equal(`${printed}\n`, text);
        assert.match(
            noted,
            /^skipped prod\/Pod\/tool: sidecar\.istio\.io\/inject: "false" opts its pods out$/,
        );
    });

    /** `[what was asked, arguments beside -f, the complaint]` */
    const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
        [
            "a workload without a namespace",
            ["--stack", "dev"],
            /pod\.yaml:3: metadata\.namespace: .*--namespace NAME/,
        ],
        ["every stack", [], /--stack: One stack is needed/],
        ["a report as well", ["--stack", "dev", "--json"], /--json: means nothing beside -f/],
        ["a pin and a stack", ["--stack", "dev", "--pin", "x"], /--stack: means nothing beside --pin/],
        ["a pin that is not there", ["--pin", "no.yaml"], /no\.yaml: does not exist/],
    ];
    for (const [what, args, complaint] of refused)
        it(`refuses ${what}`, async () => {
            const file = written("pod.yaml", OPEN);

            const { status, printed, noted } = await fresh().run("inject", "-f", file, ...args);

            assert.deepEqual([status, printed], [ExitStatus.badInput, ""]);
            assert.match(noted, complaint);
        });

    it("is what --pin and --namespace are about", async () => {
        const { status, noted } = await fresh().run("inject", "--namespace", "prod");

        assert.equal(status, ExitStatus.badInput);
        assert.match(noted, /^--namespace: is about manifests given with -f/);
    });
});

function objectsOfApp(project: Project, app: string): readonly Manifest[] {
    const files = ["canary", "deployment", "horizontal-pod-autoscaler", "service", "service-account"];
    return files.flatMap((name) => {
        try {
            return objectsOf(readFileSync(join(project.root, "apps", app, `${name}.yaml`), "utf8"));
        } catch {
            return [];
        }
    });
}
