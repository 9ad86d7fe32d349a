/** A custom resource definition as text. */
export interface CrdDocument {
    /** Where it is from, for messages. */
    readonly source: string;
    /** `canaries.flagger.app` */
    readonly name: string;
    readonly text: string;
}

/**
 * The custom resource definitions in a text of several documents; others are left out. They stay text: a parser of YAML
 * 1.2 refuses some of what the API server takes, and Istio's alone take a second to parse.
 */
export function crdDocuments(source: string, manifests: string): readonly CrdDocument[] {
    return manifests.split(/^---.*$/m).flatMap((text) => {
        const name = /^ {2}name: (\S+)$/m.exec(text)?.[1];
        const isCrd = /^kind: CustomResourceDefinition$/m.test(text);
        return name !== undefined && isCrd ? [{ source, name, text }] : [];
    });
}
