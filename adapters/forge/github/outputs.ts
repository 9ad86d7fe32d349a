import { WindlassError } from "../../../lifecycle/kit/errors";

/** Values for later steps of a workflow, by name. */
export type Outputs = Readonly<Record<string, string>>;

/** Longest value, in characters: a list of all stacks. */
const MAX_VALUE = 16_384;

/**
 * Lines for the file `GITHUB_OUTPUT` names, each value between delimiters nobody can guess, so that no value ends its own
 * (GitHub, "Workflow commands", "Multiline strings"). Values are one line of visible ASCII; whatever has others was not
 * checked by its caller, and is refused.
 *
 * @param delimiter Random, anew for each call: at least 32 hexadecimal digits.
 * @throws WindlassError for a name or a value that must not be written
 */
export function formatOutputs(outputs: Outputs, delimiter: string): string {
    if (!/^[0-9a-f]{32,}$/.test(delimiter)) throw new Error("a delimiter is 32 or more hexadecimal digits");
    const lines: string[] = [];
    for (const [name, value] of Object.entries(outputs)) {
        if (!/^[a-z][a-z0-9-]{0,63}$/.test(name)) {
            throw new WindlassError({
                key: "GITHUB_OUTPUT",
                value: name,
                rule: "is not the name of an output",
            });
        }
        if (value.length > MAX_VALUE || !/^[\x20-\x7e]*$/.test(value) || value.includes(delimiter)) {
            throw new WindlassError({ key: `GITHUB_OUTPUT ${name}`, value, rule: "must not be written" });
        }
        lines.push(`${name}<<windlass-${delimiter}`, value, `windlass-${delimiter}`);
    }
    return lines.map((line) => `${line}\n`).join("");
}
