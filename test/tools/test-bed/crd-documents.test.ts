import assert from "node:assert/strict";

import { crdDocuments } from "../../../tools/test-bed/crd-documents";

const CRD =
    "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: as.example.com\n";

describe("crdDocuments", () => {
    it("is every definition with its name, as the text it is, and nothing else", () => {
        const manifests = [
            "# generated\n",
            `# DO NOT EDIT\n${CRD}`,
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: istio\n",
            `\n${CRD.replace("metadata:\n", "metadata:\n  labels:\n    name: label\n").replace("as.", "bs.")}`,
            "kind: CustomResourceDefinition\nmetadata: {}\n",
            "",
        ].join("---\n");

        const found = crdDocuments("all.yaml", manifests);

        assert.deepEqual(
            found.map(({ source, name }) => [source, name]),
            [
                ["all.yaml", "as.example.com"],
                ["all.yaml", "bs.example.com"],
            ],
        );
        assert.equal(found[0]?.text, `\n# DO NOT EDIT\n${CRD}`);
    });

    it("is nothing of an empty text", () => {
        assert.deepEqual(crdDocuments("a.yaml", ""), []);
    });
});
