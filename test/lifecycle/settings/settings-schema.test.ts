import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import Ajv from "ajv";

import type { GenericSchema } from "valibot";

import { type FieldParts, mapIn } from "../../../lifecycle/kit/fields";
import { fieldSchema } from "../../../lifecycle/kit/json-schema";
import { getIn, setIn } from "../../../lifecycle/kit/json-path";
import { parseYamlDocument } from "../../../lifecycle/kit/strict-yaml";
import {
    projectConfig,
    stackFileSchema,
    stackFileSchemaText,
} from "../../../lifecycle/settings/settings-schema";
import { settingsMembers } from "../../../lifecycle/settings/settings-definition";
import { parseSettings } from "../../../lifecycle/settings/settings-parse";
import { listStacks } from "../../../adapters/files/settings-source";
import { MESH } from "../../support/mesh";

const read = (file: string): string => readFileSync(join(MESH, file), "utf8");
const data = (file: string): unknown => parseYamlDocument(read(file), { file }).value;

/** Paths of the texts whose description says what an empty one means. */
function emptyKeys(
    members: Readonly<Record<string, FieldParts | GenericSchema>>,
    above: readonly string[] = [],
): string[][] {
    return Object.entries(members).flatMap(([key, field]) => {
        const path = [...above, key];
        const inner = mapIn(field)?.entries;
        if (inner) return emptyKeys(inner, path);
        return JSON.stringify(fieldSchema(field as GenericSchema).description).includes("Empty:")
            ? [path]
            : [];
    });
}

describe("stackFileSchema", () => {
    const validate = new Ajv({ strict: false }).compile(stackFileSchema());

    it("is committed as stacks/stack.schema.json", () => {
        assert.equal(read("stacks/stack.schema.json"), stackFileSchemaText());
    });

    for (const stack of listStacks(MESH)) {
        it(`accepts the file of ${stack}, which names it on its first line`, () => {
            const file = `stacks/Pulumi.${stack}.yaml`;

            assert.equal(validate(data(file)), true, JSON.stringify(validate.errors));
            assert.equal(read(file).split("\n")[0], "# yaml-language-server: $schema=stack.schema.json");
        });
    }

    const cluster = { name: "dev", kubernetes: "1.34" };
    const empties = emptyKeys(settingsMembers);
    it("says of eight keys and more what they mean when they are empty", () => {
        assert.ok(empties.length >= 8, String(empties));
        assert.ok(empties.some((path) => path.join(".") === "flux.artifact"));
    });
    for (const path of empties) {
        it(`accepts an empty ${path.join(".")}, as its description says, and so does the reader`, () => {
            const [member = "", ...rest] = path;
            const base: Readonly<Record<string, object>> = { cluster, istio: { range: "~1.31" } };
            const settings = {
                ...base,
                [member]: setIn((base[member] ?? {}) as Record<string, unknown>, rest, ""),
            };
            const file = {
                config: Object.fromEntries(
                    Object.entries(settings).map(([key, value]) => [`windlass:${key}`, value]),
                ),
            };

            assert.equal(validate(file), true, JSON.stringify(validate.errors));
            assert.equal(getIn(parseSettings("dev", JSON.stringify(file)), path), undefined);
        });
    }

    const config = { "windlass:cluster": cluster, "windlass:istio": { range: "~1.31" } };
    const cases: readonly (readonly [what: string, valid: boolean, file: unknown])[] = [
        ["a minimal file", true, { config }],
        [
            "Pulumi's own keys and a provider's",
            true,
            { config: { ...config, "aws:region": "x" }, encryptionsalt: "v1" },
        ],
        ["no cluster", false, { config: { "windlass:istio": { range: "~1.31" } } }],
        ["no range", false, { config: { ...config, "windlass:istio": {} } }],
        ["an unknown section", false, { config: { ...config, "windlass:gatway": {} } }],
        [
            "an unknown key",
            false,
            { config: { ...config, "windlass:cluster": { ...cluster, colour: "red" } } },
        ],
        ["an unknown key on top", false, { config, colour: "red" }],
        [
            "an unquoted version",
            false,
            { config: { ...config, "windlass:cluster": { name: "dev", kubernetes: 1.34 } } },
        ],
        [
            "an empty optional text",
            true,
            { config: { ...config, "windlass:cluster": { ...cluster, network: "" } } },
        ],
    ];
    for (const [what, valid, file] of cases) {
        it(`${valid ? "accepts" : "refuses"} ${what}`, () => {
            assert.equal(validate(file), valid, JSON.stringify(validate.errors));
        });
    }
});

describe("projectConfig", () => {
    it("is the config block of Pulumi.yaml", () => {
        assert.deepEqual((data("Pulumi.yaml") as { config: unknown }).config, projectConfig());
    });

    it("asks for a value of the two keys that have required members, and gives the others a default", () => {
        const keys = Object.entries(projectConfig()).filter(([, value]) => !("default" in (value as object)));

        assert.deepEqual(
            keys.map(([key]) => key),
            ["windlass:cluster", "windlass:istio", "pulumi:disable-default-providers"],
        );
    });
});
