import type { Field } from "./fields";
import { type FileFormat, requireVersion } from "./file-format";
import { getIn } from "./json-path";
import { readDocument } from "./read-fields";
import { type YamlDocument, parseYamlDocument } from "./strict-yaml";

/** A file of a format that names its version in the key `schema`. */
export interface ReadFileArgs {
    readonly format: FileFormat;
    /** Name for messages. */
    readonly file: string;
    readonly text: string;
    /** What mends a problem, where its rule does not say. */
    readonly remedy: string;
}

/** What a file says, and where. */
export interface FileReading<T> extends Pick<YamlDocument, "lineOf"> {
    readonly value: T;
}

/**
 * What a YAML file of one of Windlass's formats says. Another version is recognised before anything else of it is read.
 *
 * @throws WindlassErrors with every problem of the file, each with its line
 */
export function readFile<T>(field: Field<T>, { format, file, text, remedy }: ReadFileArgs): FileReading<T> {
    const document = parseYamlDocument(text, { file });
    const { lineOf, value } = document;
    requireVersion(format, { file, line: () => lineOf(["schema"]), schema: getIn(value, ["schema"]) });
    return { value: readDocument(field, { file, document, remedy }), lineOf };
}
