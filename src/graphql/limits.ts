/** GraphiQL's introspection has about 200 tokens; a hand-written operation seldom more. */
export const parseOptions = { maxTokens: 5_000 };
