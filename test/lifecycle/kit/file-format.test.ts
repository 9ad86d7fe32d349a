import assert from "node:assert/strict";

import { requireVersion, schemaOf, versionIn } from "../../../lifecycle/kit/file-format";

const format = { kind: "lock", version: 2 };
const complaint = (schema: unknown): string => {
    try {
        requireVersion(format, { file: "dev.lock.yaml", schema, line: () => 3 });
    } catch (error) {
        return (error as Error).message;
    }
    return "accepted";
};

describe("schemaOf and versionIn", () => {
    it("say what a file's schema is, and read it", () => {
        assert.equal(schemaOf(format), "windlass/lock/v2");
        assert.deepEqual(
            ["windlass/lock/v17", "windlass/lock/v0", "windlass/holds/v1", "lock/v1", 1, undefined].map(
                (schema) => versionIn(format, schema),
            ),
            [17, undefined, undefined, undefined, undefined, undefined],
        );
    });
});

describe("requireVersion", () => {
    it("passes the version it reads, and leaves what names none to the reader", () => {
        assert.deepEqual(["windlass/lock/v2", "windlass/holds/v3", 1].map(complaint), [
            "accepted",
            "accepted",
            "accepted",
        ]);
    });

    it("refuses another: file, version, what this Windlass knows, and what to do", () => {
        assert.equal(
            complaint("windlass/lock/v3"),
            'dev.lock.yaml:3: schema: "windlass/lock/v3": is of a newer Windlass: this Windlass knows windlass/lock/v2. Take a newer Windlass: raise its version in package.json.',
        );
        assert.equal(
            complaint("windlass/lock/v1"),
            'dev.lock.yaml:3: schema: "windlass/lock/v1": is of an older Windlass: this Windlass knows windlass/lock/v2. Run npm run -s windlass -- migrate, and review what it changes.',
        );
    });
});
