import assert from "node:assert/strict";
import { manifestReader } from "../../../adapters/files/manifest-source";
import { temporaryFolder } from "../../support/temporary-folder";

const service = (name: string) =>
    `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: prod }\n`;

describe("manifestReader", () => {
    const root = temporaryFolder({
        "apps/b/two.yaml": service("b2"),
        "apps/b/one.yml": service("b1"),
        "apps/b/notes.txt": "not a manifest",
        "apps/b/.hidden.yaml": "also: not",
        "apps/b/below/three.yaml": service("b3"),
        "apps/a/one.yaml": service("a1"),
        "apps/broken/one.yaml": "a: 1\na: 2\n",
        "apps/broken/two.yaml": "apiVersion: v1\nkind: Service\nmetadata: {}\n",
        "apps/empty/notes.txt": "",
        "apps/typed/manifests.ts": [
            "interface Named { readonly name: string }",
            "const service = ({ name }: Named) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name, namespace: 'prod' } });",
            "export const manifests = [service({ name: 't1' }), service({ name: 't2' })];",
        ].join("\n"),
        "apps/asked/manifests.ts": [
            "export const manifests = ({ stack }: { stack: string }) =>",
            "  [{ apiVersion: 'v1', kind: 'Service', metadata: { name: stack, namespace: 'prod' } }];",
        ].join("\n"),
        "apps/untyped/manifests.ts": "export const objects = [];",
    });

    it("reads the YAML files of each folder by name, in the order the folders are asked for", () => {
        const manifests = manifestReader(root).read(["b", "a"], "dev");

        assert.deepEqual(
            manifests.map(({ app, file, manifest }) => [app, file, manifest.metadata.name]),
            [
                ["b", "apps/b/one.yml", "b1"],
                ["b", "apps/b/two.yaml", "b2"],
                ["a", "apps/a/one.yaml", "a1"],
            ],
        );
    });

    it("reads a folder once, however many stacks ask for it", () => {
        const reader = manifestReader(root);

        assert.equal(reader.read(["a"], "dev")[0], reader.read(["a", "b"], "dev")[0]);
    });

    it("takes what a module of typed code exports", () => {
        const manifests = manifestReader(root).read(["typed"], "dev");

        assert.deepEqual(
            manifests.map(({ app, file, manifest }) => [app, file, manifest.metadata.name]),
            [
                ["typed", "apps/typed/manifests.ts", "t1"],
                ["typed", "apps/typed/manifests.ts", "t2"],
            ],
        );
        assert.throws(() => manifestReader(root).read(["untyped"], "dev"), {
            message:
                /^apps\/untyped\/manifests\.ts: manifests: The module must export `manifests`, a list of objects or a function of \{ stack \} that returns one\./,
        });
    });

    it("asks a function that a module exports what each stack gets, once", () => {
        const reader = manifestReader(root);
        const of = (stack: string) => reader.read(["asked"], stack)[0];

        assert.deepEqual(
            [of("dev"), of("prod")].map((found) => found?.manifest.metadata.name),
            ["dev", "prod"],
        );
        assert.equal(of("dev"), of("dev"));
    });

    it("tells of every broken file at once", () => {
        assert.throws(
            () => manifestReader(root).read(["broken", "missing", "empty"], "dev"),
            (error: Error) => {
                const lines = error.message.split("\n");
                assert.equal(lines.length, 4);
                assert.match(lines[0] ?? "", /^apps\/broken\/one\.yaml:2: a: .*twice|duplicate|unique/i);
                assert.match(
                    lines[1] ?? "",
                    /^apps\/broken\/two\.yaml:3: metadata\.name: A manifest needs metadata\.name/,
                );
                assert.match(
                    lines[2] ?? "",
                    /^apps\/missing: windlass:workloads\.apps: There is no such workload folder/,
                );
                assert.match(
                    lines[3] ?? "",
                    /^apps\/empty: A workload folder holds a YAML file or manifests\.ts/,
                );
                return true;
            },
        );
    });
});
