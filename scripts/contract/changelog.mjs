import { CriticalityLevel, diff } from '@graphql-inspector/core';

const HEAD = `# Changes of the contract

Written by \`npm run schema\` (what is not released yet) and \`npm run contract:release\`, from \`schema/released.graphql\` and \`schema/schema.graphql\`.
How a change is judged: [contract.md](contract.md).
`;

const UNRELEASED = '## Not released yet';

const KINDS = [
  [CriticalityLevel.Breaking, 'Breaks clients'],
  [CriticalityLevel.Dangerous, 'Check your code: valid operations may return something new'],
  [CriticalityLevel.NonBreaking, 'New'],
];

/** The changelog with a new topmost section; released sections are unchanged. */
export async function withUnreleased(changelog, released, current) {
  const changes = await listed(released, current);
  const section = changes === '' ? '' : `${UNRELEASED}\n\n${changes}\n`;
  return [HEAD, section, ...releasesOf(changelog)].filter(Boolean).join('\n');
}

/** The changelog after a release. `reason` explains a break, if there is one. */
export async function withRelease(changelog, released, current, { day, reason }) {
  const section = [`## ${day}`, reason, await listed(released, current)].filter(Boolean).join('\n\n');
  return [HEAD, `${section}\n`, ...releasesOf(changelog)].join('\n');
}

function releasesOf(changelog) {
  const sections = changelog.split(/^(?=## )/m).slice(1);
  return sections.filter((section) => !section.startsWith(UNRELEASED)).map((section) => `${section.trim()}\n`);
}

async function listed(released, current) {
  const changes = (await diff(released, current)).filter(isTold);
  const isOfNewType = ({ path = '', type }) =>
    type !== 'TYPE_ADDED' && changes.some((each) => each.type === 'TYPE_ADDED' && path.startsWith(`${each.path}.`));
  return KINDS.flatMap(([level, title]) => {
    const lines = changes
      .filter((change) => change.criticality.level === level && !isOfNewType(change))
      .map(({ path = '', message }) => ({ path, line: `- ${message.replaceAll("'", '`')}` }))
      .sort((a, b) => (a.path < b.path ? -1 : 1))
      .map(({ line }) => line);
    return lines.length > 0 ? [`${title}:\n\n${lines.join('\n')}`] : [];
  }).join('\n\n');
}

/** Descriptions are not part of the contract. A deprecation is listed once, not again as a use of its directive. */
function isTold({ type }) {
  return !/DESCRIPTION|DIRECTIVE_USAGE/.test(type);
}
