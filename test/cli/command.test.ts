import assert from "node:assert/strict";
import { type OptionValues, defineCommand, entry } from "../../cli/command";

const definition = defineCommand({
    name: "paint",
    summary: "Paint",
    options: {
        colour: { value: "COLOUR", help: "Which", choices: ["red", "blue"], default: "red" },
        layer: { value: "N", help: "Several", multiple: true },
        dry: { help: "Switch" },
    },
});

describe("entry", () => {
    it("loads the module of a command only when it is asked to", () => {
        let loaded = 0;
        const made = entry(definition, () => {
            loaded++;
            return { run: ({ options }) => (options.colour === "blue" ? 3 : 0) };
        });

        assert.equal(made.definition, definition);
        assert.equal(loaded, 0);
        const context = { root: "", env: {}, positionals: [], signal: new AbortController().signal };
        const terminal = {
            print: () => {},
            note: () => {},
            progress: () => {},
            paint: (_: unknown, text: string) => text,
        };
        assert.equal(made.load().run({ ...context, terminal, options: { colour: "blue" } }), 3);
        assert.equal(loaded, 1);
    });

    it("has a module take what the definition promises", () => {
        const values: OptionValues<typeof definition> = { colour: "blue", layer: ["1"], dry: true };

        // @ts-expect-error an option with a default always has a value
        const without: OptionValues<typeof definition> = { dry: true };
        // @ts-expect-error no other value can be chosen
        const other: OptionValues<typeof definition> = { colour: "green" };
        assert.notDeepEqual([without, other], [values, values]);
    });
});
