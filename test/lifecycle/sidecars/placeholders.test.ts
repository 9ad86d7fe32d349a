import assert from "node:assert/strict";
import fc from "fast-check";

import { canonicalJson } from "../../../lifecycle/kit/canonical-json";
import {
    Abstraction,
    abstractPointer,
    abstractValue,
    expandPointer,
    expandValue,
    looksAbstract,
    sortWords,
} from "../../../lifecycle/sidecars/placeholders";

const words = { name: "shop", namespace: "prod", container: "app" };

describe("abstractValue", () => {
    const cases: [unknown, unknown][] = [
        ["shop", "${name}"],
        ["/app-health/app/livez", "/app-health/${container}/livez"],
        [
            "kubernetes://apis/apps/v1/namespaces/prod/deployments/shop",
            "kubernetes://apis/apps/v1/namespaces/${namespace}/deployments/${name}",
        ],
        ["my-shop workshop shop.x", "my-shop workshop shop.x"],
        [
            ["app", { a: "prod" }, 1, null],
            ["${container}", { a: "${namespace}" }, 1, null],
        ],
    ];
    for (const [value, template] of cases) {
        it(`makes ${JSON.stringify(template)} of ${JSON.stringify(value)}, and expandValue undoes it`, () => {
            assert.deepEqual(abstractValue(value as string, words), template);
            assert.deepEqual(expandValue(template as string, words), value);
        });
    }

    it("leaves an unknown placeholder as it is", () =>
        assert.equal(expandValue("${other} ${name}", words), "${other} shop"));

    it("is undone by expandValue for every text without placeholders", () => {
        const text = fc
            .string({ unit: fc.constantFrom("a", "b", "/", "-", " ", "$", "{", "}") })
            .filter((one) => !one.includes("${"));
        fc.assert(
            fc.property(text, text, text, (value, name, namespace) => {
                assert.equal(
                    expandValue(abstractValue(value, { name, namespace }), { name, namespace }),
                    value,
                );
            }),
        );
    });
});

describe("abstractPointer", () => {
    it("speaks of the workload's first container, and of nothing else by that name", () => {
        const pointers = [
            "spec/containers/app/image",
            "spec/initContainers/app/image",
            "spec/containers/app2/app",
            "metadata/labels/app",
        ];
        assert.deepEqual(
            pointers.map((pointer) => abstractPointer(pointer, words)),
            ["spec/containers/${container}/image", ...pointers.slice(1)],
        );
        assert.deepEqual(
            pointers.map((pointer) => expandPointer(abstractPointer(pointer, words), words)),
            pointers,
        );
    });
});

describe("looksAbstract", () => {
    it("holds for what expandValue might change", () =>
        assert.deepEqual(
            [looksAbstract({ text: '"a${b"' }), looksAbstract({ text: '"$(A)"' })],
            [true, false],
        ));
});

describe("Abstraction", () => {
    it("never says that nothing fits where something does", () => {
        const part = fc.constantFrom(
            "shop",
            "a.b",
            "-",
            "/",
            " ",
            "\n",
            '"',
            "\\",
            "x",
            "${name}",
            ",",
            "n",
            "é",
        );
        const text = fc.array(part, { maxLength: 4 }).map((parts) => parts.join(""));
        const value = fc.oneof(
            text,
            fc.array(text, { maxLength: 2 }),
            fc.dictionary(text, text, { maxKeys: 2 }),
        );
        const abstraction = new Abstraction();
        let quick = 0;
        fc.assert(
            fc.property(value, fc.record({ name: text, ports: text }), (value, words) => {
                if (abstraction.mayFit(canonicalJson(value), sortWords(words))) return;
                quick++;
                assert.deepEqual(abstractValue(value, words), value);
            }),
            { numRuns: 3000 },
        );
        assert.ok(quick > 500, String(quick));
    });

    it("finds a name between marks, and a phrase anywhere", () => {
        const abstraction = new Abstraction();
        const fits = (value: string, words: Readonly<Record<string, string>>): boolean =>
            abstraction.mayFit(canonicalJson(value), sortWords(words));
        assert.deepEqual(
            [
                fits("/app/x", { name: "app" }),
                fits("my-app", { name: "app" }),
                fits('x [\n{"a":1}]', { ports: '[\n{"a":1}]' }),
                fits("\napp", { name: "app" }),
                fits("x", { name: "" }),
            ],
            [true, false, true, true, false],
        );
    });
});
