import { parseYamlDocument } from "../../lifecycle/kit/strict-yaml";
import { readText } from "../../adapters/files/text-source";
import { settingsFile } from "../../lifecycle/settings/settings-parse";

/** Where a setting stands: what a finding says of its place. */
export interface SettingPlace {
    readonly file: string;
    /** Line in {@link file}, counted from 1; of the deepest key that is there, where the setting is a default. */
    readonly line: number;
}

/**
 * Where a person wrote a setting of a stack.
 *
 * @param path Keys below `windlass:`: `["istio", "values", "meshConfig"]`; a number counts into a list.
 */
export function settingPlace(root: string, stack: string, path: readonly (string | number)[]): SettingPlace {
    const file = settingsFile(stack);
    const [first = "", ...rest] = path;
    const document = parseYamlDocument(readText(root, file), { file });
    return { file, line: document.lineOf(["config", `windlass:${first}`, ...rest]) };
}
