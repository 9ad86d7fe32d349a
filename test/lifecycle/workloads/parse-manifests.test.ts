import assert from "node:assert/strict";
import { parseManifests } from "../../../lifecycle/workloads/parse-manifests";
import { sopsSecret } from "../../support/sops";

const FILE = "apps/a/a.yaml";
const GOOD = "apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n";

/** `[what is wrong, the text, the message]` */
const refused: readonly (readonly [string, string, string])[] = [
    [
        "a scalar",
        "hello",
        `${FILE}:1: "hello": A manifest is a map with apiVersion, kind and metadata. Mend the document.`,
    ],
    [
        "no kind",
        "apiVersion: v1\nmetadata: { name: a }\n",
        `${FILE}:1: kind: A manifest needs kind, a string. Add it.`,
    ],
    [
        "a generated name",
        "apiVersion: v1\nkind: Pod\nmetadata:\n  generateName: a-\n",
        `${FILE}:3: metadata.name: A manifest needs metadata.name, a string. Add it.`,
    ],
    [
        "a name that is a number",
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: 12\n",
        `${FILE}:4: metadata.name: 12: A manifest needs metadata.name, a string. Add it.`,
    ],
    [
        "a label that YAML reads as a boolean",
        `${GOOD}  labels:\n    tier: yes\n`,
        `${FILE}:6: metadata.labels.tier: true: Values of labels are strings. Quote the value.`,
    ],
    [
        "a list of one kind",
        "apiVersion: apps/v1\nkind: DeploymentList\nmetadata: { name: a }\nitems: []\n",
        `${FILE}:2: kind: "DeploymentList": A list hides its objects. Write each item as a document.`,
    ],
    [
        "a list without items",
        "apiVersion: v1\nkind: List\nmetadata: { name: a }\n",
        `${FILE}:2: kind: "List": A list hides its objects. Write each item as a document.`,
    ],
    [
        "an item of a list without a name",
        "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Service\n    metadata: {}\n",
        `${FILE}:6: metadata.name: A manifest needs metadata.name, a string. Add it.`,
    ],
];

describe("parseManifests", () => {
    it("returns each document with its file and its line, and skips empty ones", () => {
        const manifests = parseManifests("a", FILE, `---\n---\n${GOOD}---\n# nothing\n---\n${GOOD}`);

        assert.deepEqual(
            manifests.map(({ app, file, line, manifest }) => [app, file, line, manifest.metadata.name]),
            [
                ["a", FILE, 3, "a"],
                ["a", FILE, 10, "a"],
            ],
        );
    });

    it("takes the items of a List for documents, lists in lists too", () => {
        const item = (name: string) => `{apiVersion: v1, kind: Service, metadata: {name: ${name}}}`;
        const inner = `{apiVersion: v1, kind: List, items: [${item("b")}, ${item("c")}]}`;
        const manifests = parseManifests(
            "a",
            FILE,
            `${GOOD}---\napiVersion: v1\nkind: List\nitems:\n- ${inner}\n- ${item("d")}\n`,
        );
        assert.deepEqual(
            manifests.map(({ line, manifest }) => [line, manifest.metadata.name]),
            [
                [1, "a"],
                [6, "b"],
                [6, "c"],
                [6, "d"],
            ],
        );
    });

    for (const [what, text, message] of refused) {
        it(`refuses ${what}`, () => {
            assert.throws(() => parseManifests("a", FILE, text), { name: "WindlassError", message });
        });
    }
});

describe("parseManifests of what SOPS encrypted", () => {
    const texts = (text: string) => parseManifests("a", FILE, text).map((sourced) => sourced.text);

    it("keeps the text of a file's only document, to the byte", () => {
        for (const text of [
            sopsSecret("a"),
            `\ufeff---\r\n${sopsSecret("a").replaceAll("\n", "\r\n")}`,
            sopsSecret("a").trimEnd(),
        ])
            assert.deepEqual(texts(text), [text]);
    });

    it("keeps each document's own, and none of what is plain", () => {
        const text = `${GOOD}---\n${sopsSecret("a")}--- # another\n${sopsSecret("b")}---\n${GOOD}`;

        assert.deepEqual(texts(text), [undefined, sopsSecret("a"), sopsSecret("b"), undefined]);
    });

    it("has no text for items of a list, and refuses a list that was encrypted as a whole", () => {
        const item = "{apiVersion: v1, kind: Secret, metadata: {name: a}, sops: {mac: m}}";
        const list = `apiVersion: v1\nkind: List\nitems: [${item}, ${item}]\n`;

        assert.deepEqual(texts(list), [undefined, undefined]);
        assert.throws(
            () => texts(`${list}metadata: { name: a }\nsops: { mac: m }\n`),
            /A list hides its objects/,
        );
    });
});
