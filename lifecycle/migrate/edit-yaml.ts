import { type Document, parseDocument } from "yaml";

/**
 * Changes a YAML text; what a person wrote beside it, comments above all, stays. A comment behind the key of a map goes to the
 * line below, so a change that a pattern can make is better made by one.
 */
export function editYaml(text: string, edit: (document: Document) => void): string {
    const document = parseDocument(text);
    edit(document);
    return document.toString({ lineWidth: 0 });
}
