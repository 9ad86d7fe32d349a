/** Variables the adapter of GitHub reads, as its workflows set them. */
export const GITHUB_VARIABLES: readonly string[] = [
    "GITHUB_TOKEN",
    "GITHUB_REPOSITORY",
    "GITHUB_API_URL",
    "GITHUB_SERVER_URL",
    "GITHUB_REF",
    "GITHUB_EVENT_PATH",
];
