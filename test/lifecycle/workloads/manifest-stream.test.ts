import assert from "node:assert/strict";
import * as fc from "fast-check";
import { parseYamlDocuments } from "../../../lifecycle/kit/strict-yaml";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { readManifestStream } from "../../../lifecycle/workloads/manifest-stream";

const object = (name: string): string =>
    `# ${name}\napiVersion: v1\nkind:   ConfigMap\nmetadata: { name: ${name} }\ndata: { a: "1" }   # odd\n`;

/** The stream with a label on the objects of these names. */
function labelled(text: string, ...names: string[]): string {
    const stream = readManifestStream("standard input", text);
    const chosen = stream.manifests.filter(({ manifest }) => names.includes(manifest.metadata.name));
    const replaced = chosen.map(({ manifest }): [Manifest, Manifest] => [
        manifest,
        { ...manifest, metadata: { ...manifest.metadata, labels: { seen: "yes" } } },
    ]);
    return stream.write(new Map(replaced));
}

const values = (text: string) =>
    parseYamlDocuments(text, { file: "answer" }).map(({ value }) => value as unknown as Manifest);

describe("readManifestStream", () => {
    it("leaves what is not replaced as it was written, to the byte", () => {
        const answer = labelled([object("a"), object("b"), object("c")].join("---\n"), "b");

        const [before, between, after] = answer.split("---\n");
        assert.deepEqual([before, after], [object("a"), object("c")]);
        assert.match(String(between), /seen: "yes"/);
    });

    it("takes separators at both ends, comments alone, and a last line without its end", () => {
        const text = `---\n# Source: a\n---\n${object("a")}---\n---\n${object("b").trimEnd()}`;

        assert.deepEqual(
            values(labelled(text, "b")).map(({ metadata }) => metadata),
            [{ name: "a" }, { name: "b", labels: { seen: "yes" } }],
        );
    });

    it("makes documents of a List of which one object is replaced", () => {
        const list = `apiVersion: v1\nkind: List\nitems:\n${["a", "b"]
            .map((name) => `- { apiVersion: v1, kind: ConfigMap, metadata: { name: ${name} } }\n`)
            .join("")}`;

        assert.deepEqual(
            values(labelled(`${list}---\n${object("c")}`, "b")).map(({ metadata: { name } }) => name),
            ["a", "b", "c"],
        );
    });

    it("answers a function's ResourceList with another, what it was given for itself included", () => {
        const list = {
            apiVersion: "config.kubernetes.io/v1",
            kind: "ResourceList",
            functionConfig: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "config" } },
            items: ["a", "b"].map((name) => ({ apiVersion: "v1", kind: "Secret", metadata: { name } })),
        };

        const [answer] = values(labelled(JSON.stringify(list), "b"));

        const [a, b] = list.items;
        const metadata = { name: "b", labels: { seen: "yes" } };
        assert.deepEqual(answer, { ...list, items: [a, { ...b, metadata }] });
    });

    it("refuses a ResourceList whose items are no list", () => {
        const text = "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: { a: 1 }\n";

        assert.throws(
            () => readManifestStream("standard input", text),
            /^WindlassError: standard input: items: /,
        );
    });

    it("says where a document is that is no manifest", () => {
        assert.throws(
            () => readManifestStream("standard input", `${object("a")}---\nkind: Secret\n`),
            /standard input:7: .*apiVersion/,
        );
    });

    it("keeps every object, whatever it says and wherever one is replaced", () => {
        const objects = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 8 });
        fc.assert(
            fc.property(objects, fc.string(), fc.nat(7), (names, data, chosen) => {
                const documents = names.map((name) => ({
                    apiVersion: "v1",
                    kind: "Secret",
                    metadata: { name },
                    data: { x: data },
                }));
                const answer = labelled(
                    documents.map((each) => JSON.stringify(each)).join("\n---\n"),
                    names[chosen] ?? "",
                );

                const expected = documents.map((each) =>
                    each.metadata.name === names[chosen]
                        ? { ...each, metadata: { ...each.metadata, labels: { seen: "yes" } } }
                        : each,
                );
                assert.deepEqual(values(answer), expected);
            }),
        );
    });
});
