import assert from "node:assert/strict";

import { editYaml } from "../../../lifecycle/migrate/edit-yaml";

describe("editYaml", () => {
    it("changes what it is told to, and keeps comments, order and quotes", () => {
        const text = '# top\na: "1.30" # why\n\n# below\nb:\n  - x # one\n  - y\n';

        assert.equal(
            editYaml(text, (document) => {
                document.deleteIn(["b", 1]);
                document.setIn(["c"], "z");
            }),
            '# top\na: "1.30" # why\n\n# below\nb:\n  - x # one\nc: z\n',
        );
    });
});
